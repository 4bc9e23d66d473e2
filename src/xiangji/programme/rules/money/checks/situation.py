"""Everything the rules must know of a wish for money, as frozen values; nothing here is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from xiangji.core.values import Money, Month
from xiangji.programme.rules.answering import Answer, answered
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.document import PlanDocument, Question
from xiangji.programme.rules.money.checks.spending import SpendingBook
from xiangji.programme.rules.starting import Condition

Kind = Literal["payment", "commitment"]
Cell = tuple[str, Source]


class Basis(StrEnum):
    """On which ground money is asked for (拨付依据)."""

    ADVANCE = "advance"
    MONTHLY = "monthly"
    AFTER_ACCEPTANCE = "after_acceptance"
    TRANCHE = "tranche"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _BASIS_WORDS[self]


_BASIS_WORDS = {
    Basis.ADVANCE: "预拨付",
    Basis.MONTHLY: "按月审计结算",
    Basis.AFTER_ACCEPTANCE: "验收后拨付",
    Basis.TRANCHE: "分期拨付",
    Basis.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A plan that binds here, as printed, with the answers to its questions."""

    programme: str
    number: int
    title: str
    document: PlanDocument
    answers: tuple[Answer, ...] = ()

    @property
    def version(self) -> str:
        return f"{self.programme} 第{self.number}版"

    @property
    def working(self) -> PlanDocument:
        return answered(self.document, self.answers)

    def question(self, key: str) -> Question | None:
        return next((each for each in self.document.questions if each.key == key), None)

    def answer(self, question: str) -> str:
        """The title of the reading that was decided; empty while nobody decided."""
        return next((each.reading for each in self.answers if each.question == question), "")


@dataclass(frozen=True, slots=True)
class Part:
    """Money of one source for one kind of spending; `service`: the months a running cost is for."""

    source: Source
    fen: int
    category: str = ""
    service: tuple[Month, Month] | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """One cell of the budget with what was done with it before this wish, in 分."""

    line: str
    source: Source
    budget: int
    contracted: int = 0
    requested: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """A month's work, audited (月度审计)."""

    month: Month
    fen: int
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The result of the acceptance and how far its publicity is (验收结果、公示)."""

    is_passed: bool
    on: date
    publicity: Literal["none", "running", "over"] = "none"
    objections: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """What an enterprise promised to put in on a line, and what it has proven (企业承诺)."""

    line: str
    promised: int
    proven: int
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """`used_by` names the other payment on which it was shown already."""

    number: str
    code: str
    on: date
    fen: int
    used_by: str = ""

    @property
    def same(self) -> tuple[str, str]:
        return self.code, self.number


@dataclass(frozen=True, slots=True)
class Purchase:
    """Hardware with its unit price; `usual_fen`: what the county paid elsewhere for the same."""

    name: str
    each_fen: int
    quantity: int
    usual_fen: int | None = None
    contract_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Sales:
    """What a shop outside the county sold, and the rate of its reward in per cent."""

    sales_fen: int
    rate: Decimal
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class Orders:
    """Parcels whose freight is subsidised, with the freight here and in the provincial capital."""

    count: int
    each_fen: int
    local_fen: int
    capital_fen: int
    is_upstream: bool
    is_cap_stated: bool
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Resting:
    """Money on the special account of which nothing moved since a day."""

    source: Source
    fen: int
    since: date

    @property
    def amount(self) -> Money:
        return Money(self.fen)


@dataclass(frozen=True, slots=True)
class Situation:
    """A wish (a payment, or a contract that binds money) and what stands around it. Amounts in 分.

    The own plan is the first of `plans`; the others bind here beside it. `used` is without this wish.
    """

    kind: Kind
    on: date
    line: str
    plans: tuple[PlanInForce, ...]
    spending: SpendingBook = field(default_factory=SpendingBook)
    parts: tuple[Part, ...] = ()
    purpose: str = ""
    basis: Basis = Basis.OTHER
    month: Month | None = None
    used: tuple[Used, ...] = ()
    project_fen: int = 0
    contract_fen: int | None = None
    advanced_fen: int = 0
    settled_fen: int = 0
    audits: tuple[Audit, ...] = ()
    acceptance: Acceptance | None = None
    conditions: tuple[Condition, ...] = ()
    stations: Mapping[str, int] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    training: tuple[str, ...] | None = None
    sales: Sales | None = None
    orders: Orders | None = None
    county_paid: tuple[tuple[int, int], ...] = ()
    resting: tuple[Resting, ...] = ()

    @property
    def own(self) -> PlanInForce:
        return self.plans[0]

    @property
    def is_payment(self) -> bool:
        return self.kind == "payment"

    @property
    def budget_line(self) -> BudgetLine | None:
        return self.own.document.line(self.line)

    @property
    def then(self) -> str:
        """How a sentence on a sum begins: with the wish in it, or as it stands without one."""
        return "办了这一笔" if self.parts else "到现在"

    def wanted(self, source: Source | None = None) -> int:
        return sum(part.fen for part in self.parts if source is None or part.source is source)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Of this wish, in the order of the plan's columns."""
        return tuple(source for source in Source if self.wanted(source))

    def categories(self, *keys: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.category in keys)

    def taken(self) -> dict[Cell, int]:
        """Every cell as it would be after this wish.

        A payment counts what is paid and asked for; a commitment counts contracts as well.
        """
        cells = {(each.line, each.source): self._taken_before(each) for each in self.used}
        for part in self.parts:
            cell = (self.line, part.source)
            cells[cell] = cells.get(cell, 0) + part.fen
        return cells

    def _taken_before(self, used: Used) -> int:
        contracted = 0 if self.is_payment else used.contracted
        return contracted + used.requested + used.paid
