"""What a check of a station asks: the four unities (四统一, STA-25) and the sign board (STA-26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused

BOARD = "国家电子商务进农村综合示范"
NOTE_LENGTH = 200


class Asked(StrEnum):
    """One question of the checklist."""

    MANAGEMENT = "management"
    IMAGE = "image"
    LOGO = "logo"
    SERVICE = "service"
    BOARD = "board"

    @property
    def word(self) -> str:
        return {
            "management": "统一管理",
            "image": "统一形象",
            "logo": "统一标识",
            "service": "统一服务",
            "board": f"牌匾左上角有“{BOARD}”字样",
        }[self]


@dataclass(frozen=True, slots=True)
class Answers:
    """Whether each was found so on the day."""

    management: bool
    image: bool
    logo: bool
    service: bool
    board: bool

    @property
    def lacking(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in Asked if not getattr(self, asked.value))

    @property
    def pairs(self) -> tuple[tuple[Asked, bool], ...]:
        return tuple((asked, bool(getattr(self, asked.value))) for asked in Asked)


def check_sheet(answers: Answers, note: str, day: date, *, today: date) -> str:
    """The note as it is kept: what is lacking is said in words, and nobody has seen tomorrow."""
    if day > today:
        said = f"没有记。检查的日子{day}还没有到，应当不晚于{today}。"
        raise StationRefused("check_in_the_future", said)
    kept = note.strip()
    if len(kept) > NOTE_LENGTH or not kept.isprintable():
        said = f"没有记。说明写了{len(kept)}个字，应当是一行、最多{NOTE_LENGTH}个字。"
        raise StationRefused("check_note_too_long", said)
    if answers.lacking and not kept:
        words = "、".join(asked.word for asked in answers.lacking)
        said = f"没有记。没做到的（{words}），请写一句差在哪里。"
        raise StationRefused("check_without_note", said)
    return kept
