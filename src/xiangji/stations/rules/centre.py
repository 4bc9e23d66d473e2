"""What a centre or a park holds (STA-03, STA-10): zones with their area, and who has settled there."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from xiangji.stations.rules.register import LARGEST_AREA, StationKind, StationRefused

SUPPORT_LENGTH = 200
HOLDERS = frozenset({StationKind.CENTRE, StationKind.PARK})


class ZoneKind(StrEnum):
    OFFICE = "office"
    DISTRIBUTION = "distribution"
    MAKERS = "makers"
    TRAINING = "training"
    LIVE = "live"
    DISPLAY = "display"
    INCUBATION = "incubation"
    SERVICE = "service"
    EXPERIENCE = "experience"
    STUDIO = "studio"
    DATA = "data"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _ZONES[self]


_ZONES = {
    ZoneKind.OFFICE: "综合办公区",
    ZoneKind.DISTRIBUTION: "网货分销中心",
    ZoneKind.MAKERS: "创客中心",
    ZoneKind.TRAINING: "会议（培训）中心",
    ZoneKind.LIVE: "网络直播中心",
    ZoneKind.DISPLAY: "产品展示区",
    ZoneKind.INCUBATION: "创客孵化区",
    ZoneKind.SERVICE: "公共服务区",
    ZoneKind.EXPERIENCE: "线下体验馆",
    ZoneKind.STUDIO: "产品拍摄区",
    ZoneKind.DATA: "数据中心",
    ZoneKind.OTHER: "其他",
}


def check_holder(kind: StationKind, name: str) -> None:
    if kind not in HOLDERS:
        said = f"没有记。“{name}”是{kind.word}，功能区和入驻只记在中心和园区。"
        raise StationRefused("station_holds_nobody", said)


def check_area(area: int | None, taken: Iterable[int], whole: int | None, *, what: str) -> None:
    """All of a kind together are not larger than the house, where its area is known."""
    if area is None:
        return
    if not 1 <= area <= LARGEST_AREA:
        said = f"没有记。{what}的面积写的是{area}，应当是1到{LARGEST_AREA}之间的整数。"
        raise StationRefused("part_area_out_of_range", said)
    together = area + sum(taken)
    if whole is not None and together > whole:
        said = f"没有记。{what}合起来{together}平方米，比登记的面积{whole}平方米还大，请核对。"
        raise StationRefused("parts_larger_than_the_house", said)


def check_support(text: str) -> str:
    kept = text.strip()
    if len(kept) > SUPPORT_LENGTH or not kept.isprintable():
        said = f"没有记。得到的支持写了{len(kept)}个字，应当是一行、最多{SUPPORT_LENGTH}个字。"
        raise StationRefused("support_too_long", said)
    return kept
