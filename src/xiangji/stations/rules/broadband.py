"""Broadband of villages and of who gets it cheaper (宽带, STA-47).

Haifeng's plan: fibre to the village of at least 10 Mbps, every village, and a preferential tariff for parks,
logistics centres, firms and points. Other plans name no figure; then the same one is shown as a comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangji.stations.rules.register import FASTEST, StationRefused

LEAST_MBPS = 10
CLAUSE = "海丰四（七）"
QUOTE = "采用光纤到村的宽带接入能力不低于 10Mbps"
TARIFF_QUOTE = "对县城电子商务园区、产业园、物流配送中心、电商企业、村级电子商务服务点的宽带资费给予优惠"
NAME_LENGTH, NOTE_LENGTH = 60, 200


class Whose(StrEnum):
    """Whose line it is: a village's, or that of somebody for whom the tariff may be lower."""

    VILLAGE = "village"
    POINT = "point"
    PARK = "park"
    LOGISTICS = "logistics"
    FIRM = "firm"

    @property
    def word(self) -> str:
        return {
            "village": "村",
            "point": "村级电子商务服务点",
            "park": "电子商务园区、产业园",
            "logistics": "物流配送中心",
            "firm": "电商企业",
        }[self]


class Tariff(StrEnum):
    UNKNOWN = "unknown"
    ORDINARY = "ordinary"
    REDUCED = "reduced"
    FREE = "free"

    @property
    def word(self) -> str:
        return {"unknown": "没有问过", "ordinary": "按原价", "reduced": "有优惠", "free": "免费"}[self]

    @property
    def is_preferential(self) -> bool:
        return self in {Tariff.REDUCED, Tariff.FREE}


@dataclass(frozen=True, slots=True)
class Line:
    """A broadband line as it was found on a day; `mbps` 0: there is none."""

    whose: Whose
    name: str
    mbps: int
    has_fibre: bool
    tariff: Tariff
    note: str = ""

    @property
    def reaches(self) -> bool:
        return reaches(self.mbps, has_fibre=self.has_fibre)


def reaches(mbps: int, *, has_fibre: bool, least: int = LEAST_MBPS) -> bool:
    """Fibre, and at least so many Mbps."""
    return has_fibre and mbps >= least


def tidy(line: Line, day: date, *, today: date) -> Line:
    name, note = line.name.strip(), line.note.strip()
    for title, text, longest in (("名称", name, NAME_LENGTH), ("说明", note, NOTE_LENGTH)):
        if len(text) > longest or not text.isprintable():
            said = f"没有记。{title}写了{len(text)}个字，应当是一行、最多{longest}个字。"
            raise StationRefused("broadband_text_too_long", said)
    if line.whose is not Whose.VILLAGE and not name:
        raise StationRefused("broadband_without_name", f"没有记。{line.whose.word}的宽带，请写是哪一家。")
    if not 0 <= line.mbps <= FASTEST:
        said = f"没有记。宽带写的是{line.mbps} Mbps，应当是0到{FASTEST}之间的整数，没有宽带写0。"
        raise StationRefused("broadband_out_of_range", said)
    if day > today:
        raise StationRefused("broadband_in_the_future", f"没有记。日子{day}还没有到，应当不晚于{today}。")
    if line.tariff.is_preferential and not note:
        raise StationRefused("tariff_without_words", "没有记。资费有优惠的，请写是什么优惠、谁给的。")
    return Line(line.whose, "" if line.whose is Whose.VILLAGE else name, *_rest(line), note)


def _rest(line: Line) -> tuple[int, bool, Tariff]:
    return line.mbps, line.has_fibre, line.tariff


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a village's broadband: from its own record, or from the station that stands in it."""

    mbps: int
    has_fibre: bool
    source: str

    @property
    def reaches(self) -> bool:
        return reaches(self.mbps, has_fibre=self.has_fibre)


def of_village(own: Known | None, station: Known | None) -> Known | None:
    """The village's own record before the station's; None: nobody has said."""
    return own or station


def shares(known: Mapping[str, Known | None]) -> tuple[int, int, int]:
    """How many villages reach the figure, fall short of it, and are not known."""
    reached = sum(one is not None and one.reaches for one in known.values())
    unknown = sum(one is None for one in known.values())
    return reached, len(known) - reached - unknown, unknown
