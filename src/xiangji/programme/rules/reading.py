"""Our own words beside a document (读法文件): what we think it means, and what we must ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from xiangji.programme.rules.table import Table

Growth = Literal["", "rate", "level", "unsaid"]


@dataclass(frozen=True, slots=True)
class Decides:
    """Who answers the questions of this document (由谁定)."""

    who: str
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> Decides:
        return cls(table.text("who"), table.text("section"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class BasisReading:
    """Which rules a legal basis justifies, and whether the document itself says so."""

    number: str
    title: str
    tier: str
    justifies: tuple[str, ...]
    is_said: bool
    because: str

    @classmethod
    def of(cls, table: Table) -> BasisReading:
        return cls(
            number=table.text("number"),
            title=table.text("title"),
            tier=table.text("tier"),
            justifies=table.texts("justifies"),
            is_said=table.says("said"),
            because=table.text("because"),
        )


@dataclass(frozen=True, slots=True)
class TargetReading:
    """Which figure shows a target, who must register it, and what growth means (INS-07)."""

    measure: str
    waits_for: str
    unit: str
    growth: Growth
    definition: str
    asks: tuple[str, ...]

    @classmethod
    def of(cls, table: Table) -> TargetReading:
        return cls(
            measure=table.text("measure"),
            waits_for=table.text("waits_for"),
            unit=table.text("unit"),
            growth=cast("Growth", table.text("growth")),
            definition=table.text("definition"),
            asks=table.texts("asks"),
        )


@dataclass(frozen=True, slots=True)
class RuleReading:
    """A short name and a remark for a rule, and the questions that touch it."""

    key: str
    short: str
    remark: str
    asks: tuple[str, ...]

    @classmethod
    def of(cls, table: Table) -> RuleReading:
        return cls(table.text("key"), table.text("short"), table.text("remark"), table.texts("asks"))


@dataclass(frozen=True, slots=True)
class CapPart:
    """So many stations of one kind, at most so much for each."""

    rule: str
    count: str
    word: str

    @classmethod
    def of(cls, table: Table) -> CapPart:
        return cls(table.text("rule"), table.text("count"), table.text("word"))


@dataclass(frozen=True, slots=True)
class Cap:
    """Σ count × cap against one amount of the budget (PRG-44)."""

    key: str
    name: str
    against: str
    parts: tuple[CapPart, ...]
    asks: tuple[str, ...]

    @classmethod
    def of(cls, table: Table) -> Cap:
        return cls(
            key=table.text("key"),
            name=table.text("name"),
            against=table.text("against"),
            parts=tuple(CapPart.of(part) for part in table.tables("part")),
            asks=table.texts("asks"),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that follows from the document, or two of its numbers that must agree."""

    key: str
    name: str
    sum: str
    unit: str
    remark: str

    @classmethod
    def of(cls, table: Table) -> Figure:
        return cls(
            key=table.text("key"),
            name=table.text("name"),
            sum=table.text("sum"),
            unit=table.text("unit"),
            remark=table.text("remark"),
        )


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """One way to read the passage, with the sums that follow from it."""

    title: str
    sentence: str
    sums: tuple[str, ...]
    unit: str

    @classmethod
    def of(cls, table: Table) -> QuestionReading:
        return cls(table.text("title"), table.text("sentence"), table.texts("sums"), table.text("unit"))


@dataclass(frozen=True, slots=True)
class Question:
    """A passage that can be read in two ways (存疑)."""

    key: str
    arithmetic: int | None
    title: str
    why: str
    clauses: tuple[str, ...]
    quotes: tuple[str, ...]
    concerns: tuple[str, ...]
    is_about_money: bool
    who: str
    section: str
    readings: tuple[QuestionReading, ...]

    @classmethod
    def of(cls, table: Table) -> Question:
        number = table.number("arithmetic")
        return cls(
            key=table.text("key"),
            arithmetic=None if number is None else int(number),
            title=table.text("title"),
            why=table.text("why"),
            clauses=table.texts("clauses"),
            quotes=table.texts("quotes"),
            concerns=table.texts("concerns"),
            is_about_money=table.says("money"),
            who=table.text("who"),
            section=table.text("section"),
            readings=tuple(QuestionReading.of(reading) for reading in table.tables("reading")),
        )


@dataclass(frozen=True, slots=True)
class LineReading:
    """A line of the money in the annex of the plan: how its contractor is chosen, in its words; and in ours,
    shorter, what is built and to which effect."""

    key: str
    chosen: str
    content: str
    goal: str

    @classmethod
    def of(cls, table: Table) -> LineReading:
        return cls(table.text("key"), table.text("chosen"), table.text("content"), table.text("goal"))
