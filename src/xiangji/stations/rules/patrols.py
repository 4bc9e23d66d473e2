"""Patrols of stations (巡查, STA-48): what is looked at, what was found, and until when it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused

WORDS_LENGTH, MOST_PLANNED, MOST_A_DAY = 200, 100, 20
# Ours, where a plan names no time: a week to mend, four months to have a round seen.
DAYS_TO_MEND, DAYS_AHEAD, LONGEST_TO_MEND = 7, 120, 180
NEVER = date.min


class Item(StrEnum):
    """One line of the checklist; each with what a plan says of it."""

    OPEN = "open"
    DUTY = "duty"
    BOARD = "board"
    EQUIPMENT = "equipment"
    SERVICES = "services"
    RULES = "rules"
    RECORDS = "records"
    PUBLICITY = "publicity"
    SAFETY = "safety"

    @property
    def word(self) -> str:
        return _ITEMS[self][0]

    @property
    def quote(self) -> str:
        """In the words of the plan; empty where the line is ours."""
        return _ITEMS[self][1]

    @property
    def clause(self) -> str:
        return _ITEMS[self][2]


_ITEMS = {
    Item.OPEN: (
        "按公布的时间开门",
        "保证村级服务站具备“一站多业，自我造血”的存活率和生命力",
        "东港四（一）3",
    ),
    Item.DUTY: ("有人值班", "", ""),
    Item.BOARD: ("牌匾、标识在，没有破损", "按照要求设置统一牌匾", "滕州四（一）2"),
    Item.EQUIPMENT: ("设备在，能用", "配备电脑、WIFI等设施设备", "滕州四（一）2"),
    Item.SERVICES: ("公布的服务都办得了", "拓展便民生活、代买代卖、信息咨询等便民功能", "滕州四（一）2"),
    Item.RULES: ("制度上墙，照着做", "要认真执行货物收发管理、农产品收购等管理制度", "东港四（一）2"),
    Item.RECORDS: ("业务记录齐全", "", ""),
    Item.PUBLICITY: (
        "向村民讲过站点能办什么",
        "向村民宣传服务站（点）各项功能、电子商务资讯",
        "望奎四（二）",
    ),
    Item.SAFETY: ("用电、消防没有隐患", "", ""),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A station and the last day on which somebody looked at it; None: nobody ever did."""

    station: int
    code: str
    last: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a patrol: which line of the checklist, on which day."""

    patrol: int
    item: Item
    day: date


def round_of(
    stations: Iterable[Seen], *, count: int, a_day: int, days: Sequence[date]
) -> list[tuple[int, date]]:
    """Those not seen for longest, never seen ones first, so many a day on the given days."""
    longest = sorted(stations, key=lambda one: (one.last or NEVER, one.code))[:count]
    return [(one.station, days[at // a_day]) for at, one in enumerate(longest)]


def check_round(*, count: int, a_day: int, first: date, today: date) -> None:
    if not 1 <= count <= MOST_PLANNED or not 1 <= a_day <= MOST_A_DAY:
        said = f"没有排。一轮1到{MOST_PLANNED}个站点、一天1到{MOST_A_DAY}个，写的是{count}个、一天{a_day}个。"
        raise StationRefused("patrol_round_out_of_range", said)
    last = today + timedelta(days=DAYS_AHEAD)
    if not today <= first <= last:
        said = f"没有排。第一天写的是{first}，应当在{today}到{last}之间。"
        raise StationRefused("patrol_round_day_out_of_range", said)


def check_sheet(
    day: date, findings: Mapping[Item, str], note: str, due: date | None, *, today: date
) -> tuple[dict[Item, str], str]:
    """Findings without the empty ones, and the note; what was found is mended until a day."""
    if day > today:
        raise StationRefused("patrol_in_the_future", f"没有记。巡查的日子{day}还没有到，应当不晚于{today}。")
    kept = {item: text.strip() for item, text in findings.items() if text.strip()}
    for title, text in (*((item.word, text) for item, text in kept.items()), ("说明", note.strip())):
        if len(text) > WORDS_LENGTH or not text.isprintable():
            said = f"没有记。“{title}”写了{len(text)}个字，应当是一行、最多{WORDS_LENGTH}个字。"
            raise StationRefused("patrol_words_too_long", said)
    if kept:
        check_due(due, day)
    return kept, note.strip()


def check_due(due: date | None, day: date) -> date:
    last = day + timedelta(days=LONGEST_TO_MEND)
    if due is None or not day <= due <= last:
        written = f"写的是{due}" if due else "没有写"
        said = f"没有记。改好的期限{written}，应当在{day}到{last}之间。"
        raise StationRefused("patrol_due_day_is_wrong", said)
    return due


def check_follow_up(day: date, words: str, *, not_before: date, today: date) -> str:
    kept = words.strip()
    if not 1 <= len(kept) <= WORDS_LENGTH or not kept.isprintable():
        said = f"没有记。请写怎么改的、看到什么，一行、1到{WORDS_LENGTH}个字。"
        raise StationRefused("follow_up_without_words", said)
    if not not_before <= day <= today:
        said = f"没有记。复查的日子写的是{day}，应当在{not_before}到{today}之间。"
        raise StationRefused("follow_up_day_is_wrong", said)
    return kept


def repeated(found: Sequence[Found], patrol: int) -> dict[Item, int]:
    """Of a patrol: for the how-manieth time each of its findings was made at this station."""
    mine = {one.item: one.day for one in found if one.patrol == patrol}
    return {
        item: 1 + sum(one.item is item and (one.day, one.patrol) < (day, patrol) for one in found)
        for item, day in mine.items()
    }
