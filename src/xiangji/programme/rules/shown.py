"""What the public reads of a publicity (公示): frozen when it began, whatever it was that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xiangji.core.values import Money

TITLE_LENGTH = 200


class Kind(StrEnum):
    """What is shown (POR-07)."""

    PLAN = "plan"
    PROJECT = "project"
    CONDITIONS = "conditions"
    CONSTRUCTION = "construction"
    AWARD = "award"
    CHANGE = "change"
    ACCEPTANCE = "acceptance"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Kind.PLAN: "方案",
    Kind.PROJECT: "项目",
    Kind.CONDITIONS: "遴选条件",
    Kind.CONSTRUCTION: "建设方案",
    Kind.AWARD: "中选结果",
    Kind.CHANGE: "变更",
    Kind.ACCEPTANCE: "验收结果",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said: a name that machines know, a label, and the words."""

    key: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Sum:
    key: str
    name: str
    money: Money


@dataclass(frozen=True, slots=True)
class Body:
    """The words in their order, and the sums of money, if there are any."""

    rows: tuple[Said, ...]
    sums: tuple[Sum, ...] = ()

    @property
    def total(self) -> Money:
        return Money.sum(each.money for each in self.sums)

    def words_of(self, key: str) -> str:
        return next((each.words for each in self.rows if each.key == key), "")

    @property
    def json(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "rows": [{"key": each.key, "name": each.name, "words": each.words} for each in self.rows],
            "sums": [{"key": each.key, "name": each.name, "fen": each.money.fen} for each in self.sums],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Sequence[Mapping[str, Any]]]) -> Body:
        return cls(
            rows=tuple(Said(each["key"], each["name"], each["words"]) for each in kept["rows"]),
            sums=tuple(Sum(each["key"], each["name"], Money(each["fen"])) for each in kept["sums"]),
        )
