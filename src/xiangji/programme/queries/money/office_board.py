"""资金总览: one book as those who answer for it see it (PRG-46, 55 to 58)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from xiangji.core.accounts.models import User
from xiangji.core.values import Money, Month
from xiangji.programme.models import Book, MisuseRecord, Payment, StatementLine, WarningReason
from xiangji.programme.queries.money import duty, ledger, misuse, moving, payable, waiting
from xiangji.programme.queries.money.board import Cells, cells_of, of_cells
from xiangji.programme.queries.money.payable import OfProject
from xiangji.programme.queries.money.rules_in_force import plans_in_force, spending_book
from xiangji.programme.queries.money.situations import resting_of
from xiangji.programme.queries.money.statements import PAIRED, unpaired
from xiangji.programme.queries.money.waiting import Waiting
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.checks import (
    Finding,
    PlanInForce,
    Resting,
    Situation,
    Used,
    survey,
    use_rate,
)
from xiangji.programme.rules.money.columns import (
    NOTHING,
    Columns,
    InYear,
    Sums,
    columns_of,
    in_year,
)
from xiangji.programme.rules.money.open_months import open_months

MOST_REASONS = 10
USE, MATCH, IDLE = "threshold.final_acceptance_fund_use", "subsidy.county_match", "idle"


@dataclass(frozen=True, slots=True)
class Row:
    """A budget line or a source: as it stands now, and in the year that is looked at."""

    key: str
    name: str
    now: Columns
    year: InYear | None
    sources: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """County money of one year (配套): what came and what was paid."""

    year: int
    received: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of something stand open beside the payments."""

    lines_open: int
    entries_unpaired: int
    misuse_unanswered: int
    misuse_answered: int
    misuse_fen: Money


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows of a whole book."""

    book: Book
    years: tuple[int, ...]
    year: int | None
    whole: Row
    lines: tuple[Row, ...]
    unassigned: Row
    special_rate: Fraction | None
    use: Finding | None
    match: tuple[Finding, ...]
    matched: tuple[Match, ...]
    resting: tuple[Resting, ...]
    idle: tuple[Finding, ...]
    said: tuple[Finding, ...]
    payable: tuple[OfProject, ...]
    waits: tuple[Waiting, ...]
    against: tuple[Payment, ...]
    reasons: tuple[WarningReason, ...]
    months: tuple[Month, ...]
    counts: Counts


def books_for(person: User) -> list[Book]:
    """With what stands open beside the payments; the newest plan first."""
    return list(_counted(ledger.books_for(person)).order_by("-pk"))


def overview(book: Book, person: User, today: date, year: int | None) -> Overview:
    """`book` is one of `books_for`; `year` is one of its years, or none: all of them."""
    plans = plans_in_force(book.programme, today)
    cells, moved = cells_of(book), moving.by_year(book)
    before, during = moving.in_year(book, year) if year else ({}, {})
    used = _used(cells)
    resting = resting_of(book, _on_hand(cells))
    situation = _situation(plans, today, used, moved, resting)
    findings = survey(situation)
    coming = list(waiting.rows().filter(book=book))
    table = _Table(cells, before, during, bool(year))
    return Overview(
        book=book,
        years=_years(book, moved, today),
        year=year,
        whole=table.row("", "合计"),
        lines=tuple(table.line(line) for line in plans[0].document.budget_lines if line.sources),
        unassigned=table.row("", "不分预算行", line=""),
        special_rate=use_rate(situation),
        use=_of_rule(findings, USE),
        match=tuple(each for each in findings if each.rule == MATCH),
        matched=_matched(moved),
        resting=resting,
        idle=tuple(each for each in findings if each.rule == IDLE),
        said=tuple(each for each in findings if each.rule not in (USE, MATCH, IDLE)),
        payable=_payable(person, book.programme_id, plans, today, used),
        waits=tuple(waiting.of(coming, today)),
        against=tuple(waiting.against(coming)),
        reasons=_reasons(WarningReason.objects.filter(payment__book=book), year or today.year),
        months=open_months(book.opened_on, book.closed, today),
        counts=_counts(book),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    cells: Cells
    before: Cells
    during: Cells
    has_year: bool

    def line(self, line: BudgetLine) -> Row:
        there = {source for key, source in (*self.cells, *self.during, *self.before) if key == line.key}
        found = (
            self.row(source.value, source.word, line=line.key, source=source)
            for source in Source
            if source in there
        )
        sources = tuple(row for row in found if row.now.budget)
        whole = self.row(line.key, f"{line.seq}　{line.name}", line=line.key)
        return Row(whole.key, whole.name, whole.now, whole.year, sources)

    def row(self, key: str, name: str, *, line: str | None = None, source: Source | None = None) -> Row:
        def of(cells: Cells) -> Sums:
            return of_cells(cells, line=line, source=source)

        year = in_year(of(self.before), of(self.during)) if self.has_year else None
        return Row(key, name, columns_of(of(self.cells)), year)


def _years(book: Book, moved: moving.Moved, today: date) -> tuple[int, ...]:
    """Every year since the book has money or was opened, the newest first."""
    return tuple(range(today.year, min(book.opened_on.year, *moved, today.year) - 1, -1))


def _on_hand(cells: Cells) -> dict[Source, int]:
    there = {source for _, source in cells}
    return {source: of_cells(cells, source=source).get(Account.ON_HAND, NOTHING).fen for source in there}


def _used(cells: Cells) -> tuple[Used, ...]:
    """Every line and source of the budget, as the rules count it."""
    accounts = (Account.BUDGET, Account.CONTRACTED, Account.REQUESTED, Account.PAID)
    return tuple(
        Used(line, source, *(sums.get(account, NOTHING).fen for account in accounts))
        for (line, source), sums in sorted(cells.items())
        if any(account in sums for account in accounts)
    )


def _situation(
    plans: tuple[PlanInForce, ...],
    today: date,
    used: tuple[Used, ...],
    moved: moving.Moved,
    resting: tuple[Resting, ...],
) -> Situation:
    paid = ((year, sums.get((Source.COUNTY, Account.PAID))) for year, sums in moved.items())
    return Situation(
        kind="payment",
        on=today,
        line="",
        plans=plans,
        spending=spending_book(),
        used=used,
        county_paid=tuple((year, amount.fen) for year, amount in paid if amount),
        resting=resting,
    )


def _of_rule(findings: Iterable[Finding], rule: str) -> Finding | None:
    return next((each for each in findings if each.rule == rule), None)


def _matched(moved: moving.Moved) -> tuple[Match, ...]:
    def of(sums: Mapping[tuple[Source, Account], Money], account: Account) -> Money:
        return sums.get((Source.COUNTY, account), Money(0))

    found = (Match(year, of(sums, Account.RECEIVED), of(sums, Account.PAID)) for year, sums in moved.items())
    return tuple(each for each in found if each.received or each.paid)


def _payable(
    person: User, programme: int, plans: tuple[PlanInForce, ...], today: date, used: tuple[Used, ...]
) -> tuple[OfProject, ...]:
    """What may be asked for first, the largest of it first."""
    rows = duty.for_person(person).filter(programme=programme)
    found = payable.of_projects(rows, plans, today, used)
    return tuple(sorted(found, key=lambda each: (-each.ready.fen, each.project.pk)))


def _reasons(rows: QuerySet[WarningReason], year: int) -> tuple[WarningReason, ...]:
    """Of this year, the newest first."""
    found = rows.filter(at__year=year).select_related("payment", "by").order_by("-pk")
    return tuple(found[:MOST_REASONS])


def _counted(books: QuerySet[Book]) -> QuerySet[Book]:
    """What a page would ask one by one, in the same question."""
    of_book: dict[str, QuerySet[Any]] = {
        "lines_open": StatementLine.objects.filter(~PAIRED, book=OuterRef("pk")),
        "misuse_unanswered": MisuseRecord.objects.filter(misuse.UNANSWERED, book=OuterRef("pk")),
        "misuse_answered": MisuseRecord.objects.filter(misuse.ANSWERED, book=OuterRef("pk")),
    }
    counted = {name: _subquery(rows, Count("pk")) for name, rows in of_book.items()}
    open_records = MisuseRecord.objects.filter(misuse.OPEN, book=OuterRef("pk"))
    return books.annotate(**counted, misuse_fen=_subquery(open_records, Sum("fen")))


def _subquery(rows: QuerySet[Any], counted: Count | Sum) -> Coalesce:
    found = rows.order_by().values("book").annotate(counted=counted).values("counted")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def _counts(book: Any) -> Counts:  # noqa: ANN401 - with the counts of `books_for`
    return Counts(
        lines_open=book.lines_open,
        entries_unpaired=unpaired(book).count(),
        misuse_unanswered=book.misuse_unanswered,
        misuse_answered=book.misuse_answered,
        misuse_fen=Money(book.misuse_fen),
    )
