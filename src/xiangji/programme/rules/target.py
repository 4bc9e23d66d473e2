"""A target of a plan (目标) as a value, and what it asks for in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xiangji.core.values import Month
from xiangji.programme.rules.reading import Growth, TargetReading
from xiangji.programme.rules.table import Table
from xiangji.programme.rules.words import number_words

ABOVE_REFERENCE = ">reference"
RANGE = "range"
_SIGNS = {">=": "≥", ">": ">", "=": "", "<=": "≤", "<": "<"}


@dataclass(frozen=True, slots=True)
class Goal:
    """What must be reached: at least this much (or more than it), at most that much."""

    value: Decimal
    at_most: Decimal | None = None
    must_exceed: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target with its quoted words, and beside them our reading of it."""

    key: str
    name: str
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    value_text: str
    unit: str
    comparator: str
    reference: str
    scope: str
    deadline: str
    deadline_inferred: bool
    threshold: Decimal | None
    threshold_unit: str
    age_min: Decimal | None
    age_max: Decimal | None
    section: str
    quote: str
    note: str
    measure: str
    waits_for: str
    growth: Growth
    definition: str
    asks: tuple[str, ...]
    questions: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, reading: TargetReading, questions: tuple[str, ...]) -> Target:
        """`asks`: the questions without whose answer there is no verdict; `questions`: all that touch it."""
        return cls(
            key=table.text("key"),
            name=table.text("name"),
            value=table.number("value"),
            value_min=table.number("value_min"),
            value_max=table.number("value_max"),
            value_text=table.text("value_text"),
            unit=table.text("unit") or reading.unit,
            comparator=table.text("comparator"),
            reference=table.text("reference"),
            scope=table.text("scope"),
            deadline=table.text("deadline"),
            deadline_inferred=table.says("deadline_inferred"),
            threshold=table.number("threshold"),
            threshold_unit=table.text("threshold_unit"),
            age_min=table.number("age_min"),
            age_max=table.number("age_max"),
            section=table.text("section"),
            quote=table.text("quote"),
            note=table.text("note"),
            measure=reading.measure,
            waits_for=reading.waits_for,
            growth=reading.growth,
            definition=reading.definition,
            asks=reading.asks,
            questions=questions,
        )

    @property
    def deadline_day(self) -> date | None:
        """The last day of the month or of the year that the document names."""
        if not self.deadline:
            return None
        return Month.parse(self.deadline if "-" in self.deadline else f"{self.deadline}-12").last_day

    @property
    def goal(self) -> Goal | None:
        """None where the document gives no number: above some average, or 基本覆盖."""
        if self.comparator == RANGE and self.value_min is not None:
            return Goal(self.value_min, at_most=self.value_max)
        if self.value is not None:
            return Goal(self.value, must_exceed=self.comparator == ">")
        return _GOALS_IN_COMPARATOR.get(self.comparator)

    @property
    def planned(self) -> str:
        """Ready to show beside the unit: 21, ≥ 1,500, 1—3, 全覆盖, 高于全省农村平均水平."""
        if self.comparator == ABOVE_REFERENCE:
            return f"高于{self.reference}"
        if self.value_min is not None and self.value_max is not None:
            return f"{number_words(self.value_min)}—{number_words(self.value_max)}"
        if self.value is not None:
            return _with_sign(self.comparator, self.value)
        if self.comparator == ">=1":
            return _with_sign(">=", Decimal(1))
        return self.value_text


# Some targets are words in the document (一个, 全覆盖); their number stands in the comparator.
_GOALS_IN_COMPARATOR = {">=1": Goal(Decimal(1)), "=100%": Goal(Decimal(100))}


def _with_sign(comparator: str, value: Decimal) -> str:
    return f"{_SIGNS.get(comparator, '')} {number_words(value)}".strip()
