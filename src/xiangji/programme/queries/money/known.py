"""What the rules and the page of a payment both ask about it, read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, Sum
from django.utils import timezone

from xiangji.core.approvals.models import Step
from xiangji.core.approvals.queries import steps_of
from xiangji.core.values import Money
from xiangji.programme.models import (
    Balance,
    LedgerEntry,
    Payment,
    PaymentInvoice,
    PaymentPart,
    Posting,
    WarningReason,
)
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.columns import Columns, Tally, columns_of
from xiangji.programme.rules.money.payment import left_of

Cells = dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One account of a budget line and source; `bound` lies on contracts, `own` on that of the payment."""

    line: str
    source: str
    account: str
    fen: int
    bound: int
    own: int


@dataclass(frozen=True)
class Known:
    """Of one payment: its parts and invoices, its book by line, and what it did to the book itself.

    Its reasons and the steps of its paper are read when somebody asks for them.
    """

    payment: Payment
    parts: tuple[PaymentPart, ...]
    invoices: tuple[PaymentInvoice, ...]
    cells: tuple[Cell, ...]
    entries: tuple[LedgerEntry, ...]
    moved: Cells

    def held_before(self, source: Source) -> Money:
        """What a request of this payment is taken out of, as it stands."""
        is_of_contract = self.payment.agreement_id is not None
        wanted = Account.CONTRACTED if is_of_contract else Account.AVAILABLE
        here = (self.payment.project.budget_line, source.value, wanted.value)
        found = [cell for cell in self.cells if (cell.line, cell.source, cell.account) == here]
        return Money(sum(cell.own if is_of_contract else cell.fen for cell in found))

    @cached_property
    def moved_since(self) -> dict[str, int]:
        """By source: what others did to the same money after it was asked for here."""
        asked = [entry.pk for entry in self.entries if entry.kind == EntryKind.REQUEST]
        if not asked:
            return {}
        wanted = Account.CONTRACTED if self.payment.agreement_id else Account.AVAILABLE
        later = Posting.objects.filter(
            _own_contract(self.payment) if self.payment.agreement_id else Q(),
            entry__gt=asked[-1],
            entry__book=self.payment.book_id,
            line=self.payment.project.budget_line,
            account=wanted.value,
        )
        moved = later.order_by().values_list("source").annotate(Sum("fen"))
        return {source: int(fen) * wanted.sign for source, fen in moved}

    def on_hand(self, source: Source) -> Money:
        """专账结余: one pool for each source."""
        here = (source.value, Account.ON_HAND.value)
        return Money(sum(cell.fen for cell in self.cells if (cell.source, cell.account) == here))

    @property
    def left(self) -> dict[Source, int]:
        """By source: asked for and not paid."""
        paid = payments.paid_by_source(self.payment) if payments.paid_of(self.payment) else {}
        return left_of((part.as_part for part in self.parts), paid)

    @cached_property
    def reasons(self) -> tuple[WarningReason, ...]:
        return tuple(payments.reasons_of(self.payment))

    @property
    def answered(self) -> frozenset[str]:
        """What the applicants explain answers no warning."""
        return frozenset(row.key for row in self.reasons if not row.is_applicants)  # type: ignore[attr-defined]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(steps_of(self.payment.paper)) if self.payment.paper else ()

    @property
    def approved_on(self) -> date | None:
        paper = self.payment.paper
        is_approved = paper is not None and paper.state == "approved"
        return timezone.localdate(self.steps[-1].at) if is_approved else None

    @property
    def columns(self) -> Columns:
        """Of its budget line."""
        sums: defaultdict[Account, Tally] = defaultdict(lambda: Tally(0, 0))
        for cell in self.cells:
            if cell.line == self.payment.project.budget_line:
                before = sums[Account(cell.account)]
                sums[Account(cell.account)] = Tally(before.fen + cell.fen, before.bound + cell.bound)
        return columns_of(sums)


def known_of(payment: Payment) -> Known:
    entries, moved = _moved(payment)
    return Known(
        payment=payment,
        parts=tuple(payments.parts_of(payment)),
        invoices=tuple(payments.invoices_of(payment)),
        cells=_cells(payment),
        entries=entries,
        moved=moved,
    )


def _cells(payment: Payment) -> tuple[Cell, ...]:
    own = _own_contract(payment) if payment.agreement_id else Q(pk=None)
    rows = Balance.objects.filter(book=payment.book_id).order_by().values_list("line", "source", "account")
    found = rows.annotate(
        Sum("fen"),
        bound=Sum("fen", filter=Q(agreement__isnull=False), default=0),
        own=Sum("fen", filter=own, default=0),
    )
    return tuple(
        Cell(line, source, account, int(fen), int(bound), int(of_it))
        for line, source, account, fen, bound, of_it in found
    )


def _own_contract(payment: Payment) -> Q:
    """Of balances and of postings."""
    return Q(project=payment.project_id, agreement=payment.agreement_id)


def _moved(payment: Payment) -> tuple[tuple[LedgerEntry, ...], Cells]:
    """Its entries, and what they did in natural amounts; one query for both."""
    rows = Posting.objects.filter(entry__about=payment.about).select_related("entry").order_by("entry", "pk")
    entries: dict[int, LedgerEntry] = {}
    moved: Cells = defaultdict(int)
    for row in rows.defer("entry__text"):
        entries[row.entry_id] = row.entry
        moved[row.line, row.source, row.account] += row.fen * Account(row.account).sign
    return tuple(entries.values()), dict(moved)
