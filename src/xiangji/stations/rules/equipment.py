"""What stands in a station (设备, STA-46), who works there (STA-50), and what was found of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangji.core.values import Money
from xiangji.stations.rules.register import LINE_LENGTH, StationRefused

SERIAL_LENGTH, NOTE_LENGTH, DUTY_LENGTH = 60, 200, 60
STALE_DAYS = 180
SHOWN = 8
FREE = Money(0)


class EquipmentKind(StrEnum):
    COMPUTER = "computer"
    MOBILE = "mobile"
    SCREEN = "screen"
    BOARD_INDOOR = "board_indoor"
    BOARD_OUTDOOR = "board_outdoor"
    COUNTER = "counter"
    LOCKER = "locker"
    FURNITURE = "furniture"
    VIDEO = "video"
    EBIKE = "ebike"
    NETWORK = "network"
    FITTING = "fitting"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _KINDS[self]


_KINDS = {
    EquipmentKind.COMPUTER: "电脑",
    EquipmentKind.MOBILE: "移动终端",
    EquipmentKind.SCREEN: "大屏显示器",
    EquipmentKind.BOARD_INDOOR: "室内牌匾",
    EquipmentKind.BOARD_OUTDOOR: "室外牌匾",
    EquipmentKind.COUNTER: "产品展示柜台",
    EquipmentKind.LOCKER: "物流柜",
    EquipmentKind.FURNITURE: "办公桌椅",
    EquipmentKind.VIDEO: "远程视频会议设备",
    EquipmentKind.EBIKE: "配送电动车",
    EquipmentKind.NETWORK: "网络设备",
    EquipmentKind.FITTING: "装修装饰",
    EquipmentKind.OTHER: "其他",
}


class Finding(StrEnum):
    """What an inspection found."""

    GOOD = "good"
    BROKEN = "broken"
    MISSING = "missing"

    @property
    def word(self) -> str:
        return {"good": "完好", "broken": "坏了", "missing": "不见了"}[self]


class Role(StrEnum):
    HEAD = "head"
    OPERATOR = "operator"
    TALENT = "talent"
    LEADER = "leader"
    MAKER = "maker"

    @property
    def word(self) -> str:
        return {
            "head": "站长",
            "operator": "操作员",
            "talent": "电商达人",
            "leader": "致富带头人",
            "maker": "乡村创客",
        }[self]


@dataclass(frozen=True, slots=True)
class Thing:
    """A piece of equipment as it is written down."""

    kind: EquipmentKind
    serial: str = ""
    bought_on: date | None = None
    cost: Money = FREE
    budget_line: str = ""


def tidy(thing: Thing, *, today: date) -> Thing:
    serial, line = thing.serial.strip().upper(), thing.budget_line.strip()
    for title, text, longest in (("序列号", serial, SERIAL_LENGTH), ("预算行", line, LINE_LENGTH)):
        if len(text) > longest or not text.isprintable():
            said = f"没有登记。{title}写了{len(text)}个字，应当是一行、最多{longest}个字。"
            raise StationRefused("equipment_text_too_long", said)
    if thing.bought_on is not None and thing.bought_on > today:
        said = f"没有登记。购买日期{thing.bought_on}还没有到，应当不晚于{today}。"
        raise StationRefused("equipment_bought_in_the_future", said)
    if thing.cost.fen < 0:
        raise StationRefused("equipment_cost_below_zero", "没有登记。价格应当是不小于零的金额。")
    return Thing(thing.kind, serial, thing.bought_on, thing.cost, line)


def check_day(day: date, *, not_before: date | None, today: date, undone: str) -> None:
    if day > today or (not_before is not None and day < not_before):
        since = f"不早于{not_before}、" if not_before else ""
        raise StationRefused(
            "equipment_day_is_wrong", f"{undone}。日子写的是{day}，应当{since}不晚于{today}。"
        )


def check_note(finding: Finding, note: str) -> str:
    """What is broken or missing says how."""
    kept = note.strip()
    if len(kept) > NOTE_LENGTH or not kept.isprintable():
        said = f"没有记。说明写了{len(kept)}个字，应当是一行、最多{NOTE_LENGTH}个字。"
        raise StationRefused("inspection_note_too_long", said)
    if finding is not Finding.GOOD and not kept:
        raise StationRefused("inspection_without_note", f"没有记。{finding.word}的，请写一句怎么回事。")
    return kept


def check_nothing_stands(name: str, standing: Sequence[str]) -> None:
    """A station with equipment in it does not close (STA-46)."""
    if standing:
        more = f"等{len(standing)}件" if len(standing) > SHOWN else ""
        said = f"没有关闭。“{name}”还有设备：{'、'.join(standing[:SHOWN])}{more}，请先调走或者报废。"
        raise StationRefused("station_has_equipment", said)
