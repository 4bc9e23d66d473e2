"""The fund board: the whole book at once, one budget line with what stands below it, and the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from xiangji.core.values import Money
from xiangji.programme.models import Balance, Book, InKind, LedgerEntry, Posting, Project, TreasuryPayment
from xiangji.programme.queries.money import ledger, payments
from xiangji.programme.queries.money.situations import standing_of
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.checks import Finding, survey
from xiangji.programme.rules.money.columns import Columns, Sums, Tally, added, columns_of

ENTRIES_SHOWN = 100
# Everybody sees what was decided, what came and what was paid; who asks for what is nobody's business yet.
OPEN_KINDS = (
    EntryKind.OPENING,
    EntryKind.BUDGET,
    EntryKind.TRANSFER,
    EntryKind.CONTRACT,
    EntryKind.CONTRACT_LESS,
    EntryKind.PAY,
    EntryKind.SPEND,
    EntryKind.GIVE_BACK,
    EntryKind.CARRY,
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One budget line: all of it, and the same by source."""

    line: BudgetLine
    whole: Columns
    sources: tuple[tuple[Source, Columns], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What came, was paid and was given back in one year of the book (会计年度)."""

    year: int
    received: Money
    paid: Money
    spent: Money
    returned: Money


@dataclass(frozen=True, slots=True)
class Board:
    book: Book
    whole: Columns
    sources: tuple[tuple[Source, Columns], ...]
    lines: tuple[LineRow, ...]
    unassigned: Columns
    years: tuple[Year, ...]
    findings: tuple[Finding, ...]
    in_kind: tuple[InKind, ...]


@dataclass(frozen=True, slots=True)
class OfLine:
    """What a budget line opens down to."""

    row: LineRow
    projects: tuple[tuple[Project, Columns], ...]
    paid: tuple[TreasuryPayment, ...]
    entries: tuple[LedgerEntry, ...]
    amounts: Mapping[int, Money]
    entries_in_all: int


def board_of(book: Book, on: date, lines: Iterable[BudgetLine] | None = None) -> Board:
    """As the book stands now; `on` is the day on which the rules of the plan look at it.

    Whoever has read the plan already hands over its lines, so that it is not read again.
    """
    cells = cells_of(book)
    by_source = {source: columns_of(of_cells(cells, source=source)) for source in sources_of(cells)}
    return Board(
        book=book,
        whole=columns_of(added(cells.values())),
        sources=tuple(by_source.items()),
        lines=tuple(line_row(cells, line) for line in lines or ledger.lines_of(book) if line.sources),
        unassigned=columns_of(of_cells(cells, line="")),
        years=_years(book),
        findings=survey(standing_of(book, on)),
        in_kind=tuple(ledger.in_kind_of(book)),
    )


def line_of(book: Book, key: str) -> OfLine | None:
    """None for a line that the plan does not have."""
    line = next((each for each in ledger.lines_of(book) if each.key == key and each.sources), None)
    if line is None:
        return None
    found = open_entries(book).filter(ledger.touching(line=key))
    shown = tuple(found.order_by("-booked_on", "-pk")[:ENTRIES_SHOWN])
    return OfLine(
        row=line_row(cells_of(book, line=key), line),
        projects=_projects(book, key),
        paid=tuple(_paid(book).filter(payment__project__budget_line=key)),
        entries=shown,
        amounts=ledger.amounts_of(shown),
        entries_in_all=found.count(),
    )


def _paid(book: Book) -> QuerySet[TreasuryPayment]:
    return payments.marked(payments.paid(book.programme.place_code).filter(payment__book=book))


def open_entries(book: Book) -> QuerySet[LedgerEntry]:
    """What everybody may see of the book, and what took such an entry back."""
    kinds = [kind.value for kind in OPEN_KINDS]
    taken_back = Q(kind=EntryKind.REVERSAL.value, reverses__kind__in=kinds)
    return ledger.entries().filter(Q(kind__in=kinds) | taken_back, book=book)


Cells = Mapping[tuple[str, Source], Sums]


def cells_of(book: Book, **wanted: str) -> Cells:
    """Natural amounts by line and source, in one question."""
    rows = Balance.objects.filter(book=book, **wanted).order_by().values_list("line", "source", "account")
    bound = Sum("fen", filter=Q(agreement__isnull=False), default=0)
    found: defaultdict[tuple[str, Source], dict[Account, Tally]] = defaultdict(dict)
    for line, source, account, fen, of_contracts in rows.annotate(Sum("fen"), bound=bound):
        found[line, Source(source)][Account(account)] = Tally(int(fen), int(of_contracts))
    return dict(found)


def sources_of(cells: Cells) -> tuple[Source, ...]:
    there = {source for _, source in cells}
    return tuple(source for source in Source if source in there)


def of_cells(cells: Cells, *, line: str | None = None, source: Source | None = None) -> Sums:
    return added(
        sums
        for (of_line, of_source), sums in cells.items()
        if line in (None, of_line) and source in (None, of_source)
    )


def line_row(cells: Cells, line: BudgetLine) -> LineRow:
    sources = [source for source in Source if (line.key, source) in cells]
    return LineRow(
        line=line,
        whole=columns_of(of_cells(cells, line=line.key)),
        sources=tuple((source, columns_of(cells[line.key, source])) for source in sources),
    )


def _projects(book: Book, key: str) -> tuple[tuple[Project, Columns], ...]:
    """With a contract or a payment: who only asks for money is nobody's business yet."""
    rows = Balance.objects.filter(book=book, line=key, project__isnull=False).order_by()
    found: defaultdict[int, dict[Account, Tally]] = defaultdict(dict)
    bound = Sum("fen", filter=Q(agreement__isnull=False), default=0)
    for project, account, fen, of_contracts in rows.values_list("project_id", "account").annotate(
        Sum("fen"), bound=bound
    ):
        found[int(project or 0)][Account(account)] = Tally(int(fen), int(of_contracts))
    shown = {key: columns_of(sums) for key, sums in found.items()}
    shown = {key: columns for key, columns in shown.items() if columns.contract or columns.paid}
    projects = Project.objects.filter(pk__in=shown).select_related("contractor").order_by("pk")
    return tuple((project, shown[project.pk]) for project in projects)


_OF_YEAR = (Account.RECEIVED, Account.PAID, Account.SPENT, Account.RETURNED)


def _years(book: Book) -> tuple[Year, ...]:
    """Carrying over moves nothing in or out: it is left aside."""
    moved = Posting.objects.filter(entry__book=book, account__in=[account.value for account in _OF_YEAR])
    rows = moved.exclude(entry__kind=EntryKind.CARRY.value).order_by()
    return _by_year(rows.values_list("entry__year", "account").annotate(Sum("fen")))


def _by_year(rows: Iterable[tuple[int, str, int]]) -> tuple[Year, ...]:
    found: defaultdict[int, defaultdict[Account, int]] = defaultdict(lambda: defaultdict(int))
    for year, account, fen in rows:
        found[year][Account(account)] += int(fen) * Account(account).sign
    return tuple(Year(year, *(Money(found[year][account]) for account in _OF_YEAR)) for year in sorted(found))
