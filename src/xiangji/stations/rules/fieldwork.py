"""What stations do beside the counter: activities (STA-22, STA-42), local products (STA-43), and the
services of the smart village that run on them (STA-44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused

NAME_LENGTH, WORDS_LENGTH = 60, 300
MOST_PEOPLE, MOST_QUANTITY = 100_000, 100_000_000
MONTHS = 12


class ActivityKind(StrEnum):
    PUBLICITY = "publicity"
    NEWS = "news"
    TEACHING = "teaching"
    OTHER = "other"

    @property
    def word(self) -> str:
        return {
            "publicity": "宣传站点",
            "news": "讲电商资讯",
            "teaching": "普及培训",
            "other": "其他活动",
        }[self]


class Unit(StrEnum):
    KILOGRAM = "kilogram"
    TON = "ton"
    PIECE = "piece"
    HEAD = "head"

    @property
    def word(self) -> str:
        return {"kilogram": "公斤", "ton": "吨", "piece": "件", "head": "只"}[self]


@dataclass(frozen=True, slots=True)
class Held:
    """An activity as it is written down."""

    kind: ActivityKind
    day: date
    title: str
    people: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Grown:
    """A product of a village: when there is some, and how much in a year."""

    name: str
    first_month: int
    last_month: int
    quantity: int
    unit: Unit
    words: str = ""
    is_one_village: bool = False

    @property
    def season(self) -> str:
        """Over the turn of the year where it ends before it begins."""
        if (self.last_month - self.first_month) % MONTHS == MONTHS - 1:
            return "全年"
        if self.first_month == self.last_month:
            return f"{self.first_month}月"
        turn = "次年" if self.last_month < self.first_month else ""
        return f"{self.first_month}月到{turn}{self.last_month}月"


def check_activity(held: Held, *, today: date) -> Held:
    title = line_of(held.title, "活动名称", NAME_LENGTH, required=True)
    words = line_of(held.words, "说明", WORDS_LENGTH)
    if held.day > today:
        said = f"没有记。活动的日子{held.day}还没有到，应当不晚于{today}。"
        raise StationRefused("activity_in_the_future", said)
    if not 1 <= held.people <= MOST_PEOPLE:
        said = f"没有记。参加人数写的是{held.people}，应当是1到{MOST_PEOPLE:,}之间的整数。"
        raise StationRefused("activity_without_people", said)
    return Held(held.kind, held.day, title, held.people, words)


def check_product(grown: Grown) -> Grown:
    name = line_of(grown.name, "产品名称", NAME_LENGTH, required=True)
    words = line_of(grown.words, "说明", WORDS_LENGTH)
    for month in (grown.first_month, grown.last_month):
        if not 1 <= month <= MONTHS:
            said = f"没有记。上市月份写的是{month}，应当是1到12之间的整数。"
            raise StationRefused("product_without_season", said)
    if not 1 <= grown.quantity <= MOST_QUANTITY:
        said = f"没有记。年产量写的是{grown.quantity}，应当是1到{MOST_QUANTITY:,}之间的整数。"
        raise StationRefused("product_without_quantity", said)
    return Grown(
        name,
        grown.first_month,
        grown.last_month,
        grown.quantity,
        grown.unit,
        words,
        grown.is_one_village,
    )


def line_of(text: str, title: str, longest: int, *, required: bool = False) -> str:
    """One line without spaces around it."""
    kept = text.strip()
    if required and not kept:
        raise StationRefused("fieldwork_text_missing", f"没有记。还没有写{title}。")
    if len(kept) > longest or not kept.isprintable():
        said = f"没有记。{title}写了{len(kept)}个字，应当是一行、最多{longest}个字。"
        raise StationRefused("fieldwork_text_too_long", said)
    return kept
