"""Reads of the ledger: its columns by line, source, project and contract, and the entries below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, reach
from xiangji.core.accounts.rules.scopes import Asked
from xiangji.core.approvals.hands import everyone_with
from xiangji.core.values import Money, Month
from xiangji.programme.models import (
    Agreement,
    Balance,
    Book,
    InKind,
    LedgerEntry,
    MonthClose,
    Posting,
    Programme,
    Project,
)
from xiangji.programme.queries import opened_of, study_of
from xiangji.programme.queries.projects import HOLDING
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.columns import NOTHING, Columns, Sums, Tally, added, columns_of
from xiangji.programme.rules.money.moves import Line

By = Literal["line", "source", "project", "contract"]
_FIELDS: Mapping[By, str] = {
    "line": "line",
    "source": "source",
    "project": "project_id",
    "contract": "agreement_id",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the book: a budget line, a source, a project or a contract, and its columns.

    `own` is what the row itself was granted, where the accounts do not say it: the amounts of a project.
    """

    key: str
    title: str
    columns: Columns
    own: Money | None = None


def book_of(programme: str) -> Book | None:
    return books().filter(programme__key=programme).first()


def books() -> QuerySet[Book]:
    """With their plans, without the bodies."""
    rows = Book.objects.select_related("programme__version", "programme__place", "version")
    return rows.defer("programme__version__body", "version__body")


def columns(book: Book, on: date | None = None, by: By = "line", since: date | None = None) -> list[Row]:
    """As the book stands now, or stood at the end of a day; from `since` on, what moved in between."""
    return _titled(book, by, sums(book, on, by, since))


def _titled(book: Book, by: By, found: Mapping[str, Sums]) -> list[Row]:
    titles, own = _TITLES[by](book, found)
    return [Row(key, title, columns_of(found.get(key, {})), own.get(key)) for key, title in titles.items()]


@dataclass(frozen=True, slots=True)
class Whole:
    """A book as it stands now: all of it, by source and by line, read at once."""

    total: Columns
    sources: list[Row]
    lines: list[Row]


def whole_of(book: Book) -> Whole:
    balances = Balance.objects.filter(book=book).order_by().values_list("source", "line", "account")
    bound = Sum("fen", filter=Q(agreement__isnull=False), default=0)
    cells = list(balances.annotate(whole=Sum("fen"), bound=bound))
    by_source, by_line = (
        _gathered(((cell[at], *cell[2:]) for cell in cells), is_natural=True) for at in (0, 1)
    )
    total = columns_of(added(by_source.values()))
    return Whole(total, _titled(book, "source", by_source), _titled(book, "line", by_line))


def total(book: Book, on: date | None = None, since: date | None = None) -> Columns:
    """The whole book: what its rows by source add up to."""
    return columns_of(added(sums(book, on, "source", since).values()))


def sums(book: Book, on: date | None = None, by: By = "source", since: date | None = None) -> dict[str, Sums]:
    """Natural amounts by row and account; rows without a key (no line, no project) stand under ''."""
    field = _FIELDS[by]
    if on is None and since is None:
        return _gathered(_summed(Balance.objects.filter(book=book), field), is_natural=True)
    moved = Posting.objects.filter(entry__book=book)
    if on is not None:
        moved = moved.filter(entry__booked_on__lte=on)
    if since is not None:
        moved = moved.filter(entry__booked_on__gte=since)
    return _gathered(_summed(moved, field), is_natural=False)


def balance(book: Book, line: Line) -> Money:
    """Of one account, source, line, project and contract; the amount in `line` does not matter."""
    found = Balance.objects.filter(book=book, key=line.key).first()
    return Money(found.fen if found else 0)


def available(book: Book, source: Source, line: str) -> Money:
    """可用指标: what the budget line still has of a source."""
    return balance(book, Line(Account.AVAILABLE, source, 0, line))


def on_hand(book: Book, source: Source) -> Money:
    return balance(book, Line(Account.ON_HAND, source, 0))


def entries() -> QuerySet[LedgerEntry]:
    """With what a list shows; `reversal` is the key of the entry that took it back."""
    rows = LedgerEntry.objects.select_related("book__programme__version", "by", "reverses").defer(
        "book__programme__version__body"
    )
    return rows.annotate(is_reversed=Exists(LedgerEntry.objects.filter(reverses=OuterRef("pk"))))


def entries_of(
    book: Book,
    *,
    about: str = "",
    line: str = "",
    source: str = "",
    project: int | None = None,
    agreement: int | None = None,
) -> QuerySet[LedgerEntry]:
    """The entries that touch all of what is named, the oldest first; a caller takes a page of them."""
    rows = entries().filter(book=book)
    if about:
        rows = rows.filter(about=about)
    named = {"line": line, "source": source, "project": project, "agreement": agreement}
    wanted = {name: value for name, value in named.items() if value}
    if wanted:
        rows = rows.filter(Exists(Posting.objects.filter(entry=OuterRef("pk"), **wanted)))
    return rows.order_by("booked_on", "pk")


def touching(**wanted: object) -> Q:
    """Of entries: those with a posting like this."""
    return Q(Exists(Posting.objects.filter(entry=OuterRef("pk"), **wanted)))


def postings_of(entry: LedgerEntry) -> list[Posting]:
    return list(Posting.objects.filter(entry=entry).select_related("project", "agreement").order_by("pk"))


def amounts_of(rows: Iterable[LedgerEntry]) -> dict[int, Money]:
    """What an entry moves: what enters its accounts, which is also what leaves others."""
    rising = Posting.objects.filter(entry__in=list(rows), fen__gt=0)
    found = rising.order_by().values_list("entry_id").annotate(Sum("fen"))
    return {entry: Money(int(fen)) for entry, fen in found}


def for_person(person: User) -> QuerySet[LedgerEntry]:
    """`moved_fen` of a row is what amounts_of says of it."""
    reached = reach(person, "programme.read_ledger")
    rising = Posting.objects.filter(entry=OuterRef("pk"), fen__gt=0).order_by().values("entry")
    moved = Coalesce(Subquery(rising.annotate(whole=Sum("fen")).values("whole")), Value(0))
    return entries().filter(reached.q(place="book__programme__place_id")).annotate(moved_fen=moved)


def books_for(person: User) -> QuerySet[Book]:
    return books().filter(reach(person, "programme.read_ledger").q(place="programme__place_id"))


def with_totals(found: QuerySet[Book]) -> QuerySet[Book]:
    """With what a list says of each: its budget, and what is left of it."""
    return found.annotate(
        budget_fen=_whole_of_accounts(Account.BUDGET),
        left_fen=F("budget_fen") - _whole_of_accounts(Account.PAID, Account.BACK),
    )


def _whole_of_accounts(*accounts: Account) -> Coalesce:
    mine = Balance.objects.filter(book=OuterRef("pk"), account__in=[each.value for each in accounts])
    summed = mine.order_by().values("book").annotate(whole=Sum("fen")).values("whole")
    return Coalesce(Subquery(summed), Value(0))


def first_agreement(agreement: Agreement) -> int:
    """By which a contract is named in the book: the one that replaced nothing."""
    found = agreement
    while found.supersedes_id is not None:
        found = Agreement.objects.get(pk=found.supersedes_id)
    return found.pk


def keepers_of(book: Book) -> list[Acting]:
    """专人负责: whoever may keep it today, in an own post or as deputy. Two queries."""
    return everyone_with("programme.keep_ledger", Asked(place=book.programme.place_code))


def lines_of(book: Book) -> tuple[BudgetLine, ...]:
    """Of the plan as it counts now."""
    return opened_of(book.programme).study.document.budget_lines


def names_of(book: Book) -> dict[str, str]:
    """Budget lines by key, as the plan in force prints them; no decision gives a line another name."""
    return names_in(book.programme)


def names_in(programme: Programme) -> dict[str, str]:
    lines = study_of(programme).document.budget_lines
    return {line.key: f"{line.seq} {line.name}" for line in lines}


def _summed(rows: QuerySet[Balance] | QuerySet[Posting], field: str) -> Iterable[tuple[Any, ...]]:
    bound = Sum("fen", filter=Q(agreement__isnull=False), default=0)
    found: Any = rows.order_by().values_list(field, "account").annotate(whole=Sum("fen"), bound=bound)
    return [tuple(row) for row in found]


def _gathered(rows: Iterable[tuple[Any, ...]], *, is_natural: bool) -> dict[str, Sums]:
    found: defaultdict[str, dict[Account, Tally]] = defaultdict(dict)
    for key, name, fen, bound in rows:
        account = Account(name)
        sign = 1 if is_natural else account.sign
        row = found["" if key is None else str(key)]
        before = row.get(account, NOTHING)
        row[account] = Tally(before.fen + int(fen) * sign, before.bound + int(bound) * sign)
    return dict(found)


_Titled = tuple[dict[str, str], dict[str, Money]]


def _by_line(book: Book, found: Mapping[str, Sums]) -> _Titled:
    names = names_of(book)
    gone = {key: key or "不分预算行" for key in found if key not in names}
    return {**names, **gone}, {}


def _by_source(_book: Book, found: Mapping[str, Sums]) -> _Titled:
    return {source.value: source.word for source in Source if source.value in found}, {}


def _by_project(book: Book, found: Mapping[str, Sums]) -> _Titled:
    """Projects that hold money of the plan, also before anything was booked for them."""
    rows = Project.objects.filter(HOLDING | Q(pk__in=[int(key) for key in found if key]))
    named = {str(row.pk): row for row in rows.filter(programme=book.programme_id).order_by("pk")}
    titles = {key: row.name for key, row in named.items()}
    return titles, {key: row.draft.total for key, row in named.items()}


def _by_contract(_book: Book, found: Mapping[str, Sums]) -> _Titled:
    rows = Agreement.objects.filter(pk__in=[int(key) for key in found if key]).order_by("pk")
    return {str(row.pk): f"{row.number} {row.with_whom}" for row in rows}, {}


_TITLES = {"line": _by_line, "source": _by_source, "project": _by_project, "contract": _by_contract}


@dataclass(frozen=True, slots=True)
class ShownPosting:
    """One line of an entry as people read it: 增 and 减 of an account, and what it is for."""

    account: str
    side: str
    source: str
    line: str
    project: Project | None
    agreement: Agreement | None
    amount: Money
    grows: bool


def shown_postings(entry: LedgerEntry) -> list[ShownPosting]:
    names = names_of(entry.book)
    return [_shown(row, names) for row in postings_of(entry)]


def _shown(row: Posting, names: Mapping[str, str]) -> ShownPosting:
    account = Account(row.account)
    natural = row.fen * account.sign
    return ShownPosting(
        account=account.word,
        side=account.side.word,
        source=Source(row.source).word,
        line=names.get(row.line, row.line) or "不分预算行",
        project=row.project,
        agreement=row.agreement,
        amount=Money(abs(natural)),
        grows=natural > 0,
    )


def reversal_of(entry: LedgerEntry) -> LedgerEntry | None:
    """The entry that took this one back."""
    return LedgerEntry.objects.filter(reverses=entry).first()


def closes_of(book: Book) -> list[MonthClose]:
    return list(MonthClose.objects.filter(book=book).select_related("by"))


def months_of(book: Book) -> list[Month]:
    """Months in which something was booked, the oldest first."""
    return [Month.of(day) for day in LedgerEntry.objects.filter(book=book).dates("booked_on", "month")]


def in_kind_of(book: Book) -> list[InKind]:
    return list(InKind.objects.filter(book=book).select_related("by"))
