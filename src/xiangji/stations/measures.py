"""Figures of the network: the units that the plan's coverage targets are measured against."""

from collections.abc import Iterable

from xiangji.core.measures import Reading, Row, measure
from xiangji.core.measures.registry import Reader
from xiangji.core.places import towns as towns_of
from xiangji.core.places import villages as villages_of
from xiangji.core.values import Period, PlaceCode

NONE_LISTED = "这里还没有装入区划名单"


@measure(
    "stations.towns",
    title="镇级单位",
    unit="个",
    kind="stock",
    adds="last",
    note="期末仍在的乡镇、街道、农林场和开发区，按统计用区划代码。",
)
def towns(place: PlaceCode, period: Period) -> Reading:
    return _counted(len(towns_of(place, period.end)))


@towns.rows
def town_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [Row(town.name, f"/stations/{town.code}/") for town in towns_of(place, period.end)]


@measure(
    "stations.villages",
    title="村级单位",
    unit="个",
    kind="stock",
    adds="last",
    note="期末仍在的行政村、社区、居委会、屯和生活区，按统计用区划代码。",
)
def villages(place: PlaceCode, period: Period) -> Reading:
    return _counted(len(villages_of(place, period.end)))


@villages.rows
def village_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [
        Row(village.name, f"/stations/{village.parent}/#v{village.code}")
        for village in villages_of(place, period.end)
    ]


def _counted(number: int) -> Reading:
    return Reading(num=number, no_data="" if number else NONE_LISTED)
