"""The demo's book: its budget, money in two tranches, a county match, a year carried and closed."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.places.county import current_county
from xiangji.core.values import Money, Month
from xiangji.programme import queries
from xiangji.programme.actions.money import booking, closing
from xiangji.programme.demo import days
from xiangji.programme.models import Book, Programme
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.money.booking import Booked
from xiangji.programme.rules.money.ledger import Document

# Where a plan names no tranches, six tenths come first; a match promised for three years comes in thirds.
FIRST_OF_TEN, YEARS_OF_MATCH = 6, 3
SETTLED = timedelta(days=5)
# The first month of the second year is closed; from this day on half a year of open months lies behind it.
MONTHS_STAND_OPEN = date(2000, 8, 15)
SQUARE_METRES = re.compile(r"(\d+)平方米", re.ASCII)


@transaction.atomic
def build_ledger(*, now: datetime) -> None:
    """Again changes nothing. A plan without amounts gets no book."""
    running = queries.running(current_county().code)
    lines = [line for line in running.study.document.budget_lines if line.sources] if running else []
    if running is None or not lines or Book.objects.exists():
        return
    plan = queries.programmes().get(key=running.key)
    by = person_in(PostKind.FINANCE)
    today = timezone.localdate(now)
    year = today.year - (1 if today >= MONTHS_STAND_OPEN.replace(year=today.year) else 2)
    written = max(days.at(date(year + 1, 1, 12)), plan.opened_at + SETTLED)

    book = _first_year(plan, lines, year, by, written)
    later, first = today - SETTLED, timezone.localdate(written) + SETTLED
    _transfer_tranche(book, lines, 1, min(max(date(year + 1, 5, 12), first), later), by)
    _correct_a_match(book, lines, min(max(date(year + 1, 6, 18), first), later), by)


def _first_year(plan: Programme, lines: list[BudgetLine], year: int, by: User, written: datetime) -> Book:
    """Written down when the plan was registered, with the true days of the year before."""
    book = booking.open_book(programme=plan, booked_on=date(year, 11, 3), by=by, happened_at=written)
    _transfer_tranche(book, lines, 0, date(year, 11, 20), by, written)
    _transfer_match(book, lines, date(year, 12, 10), by, written)
    for line in lines:
        _give_in_kind(book, line, date(year, 12, 1), by, written)
    closing.carry_over(book=book, year=year, by=by, happened_at=written)
    closed_at = written + timedelta(days=30)
    closing.close_month(book=book, month=Month(year + 1, 1), by=by, happened_at=closed_at)
    return book


def _transfer_tranche(
    book: Book, lines: list[BudgetLine], number: int, on: date, by: User, at: datetime | None = None
) -> None:
    word = ("前期", "后期")[number]
    paper = Document(f"示例财建〔{on.year}〕{12 + number}号", on, "指标文")
    for line in lines:
        for source in (Source.CENTRAL, Source.PROVINCIAL):
            amount = _tranche(line, source, number)
            if amount:
                booked = Booked(source, line.key, amount, on, f"{line.name}：{word}资金到账"[:200], paper)
                _record(book, booked, by, at or days.at(on))


def _tranche(line: BudgetLine, source: Source, number: int) -> Money:
    stated = line.tranches
    if source is Source.CENTRAL and len(stated) == len(("前期", "后期")):
        return stated[number][1]
    whole = (line.amount_of(source) or Money(0)).fen
    first = whole * FIRST_OF_TEN // 10
    return Money((first, whole - first)[number])


def _transfer_match(book: Book, lines: list[BudgetLine], on: date, by: User, at: datetime) -> None:
    amount = _match(lines)
    if amount:
        _record(book, _matched(amount, on), by, at)


def _correct_a_match(book: Book, lines: list[BudgetLine], on: date, by: User) -> None:
    """Typed in ten times too high, found the same day, taken back and booked again."""
    amount, at = _match(lines), days.at(on)
    if not amount:
        return
    wrong = booking.record_transfer(book=book, booked=_matched(amount * 10, on), by=by, happened_at=at)
    booking.reverse_entry(
        entry=wrong, reason="金额多写了一个0", by=by, happened_at=at + timedelta(minutes=40)
    )
    _record(book, _matched(amount, on), by, at + timedelta(minutes=45))


def _match(lines: list[BudgetLine]) -> Money:
    return Money(sum((line.county or Money(0)).fen for line in lines) // YEARS_OF_MATCH)


def _matched(amount: Money, on: date) -> Booked:
    paper = Document(f"示例财预〔{on.year}〕30号", on, "县级预算文")
    return Booked(Source.COUNTY, "", amount, on, f"{on.year}年县（市）配套资金到账", paper)


def _record(book: Book, booked: Booked, by: User, at: datetime) -> None:
    booking.record_transfer(book=book, booked=booked, by=by, happened_at=at)


def _give_in_kind(book: Book, line: BudgetLine, on: date, by: User, at: datetime) -> None:
    found = SQUARE_METRES.search(line.in_kind)
    if found:
        booking.note_in_kind(
            book=book,
            line=line.key,
            what="建设用房（示例）",
            quantity=Decimal(found[1]),
            unit="平方米",
            provided_on=on,
            document_number=f"示例常务会议纪要〔{on.year}〕9号",
            by=by,
            happened_at=at,
        )
