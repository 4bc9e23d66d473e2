"""How a head of a station is chosen (STA-21, STA-24): what is scored, and what the scores come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from xiangji.stations.rules.register import StationKind, StationRefused

LOWEST, HIGHEST = 1, 5
TEXT_LENGTH = 500
APPLICATIONS_A_DAY = 5
SOUGHT = (StationKind.TOWN_STATION, StationKind.VILLAGE_POINT)


class Criterion(StrEnum):
    COMMERCE = "commerce"
    BUSINESS = "business"
    DARING = "daring"
    ORGANISING = "organising"
    COOPERATING = "cooperating"
    BASIS = "basis"
    WILL = "will"
    QUICK = "quick"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Criterion.COMMERCE: "会电商",
    Criterion.BUSINESS: "懂经商",
    Criterion.DARING: "敢于创新创业",
    Criterion.ORGANISING: "具备组织管理能力",
    Criterion.COOPERATING: "配合程度高",
    Criterion.BASIS: "具备电商基础",
    Criterion.WILL: "创业意识",
    Criterion.QUICK: "思维灵活",
}
_OF = {
    StationKind.TOWN_STATION: (
        Criterion.COMMERCE,
        Criterion.BUSINESS,
        Criterion.DARING,
        Criterion.ORGANISING,
        Criterion.COOPERATING,
    ),
    StationKind.VILLAGE_POINT: (Criterion.BASIS, Criterion.WILL, Criterion.QUICK, Criterion.COOPERATING),
}


class TooManyApplications(StationRefused):
    status = 429

    def __init__(self) -> None:
        said = "没有收下。今天从这个网络来的申请太多了，请明天再来，或者到镇里当面申请。"
        super().__init__("too_many_applications", said)


def criteria(kind: StationKind) -> tuple[Criterion, ...]:
    return _OF[kind]


def check_marks(kind: StationKind, marks: Mapping[str, int]) -> dict[str, int]:
    """Each criterion of the kind once, from one to five."""
    wanted = [one.value for one in criteria(kind)]
    if set(marks) != set(wanted):
        words = "、".join(one.word for one in criteria(kind))
        said = f"没有打分。{kind.word}负责人要打的是：{words}，每项都要有。"
        raise StationRefused("marks_are_not_whole", said)
    for one in criteria(kind):
        if not LOWEST <= marks[one.value] <= HIGHEST:
            said = f"没有打分。“{one.word}”打的是{marks[one.value]}，应当是{LOWEST}到{HIGHEST}分。"
            raise StationRefused("mark_out_of_range", said)
    return {one: marks[one] for one in wanted}


def score(every: Iterable[Mapping[str, int]]) -> Fraction | None:
    """Out of a hundred: the mean over scorers and criteria; nobody has scored: none."""
    marks = [mark for each in every for mark in each.values()]
    return Fraction(sum(marks) * 100, len(marks) * HIGHEST) if marks else None


def check_text(text: str) -> str:
    kept = text.strip()
    if not 1 <= len(kept) <= TEXT_LENGTH or "\x00" in kept:
        said = f"没有收下。请写做过什么、为什么合适，1到{TEXT_LENGTH}个字。"
        raise StationRefused("application_without_text", said)
    return kept
