"""Single clauses of a plan as data: limits, promises, phases, duties. Each keeps the words it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xiangji.core.values import Month
from xiangji.programme.rules.table import Table

Hardness = Literal["block", "warn"]


HARDNESS_WORDS: Mapping[Hardness, str] = {"warn": "原则上", "block": "硬性"}
_MISSED = {"<=": "超出时", "<": "超出时", ">=": "低于时", ">": "低于时"}


def consequence_of(comparator: str, hardness: Hardness) -> str:
    """What happens when the limit is not kept, as a sentence."""
    then = "提醒，写明理由可以继续" if hardness == "warn" else "挡住"
    return f"{_MISSED.get(comparator, '不符时')}{then}。"


def hardness_of(table: Table) -> Hardness:
    """原则上 makes a rule soft: it asks for a reason. Without these words it stops."""
    return "warn" if table.says("principle") else "block"


@dataclass(frozen=True, slots=True)
class RatioRule:
    """A share of the money with a limit (比例上限、下限), as expressions over budget cells."""

    key: str
    name: str
    numerator: str
    denominator: str
    comparator: str
    limit: Decimal
    unit: str
    hardness: Hardness
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> RatioRule:
        return cls(
            key=table.text("key"),
            name=table.text("name"),
            numerator=table.text("numerator"),
            denominator=table.text("denominator"),
            comparator=table.text("comparator"),
            limit=table.exact("limit"),
            unit=table.text("unit"),
            hardness=hardness_of(table),
            section=table.text("section"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """A limit on one grant (补助标准): per station, per order, or over some years."""

    key: str
    name: str
    per: str
    limit: Decimal | None
    unit: str
    comparator: str
    period: str
    formula: str
    hardness: Hardness
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> SubsidyRule:
        return cls(
            key=table.text("key"),
            name=table.text("name"),
            per=table.text("per"),
            limit=table.number("limit"),
            unit=table.text("unit"),
            comparator=table.text("comparator"),
            period=table.text("period"),
            formula=table.text("formula"),
            hardness=hardness_of(table),
            section=table.text("section"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """How money leaves (拨付): in advance, by the month, after acceptance."""

    key: str
    kind: str
    value: Decimal | None
    unit: str
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> PaymentRule:
        return cls(
            key=table.text("key"),
            kind=table.text("kind"),
            value=table.number("value"),
            unit=table.text("unit"),
            section=table.text("section"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """What must be reached before a step may begin (门槛)."""

    key: str
    name: str
    value: Decimal | None
    unit: str
    comparator: str
    also: str
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> ThresholdRule:
        return cls(
            key=table.text("key"),
            name=table.text("name"),
            value=table.number("value"),
            unit=table.text("unit"),
            comparator=table.text("comparator"),
            also=table.text("also"),
            section=table.text("section"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """A time limit of delivery (时限): from where, to where, how many hours."""

    key: str
    start: str
    end: str
    hours: int
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> Promise:
        return cls(
            key=table.text("key"),
            start=table.text("from"),
            end=table.text("to"),
            hours=table.whole("hours"),
            section=table.text("section"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A time limit or a rhythm of office work (期限、频次)."""

    key: str
    value: Decimal | None
    unit: str
    who: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> TimeRule:
        return cls(
            key=table.text("key"),
            value=table.number("value"),
            unit=table.text("unit"),
            who=table.text("who"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the plan (阶段) in month precision. `end_text` is an open end that names an event."""

    seq: int
    name: str
    start: Month
    end: Month | None
    start_precision: str
    end_precision: str
    end_text: str
    quote: str
    tasks: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, tasks: tuple[str, ...]) -> Phase:
        return cls(
            seq=table.whole("seq"),
            name=table.text("name"),
            start=Month.parse(table.text("start")),
            end=table.month("end"),
            start_precision=table.text("start_precision"),
            end_precision=table.text("end_precision"),
            end_text=table.text("end_text"),
            quote=table.text("quote"),
            tasks=tasks,
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A task with its responsible units (责任单位); the first one leads where the document says so."""

    name: str
    units: tuple[str, ...]
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> Task:
        return cls(table.text("name"), table.texts("units"), table.text("section"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class Unit:
    """An office with a duty (单位)."""

    name: str
    duty: str
    leads: bool
    quote: str

    @classmethod
    def of(cls, table: Table) -> Unit:
        return cls(table.text("name"), table.text("duty"), table.says("lead"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class Role:
    """A post or a kind of partner (岗位、角色)."""

    name: str
    holder: str
    criteria: tuple[str, ...]
    quote: str

    @classmethod
    def of(cls, table: Table) -> Role:
        return cls(table.text("name"), table.text("holder"), table.texts("criteria"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What must be made public, and where (公开)."""

    items: tuple[str, ...]
    where: str
    is_minimum: bool
    quote: str

    @classmethod
    def of(cls, table: Table) -> Disclosure:
        return cls(table.texts("items"), table.text("where"), table.says("minimum"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class Condition:
    """A duty without a number (要求)."""

    key: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> Condition:
        return cls(table.text("key"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class Negative:
    """What the money must not be spent on, or what must not be done (负面清单)."""

    item: str
    kind: str
    funds: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> Negative:
        return cls(table.text("item"), table.text("kind"), table.text("funds"), table.text("quote"))


@dataclass(frozen=True, slots=True)
class NamedList:
    """An enumeration of the document (列举), such as the functions of a centre."""

    key: str
    items: tuple[str, ...]
    quote: str

    @classmethod
    def of(cls, table: Table) -> NamedList:
        return cls(table.text("key"), table.texts("items"), table.text("quote"))
