"""The demo's statement of the special account: most lines are paired, and a few things want a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.values import Money
from xiangji.programme.actions.money import reconciling
from xiangji.programme.demo import days
from xiangji.programme.models import Book, LedgerEntry, StatementLine
from xiangji.programme.queries.money import ledger, payments, statements
from xiangji.programme.rules.money.payment import State

BANK = "示例银行"
# The newest entry is not on the statement yet; one payment stands there a few 分 off.
NOT_YET, OFF_BY = 1, 40


@transaction.atomic
def build_statements(*, now: datetime) -> None:
    """Again changes nothing. Without a book there is no statement."""
    book = ledger.books().first()
    if book is None or StatementLine.objects.exists():
        return
    by = person_in(PostKind.FINANCE)
    entries = list(statements.moving(book))[:-NOT_YET]
    amounts = statements.amounts_of(entries)
    paid = [entry.pk for entry in entries if entry.kind == "spend"]
    for number, entry in enumerate(entries, start=1):
        off = OFF_BY if paid and entry.pk == paid[-1] else 0
        _enter(book, number, entry, Money(amounts[entry.pk] + off), by)
    today = timezone.localdate(now)
    _line(book, f"{BANK}-手续费-1", Money(-12_50), "账户管理费（示例）", "", today - timedelta(days=20), by)
    _not_recorded(book, today, by)
    reconciling.match_certain(book=book, by=by, happened_at=now)
    for line in list(statements.open_lines(book)):
        # Two lines of one paper and one amount: a person says which is which.
        for entry in statements.candidates(line)[:1]:
            reconciling.match_line(line=line, entry=entry, by=by, happened_at=now)


def _enter(book: Book, number: int, entry: LedgerEntry, amount: Money, by: User) -> None:
    on = entry.document_on or entry.booked_on
    _line(book, f"{BANK}-{on.year}-{number:04}", amount, entry.summary, entry.document_number, on, by)


def _not_recorded(book: Book, today: date, by: User) -> None:
    """The treasury paid what was approved, and finance has not recorded it yet."""
    payment = payments.rows().filter(payments.WHERE[State.APPROVED], book=book).order_by("pk").first()
    if payment is None:
        return
    fen = sum(payments.left(payment).values())
    on = days.workday(today - timedelta(days=1))
    summary = f"国库支付：{payment.purpose}"
    _line(book, f"{BANK}-{on.year}-付1", Money(-fen), summary, f"示例支{on:%Y%m}-付1", on, by)


def _line(book: Book, serial: str, amount: Money, summary: str, voucher: str, on: date, by: User) -> None:
    reconciling.enter_line(
        book=book,
        serial=serial,
        amount=amount,
        counterparty="示例国库" if amount > Money(0) else "示例收款单位",
        summary=summary,
        voucher=voucher,
        by=by,
        happened_at=days.at(on),
    )
