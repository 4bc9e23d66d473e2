"""The contractor's upkeep (运维, STA-48): what was upgraded, mended, taught, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangji.core.values import Money
from xiangji.stations.rules.register import StationRefused

WORDS_LENGTH = 300
# The plan of Wangkui, four (two); other counties sign their own sum.
QUOTE = "承建企业投入50万元，主要用于站（点）管理系统维护升级、培训指导、培养电商达人、致富带头人等"
CLAUSE = "望奎四（二）"


class UpkeepKind(StrEnum):
    UPGRADE = "upgrade"
    SYSTEM = "system"
    REPAIR = "repair"
    GUIDANCE = "guidance"
    TALENTS = "talents"

    @property
    def word(self) -> str:
        return {
            "upgrade": "站点管理系统升级",
            "system": "站点管理系统维护",
            "repair": "设备维修",
            "guidance": "培训指导",
            "talents": "培养电商达人、致富带头人",
        }[self]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on a day, in words; `cost` is what the contractor paid for it."""

    kind: UpkeepKind
    day: date
    words: str
    cost: Money


def tidy(work: Work, *, today: date) -> Work:
    words = work.words.strip()
    if not 1 <= len(words) <= WORDS_LENGTH or not words.isprintable():
        said = f"没有记。做了什么写了{len(words)}个字，应当是一行、1到{WORDS_LENGTH}个字。"
        raise StationRefused("upkeep_words_out_of_range", said)
    if work.day > today:
        raise StationRefused(
            "upkeep_in_the_future", f"没有记。日子写的是{work.day}，还没有到，应当不晚于{today}。"
        )
    if work.cost.fen < 0:
        raise StationRefused("upkeep_cost_below_zero", "没有记。花费应当是不小于零的金额。")
    return Work(work.kind, work.day, words, work.cost)
