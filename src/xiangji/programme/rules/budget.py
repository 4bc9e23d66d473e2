"""The money of a plan (资金): its total, its lines, and where each amount comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xiangji.core.values import Money
from xiangji.programme.rules.table import Table


class Source(StrEnum):
    """Who pays, in the order in which the plans write their columns."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    COUNTY = "county"
    ENTERPRISE = "enterprise"

    @property
    def word(self) -> str:
        return _SOURCE_WORDS[self]


_SOURCE_WORDS = {
    Source.CENTRAL: "中央财政",
    Source.PROVINCIAL: "省级",
    Source.COUNTY: "县（市）配套",
    Source.ENTERPRISE: "企业自筹",
}


@dataclass(frozen=True, slots=True)
class BudgetTotal:
    """The grand total (投资规模) as the document states it. None: not stated."""

    total: Money | None
    central: Money | None
    provincial: Money | None
    county: Money | None
    enterprise: Money | None
    projects: int | None
    in_kind: str
    section: str
    quote: str
    table_quote: str

    @classmethod
    def of(cls, table: Table) -> BudgetTotal:
        projects = table.number("projects")
        return cls(
            total=table.money("total"),
            central=table.money("central"),
            provincial=table.money("provincial"),
            county=table.money("county"),
            enterprise=table.money("enterprise"),
            projects=None if projects is None else int(projects),
            in_kind=table.text("in_kind"),
            section=table.text("section"),
            quote=table.text("quote"),
            table_quote=table.text("table_quote"),
        )

    @property
    def sources(self) -> tuple[tuple[Source, Money], ...]:
        return _stated(self)

    @property
    def sum(self) -> Money:
        return Money.sum(amount for _, amount in self.sources)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the money (预算行). `total` is what is written, `sum` what the sources add up to."""

    seq: int
    key: str
    name: str
    direction: str
    total: Money | None
    total_denied: bool
    central: Money | None
    provincial: Money | None
    county: Money | None
    enterprise: Money | None
    enterprise_comparator: str
    tranche1: Money | None
    tranche2: Money | None
    share: Decimal | None
    due: str
    projects: tuple[str, ...]
    in_kind: str
    section: str
    quote: str
    note: str

    @classmethod
    def of(cls, table: Table) -> BudgetLine:
        return cls(
            seq=table.whole("seq"),
            key=table.text("key"),
            name=table.text("name"),
            direction=table.text("direction"),
            total=table.money("total"),
            total_denied=table.denies("total_stated"),
            central=table.money("central"),
            provincial=table.money("provincial"),
            county=table.money("county"),
            enterprise=table.money("enterprise"),
            enterprise_comparator=table.text("enterprise_comparator"),
            tranche1=table.money("tranche1"),
            tranche2=table.money("tranche2"),
            share=table.number("share"),
            due=table.text("due"),
            projects=table.texts("projects"),
            in_kind=table.text("in_kind"),
            section=table.text("section"),
            quote=table.text("quote"),
            note=table.text("note"),
        )

    @property
    def sources(self) -> tuple[tuple[Source, Money], ...]:
        """Only what the document states; an empty cell is not a zero that somebody wrote."""
        return _stated(self)

    @property
    def sum(self) -> Money:
        return Money.sum(amount for _, amount in self.sources)

    @property
    def tranches(self) -> tuple[tuple[str, Money], ...]:
        """前期 and 后期 of the central money."""
        named = (("前期", self.tranche1), ("后期", self.tranche2))
        return tuple((name, amount) for name, amount in named if amount is not None)

    def amount_of(self, column: str) -> Money | None:
        """By column name: a source, tranche1 or tranche2. Raises KeyError for anything else."""
        return {
            **{source.value: amount for source, amount in _cells(self)},
            "tranche1": self.tranche1,
            "tranche2": self.tranche2,
        }[column]


def _cells(holder: BudgetTotal | BudgetLine) -> tuple[tuple[Source, Money | None], ...]:
    return (
        (Source.CENTRAL, holder.central),
        (Source.PROVINCIAL, holder.provincial),
        (Source.COUNTY, holder.county),
        (Source.ENTERPRISE, holder.enterprise),
    )


def _stated(holder: BudgetTotal | BudgetLine) -> tuple[tuple[Source, Money], ...]:
    return tuple((source, amount) for source, amount in _cells(holder) if amount is not None)
