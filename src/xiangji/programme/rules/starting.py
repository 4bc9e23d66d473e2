"""What must stand before work begins (开工条件): each condition with its clause, met or missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from xiangji.core.errors import Refused
from xiangji.programme.rules.clauses import hardness_of
from xiangji.programme.rules.table import Table
from xiangji.programme.rules.words import day_words

REASON_LENGTH = 500
Weight = Literal["block", "warn", "unasked"]


class StartRefused(Refused):
    """Work that may not begin yet."""


class Key(StrEnum):
    """The conditions in the order in which they come about."""

    IN_FORCE = "in_force"
    CONDITIONS = "conditions"
    SELECTION = "selection"
    LEGAL_PERSON = "legal_person"
    CONSTRUCTION = "construction"
    OPERATION = "operation"
    INFORMATION = "information"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Key.IN_FORCE: "项目已经生效",
    Key.CONDITIONS: "建设内容和承办企业条件公示过",
    Key.SELECTION: "承办企业依法选定，公示无异议",
    Key.LEGAL_PERSON: "承办单位是企业法人，有档案",
    Key.CONSTRUCTION: "项目建设方案批准并公示",
    Key.OPERATION: "签了建设运营协议",
    Key.INFORMATION: "签了信息报送协议",
}
# Whatever the plan says: the project's own publicity, and that contractors are legal-person enterprises.
ALWAYS = frozenset({Key.IN_FORCE, Key.LEGAL_PERSON})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan asks before work begins, with its words; 原则上 warns, everything else blocks."""

    key: Key
    weight: Weight
    clause: str
    quote: str

    @classmethod
    def of(cls, table: Table) -> Asked:
        return cls(
            key=Key(table.text("key")),
            weight=hardness_of(table),
            clause=table.text("section"),
            quote=table.text("quote"),
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """Whether a condition stands, and what can be said of it."""

    is_met: bool
    said: str


@dataclass(frozen=True, slots=True)
class Condition:
    key: Key
    is_met: bool
    said: str
    weight: Weight
    clause: str
    quote: str

    @property
    def word(self) -> str:
        return self.key.word

    @property
    def kind(self) -> Literal["ok", "warn", "bad", "info"]:
        """How it is marked: what nobody asks for stops nobody."""
        if self.is_met:
            return "ok"
        return {"block": "bad", "warn": "warn", "unasked": "info"}[self.weight]  # type: ignore[return-value]

    @property
    def verdict(self) -> str:
        if self.is_met:
            return "有了"
        return {"block": "还缺", "warn": "还缺，要写理由", "unasked": "方案没有要求"}[self.weight]


def conditions(facts: Mapping[Key, Fact], asked: Sequence[Asked]) -> tuple[Condition, ...]:
    """All of them, each with what the plan says; silence of the plan asks for nothing."""
    by_key = {each.key: each for each in asked}
    return tuple(_condition(key, facts[key], by_key.get(key)) for key in Key)


def _condition(key: Key, fact: Fact, asked: Asked | None) -> Condition:
    weight: Weight = "block" if key in ALWAYS else (asked.weight if asked else "unasked")
    clause, quote = (asked.clause, asked.quote) if asked else ("", "")
    return Condition(key, fact.is_met, fact.said, weight, clause, quote)


def missing(found: Sequence[Condition], weight: Weight) -> tuple[Condition, ...]:
    return tuple(each for each in found if not each.is_met and each.weight == weight)


def check_start(found: Sequence[Condition], reason: str) -> tuple[str, tuple[Condition, ...]]:
    """Refuses what blocks, asks a reason for what warns; gives the reason and what it was given for."""
    blocking, warning = missing(found, "block"), missing(found, "warn")
    if blocking:
        said = f"没有开工。还缺{len(blocking)}项：{_named(blocking)}。办齐了再开工。"
        raise StartRefused("start_conditions_missing", said)
    kept = reason.strip()
    if len(kept) > REASON_LENGTH:
        said = f"没有开工。理由有{len(kept)}个字，最多{REASON_LENGTH}个字。"
        raise StartRefused("start_reason_too_long", said)
    if "\x00" in kept:
        raise StartRefused("start_reason_not_readable", "没有开工。理由里有不能显示的字符，请重新写。")
    if warning and not kept:
        said = (
            f"没有开工。方案原则上还要{len(warning)}项：{_named(warning)}。先办齐，或者写明为什么现在开工。"
        )
        raise StartRefused("start_needs_a_reason", said)
    return kept, warning


def _named(found: Sequence[Condition]) -> str:
    """Each with its clause, so that the contractor can look it up."""
    return "；".join(f"{each.word}（{each.clause}）" if each.clause else each.word for each in found)


def check_day(started_on: date, *, today: date, in_force_on: date | None) -> None:
    if started_on > today:
        said = f"没有开工。日期写的是{day_words(started_on)}，还没有到；开工那天再登记。"
        raise StartRefused("start_in_time_to_come", said)
    if in_force_on and started_on < in_force_on:
        said = f"没有开工。日期写的是{day_words(started_on)}，项目{day_words(in_force_on)}才生效，请核对。"
        raise StartRefused("start_before_in_force", said)
