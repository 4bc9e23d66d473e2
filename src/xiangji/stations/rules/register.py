"""What a station is (站点): its kinds, its hosts, how it came to be, and what may be written of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.core.errors.files import shown
from xiangji.core.values import Level

CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{1,19}")
CODE_LENGTH, NAME_LENGTH, ADDRESS_LENGTH, HOURS_LENGTH, PHONE_LENGTH, LINE_LENGTH = 20, 60, 120, 100, 30, 80
LARGEST_AREA, FASTEST = 1_000_000, 100_000


class StationRefused(Refused):
    """A station or something of it cannot be so."""


class StationKind(StrEnum):
    CENTRE = "centre"
    PARK = "park"
    TOWN_STATION = "town_station"
    VILLAGE_POINT = "village_point"

    @property
    def word(self) -> str:
        return _KINDS[self]

    @property
    def levels(self) -> tuple[Level, ...]:
        """Where it can stand: in a village, in a town, or in the county with its parts."""
        if self is StationKind.VILLAGE_POINT:
            return (Level.VILLAGE,)
        if self is StationKind.TOWN_STATION:
            return (Level.TOWN, Level.VILLAGE)
        return (Level.COUNTY, Level.TOWN, Level.VILLAGE)


class Host(StrEnum):
    """Whose outlet it is in (STA-31)."""

    POST = "post"
    SUPPLY_COOP = "supply_coop"
    EXPRESS = "express"
    BANK = "bank"
    GOVERNMENT_DESK = "government_desk"
    SUPERMARKET = "supermarket"
    FARM_STORE = "farm_store"
    TOWN_STORE = "town_store"
    INPUT_STORE = "input_store"
    INFORMATION_STATION = "information_station"
    COOPERATIVE = "cooperative"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _HOSTS[self]


class Build(StrEnum):
    NEW = "new"
    UPGRADE = "upgrade"
    INTEGRATED = "integrated"

    @property
    def word(self) -> str:
        return {"new": "新建", "upgrade": "升级改造", "integrated": "整合"}[self]


_KINDS = {
    StationKind.CENTRE: "县级公共服务中心",
    StationKind.PARK: "电商园区",
    StationKind.TOWN_STATION: "镇级服务站",
    StationKind.VILLAGE_POINT: "村级服务点",
}
_HOSTS = {
    Host.POST: "村邮站、邮政网点",
    Host.SUPPLY_COOP: "供销社网点",
    Host.EXPRESS: "快递网点",
    Host.BANK: "金融网点",
    Host.GOVERNMENT_DESK: "政务服务点",
    Host.SUPERMARKET: "商超",
    Host.FARM_STORE: "“万村千乡”农家店",
    Host.TOWN_STORE: "“千县万村”服务站",
    Host.INPUT_STORE: "农资店",
    Host.INFORMATION_STATION: "村级信息服务站",
    Host.COOPERATIVE: "专业合作社",
    Host.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class Description:
    """What is written of a station beside its code, kind and place; the phone is a public one."""

    name: str
    host: Host
    build: Build
    address: str = ""
    area_m2: int | None = None
    hours: str = ""
    phone: str = ""
    broadband_mbps: int | None = None
    has_fibre: bool = False
    budget_line: str = ""


_LONGEST = {
    "name": ("名称", NAME_LENGTH),
    "address": ("地址", ADDRESS_LENGTH),
    "hours": ("营业时间", HOURS_LENGTH),
    "phone": ("服务电话", PHONE_LENGTH),
    "budget_line": ("预算行", LINE_LENGTH),
}


def code_of(typed: str, *, undone: str = "没有登记") -> str:
    """The code on the board: capitals, digits and dashes, whatever width they were typed in."""
    code = unicodedata.normalize("NFKC", typed).strip().upper()
    if not CODE.fullmatch(code):
        said = (
            f"{undone}。站点编码“{shown(typed)}”应当是2到{CODE_LENGTH}个大写字母、数字或短横，例如 TZ-001。"
        )
        raise StationRefused("not_a_station_code", said)
    return code


def tidy(description: Description, *, undone: str = "没有登记") -> Description:
    """Without spaces around; refuses what is missing, too long or cannot be measured."""
    kept = replace(description, **{key: getattr(description, key).strip() for key in _LONGEST})
    if not kept.name:
        raise StationRefused("station_without_name", f"{undone}。还没有写站点名称。")
    for key, (title, longest) in _LONGEST.items():
        text = getattr(kept, key)
        if len(text) > longest or not text.isprintable():
            said = f"{undone}。{title}写了{len(text)}个字，应当是一行、最多{longest}个字。"
            raise StationRefused("station_text_too_long", said)
    _check_between(kept.area_m2, LARGEST_AREA, "面积（平方米）", undone)
    _check_between(kept.broadband_mbps, FASTEST, "宽带（Mbps）", undone)
    return kept


def _check_between(figure: int | None, most: int, title: str, undone: str) -> None:
    if figure is not None and not 1 <= figure <= most:
        said = f"{undone}。{title}写的是{figure}，应当是1到{most}之间的整数；不知道就空着。"
        raise StationRefused("station_figure_out_of_range", said)


def check_level(kind: StationKind, level: Level, place: str, *, undone: str = "没有登记") -> None:
    if level not in kind.levels:
        wanted = "、".join(
            {Level.COUNTY: "县", Level.TOWN: "镇", Level.VILLAGE: "村"}[each] for each in kind.levels
        )
        said = f"{undone}。{kind.word}应当设在{wanted}一级，“{place}”不是。"
        raise StationRefused("station_at_the_wrong_level", said)
