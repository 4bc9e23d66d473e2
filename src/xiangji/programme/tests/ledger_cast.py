"""Who keeps the book, and books in the states that tests begin with."""

from datetime import date, datetime

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.values import Money
from xiangji.programme.actions.money import booking
from xiangji.programme.models import Book, LedgerEntry, Programme
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.booking import Booked
from xiangji.programme.rules.money.ledger import Document
from xiangji.programme.tests.examples import NOW, RUNNING, TODAY, register_running

CENTRE, STATIONS, LOGISTICS = "county_centre", "stations", "logistics"
OPENED = date(2025, 11, 3)
PAPER = Document("财建〔2025〕88号", date(2025, 11, 20), "指标文")


def finance() -> User:
    found = User.objects.filter(name="示例·王会计").first()
    return found or a_post(PostKind.FINANCE, a_person("示例·王会计")).person


def a_book(by: User | None = None, *, on: date = OPENED, programme: str = RUNNING) -> Book:
    """Of the running programme, whose budget is booked line by line."""
    if not Programme.objects.filter(key=programme).exists():
        register_running()
    plan = Programme.objects.get(key=programme)
    made = booking.open_book(programme=plan, booked_on=on, by=by or finance(), happened_at=NOW)
    return again(made)


def again(book: Book) -> Book:
    return ledger.books().get(pk=book.pk)


def booked(
    wan: int | str,
    *,
    source: Source = Source.CENTRAL,
    line: str = "",
    on: date = TODAY,
    summary: str = "前期资金到账",
    document: Document = PAPER,
    project: int | None = None,
) -> Booked:
    return Booked(source, line, Money.from_wan(wan), on, summary, document, project)


def transfer(
    book: Book, wan: int | str, *, by: User | None = None, at: datetime = NOW, **more: object
) -> LedgerEntry:
    return booking.record_transfer(
        book=book,
        booked=booked(wan, **more),  # type: ignore[arg-type]
        by=by or finance(),
        happened_at=at,
    )
