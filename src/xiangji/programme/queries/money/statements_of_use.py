"""Reads of the statements of the use of funds, and the figures that a new one freezes."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.values import Money, Month, PlaceCode
from xiangji.programme.models import Book, FundStatement, LedgerEntry, MonthClose, OtherFund, ResidentSupport
from xiangji.programme.queries.money import ledger
from xiangji.programme.queries.money.ledger import By
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import statement as rules
from xiangji.programme.rules.money.registers import FundKind, SupportKind
from xiangji.programme.rules.money.statement import Beside, Figures, Row, Span


def rows() -> QuerySet[FundStatement]:
    found = FundStatement.objects.select_related("book__programme__version", "book__programme__place", "by")
    return found.defer("book__programme__version__body")


def for_person(person: User) -> QuerySet[FundStatement]:
    return rows().filter(reach(person, "programme.read_ledger").q(place="book__programme__place_id"))


def public(place: PlaceCode) -> QuerySet[FundStatement]:
    start, end = place.range
    return rows().filter(book__programme__place_id__gte=start, book__programme__place_id__lt=end)


def open_spans(book: Book) -> list[Span]:
    """Closed and not published yet."""
    known = set(FundStatement.objects.filter(book=book).values_list("first", "last"))
    found = rules.spans(Month.of(book.opened_on), book.closed)
    return [span for span in found if (str(span.first), str(span.last)) not in known]


def unpublished(book: Book) -> list[Month]:
    """Closed months that no statement covers, neither of the month nor of its quarter."""
    shown = FundStatement.objects.filter(book=book).values_list("first", "last")
    return [month for month in closed_months(book) if not any(a <= str(month) <= b for a, b in shown)]


def closed_months(book: Book) -> list[Month]:
    spans = rules.spans(Month.of(book.opened_on), book.closed)
    return sorted({span.first for span in spans if span.first == span.last})


def last_of(book: Book) -> FundStatement | None:
    return FundStatement.objects.filter(book=book).order_by("-ordinal").first()


def closer_of(book: Book, span: Span) -> int | None:
    """Who closed the last month of a span: the first closing that covers it."""
    found = MonthClose.objects.filter(book=book, month__gte=str(span.last)).order_by("month").first()
    return found.by_id if found else None


def figures_of(book: Book, span: Span) -> Figures:
    """As the book stood at the end of the last day; entries of a closed month do not change any more."""
    start, end = span.first.first_day, span.last.last_day
    whole = ledger.total(book, on=end)
    return Figures(
        lines=_rows(book, start, end, "line"),
        sources=_rows(book, start, end, "source"),
        back=whole.back,
        promised=whole.promised,
        proven=whole.proven,
        beside=beside(book, end),
    )


def _rows(book: Book, start: date, end: date, by: By) -> tuple[Row, ...]:
    """Public money only."""
    before = {row.key: row.columns for row in ledger.columns(book, on=start - timedelta(days=1), by=by)}
    found = []
    for row in ledger.columns(book, on=end, by=by):
        now, then = row.columns, before.get(row.key)
        paid = then.paid if then else Money(0)
        figures = (now.budget, now.received, now.contract, paid, now.paid - paid)
        if row.key != Source.ENTERPRISE and any(figures):
            found.append(Row(row.key, row.title, *figures))
    return tuple(found)


def beside(book: Book, end: date) -> tuple[Beside, ...]:
    """Other funds by kind and support for residents by kind, without anybody's name."""
    funds = OtherFund.objects.filter(programme=book.programme_id, granted_on__lte=end, ended_at=None)
    supports = ResidentSupport.objects.filter(programme=book.programme_id, given_on__lte=end, ended_at=None)
    kinds = funds.order_by().values_list("kind").annotate(count=Count("pk"), fen=Sum("fen"))
    given = supports.order_by().values_list("kind").annotate(count=Count("pk"), fen=Sum("worth_fen"))
    return (
        *(Beside(FundKind(kind).word, count, Money(int(fen))) for kind, count, fen in sorted(kinds)),
        *(
            Beside(f"入驻扶持：{SupportKind(kind).word}", count, Money(int(fen)))
            for kind, count, fen in sorted(given)
        ),
    )


def entries_until(book: Book, day: date) -> tuple[int, str]:
    """How many entries were booked on or before a day, and one digest over all of them."""
    found = LedgerEntry.objects.filter(book=book, booked_on__lte=day).order_by("pk")
    return rules.digest_of_entries(found.values_list("sha256", flat=True).iterator())


def differs(statement: FundStatement) -> tuple[str, ...]:
    """What no longer agrees: its own words, the entries below it, its figures. Nothing: all of it holds."""
    book, span = statement.book, statement.span
    said = [] if rules.digest_of(statement.text) == statement.sha256 else ["内容的 SHA-256"]
    if entries_until(book, span.last.last_day) != (statement.entries, statement.entries_sha256):
        said.append("下面的凭证")
    now = figures_of(book, span)
    if (now.sources, now.back, now.promised, now.proven) != _booked(statement.figures):
        said.append("金额")
    return tuple(said)


def _booked(figures: Figures) -> tuple[object, ...]:
    """What follows from entries; names of lines and what stands beside may change later."""
    return (figures.sources, figures.back, figures.promised, figures.proven)
