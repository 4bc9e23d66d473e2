"""Whether a station may serve a village from a day on (STA-27)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from xiangji.core.values import Level, PlaceCode
from xiangji.stations.rules.coverage import Link, clashes
from xiangji.stations.rules.register import StationRefused


@dataclass(frozen=True, slots=True)
class Village:
    code: PlaceCode
    name: str


def check_village(village: Village, county: PlaceCode, called: str) -> None:
    if village.code.level is not Level.VILLAGE:
        said = f"没有定。“{village.name}”不是村，服务的应当是{called}的村。"
        raise StationRefused("served_place_is_no_village", said)
    if not county.contains(village.code):
        said = f"没有定。“{village.name}”不在{called}，服务的应当是{called}的村。"
        raise StationRefused("village_of_another_county", said)


def check_day(since: date, *, today: date) -> None:
    if since > today:
        raise StationRefused(
            "service_in_the_future", f"没有定。开始服务的日子{since}还没有到，应当不晚于{today}。"
        )


def check_free(village: Village, new: Link, held: Iterable[Link], names: Mapping[int, str]) -> None:
    """Refuses what would make two points of its own on one day, or the same service twice."""
    holding = [link for link in held if link.until is None or link.since < link.until]
    for clash in clashes([*holding, new]):
        if new not in (clash.first, clash.second):
            continue
        other = clash.second if clash.first == new else clash.first
        name, since = names.get(other.station, "另一个站点"), other.since
        if other.station == new.station:
            said = f"没有定。“{village.name}”从{since}起已经由“{name}”服务，同一天不能定两次。"
            raise StationRefused("village_served_twice", said)
        said = f"没有定。“{village.name}”从{since}起有本村的站点“{name}”，一个村同一天只能有一个本村的站点。"
        raise StationRefused("village_has_its_point", said)


def check_end(village: str, since: date, until: date, *, today: date) -> None:
    if not since <= until <= today:
        said = f"没有结束。“{village}”从{since}起由它服务，结束的日子{until}应当在那天和今天（{today}）之间。"
        raise StationRefused("service_ends_at_no_time", said)
