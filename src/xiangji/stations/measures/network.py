"""Figures of the network: units, open stations, the centre's area."""

from collections.abc import Iterable

from xiangji.core.measures import Reading, Row, measure
from xiangji.core.measures.registry import Reader
from xiangji.core.places import towns as towns_of
from xiangji.core.places import villages as villages_of
from xiangji.core.values import Period, PlaceCode
from xiangji.stations.measures.standing import known_at, open_at, station_row
from xiangji.stations.rules.register import StationKind

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


_OPEN_NOTE = "期末开着的；停办和关了的不算。"


def _register_open(code: str, title: str, *kinds: StationKind) -> None:
    @measure(code, title=title, unit="个", kind="stock", adds="last", note=_OPEN_NOTE)
    def stations_open(place: PlaceCode, period: Period) -> Reading:
        known = [
            station
            for station, _ in known_at(place, period.end)
            if not kinds or station.station_kind in kinds
        ]
        open_now = len(open_at(place, period.end, *kinds))
        return Reading(num=open_now, no_data="" if known else "站点还没有登记")

    @stations_open.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
        return [station_row(station) for station in open_at(place, period.end, *kinds)]


_register_open("stations.centres_open", "开着的公共服务中心", StationKind.CENTRE)
_register_open("stations.town_stations_open", "开着的镇级服务站", StationKind.TOWN_STATION)
_register_open("stations.village_points_open", "开着的村级服务点", StationKind.VILLAGE_POINT)
_register_open(
    "stations.stations_open", "开着的服务站点", StationKind.TOWN_STATION, StationKind.VILLAGE_POINT
)


@measure(
    "stations.centre_area",
    title="公共服务中心面积",
    unit="㎡",
    kind="stock",
    adds="last",
    note="期末开着的公共服务中心登记的面积；有几处的取最大的一处。",
)
def centre_area(place: PlaceCode, period: Period) -> Reading:
    areas = [station.area_m2 or 0 for station in open_at(place, period.end, StationKind.CENTRE)]
    return Reading(num=int(max(areas, default=0)), no_data="" if any(areas) else "服务中心还没有登记面积")


@centre_area.rows
def centre_area_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [station_row(station) for station in open_at(place, period.end, StationKind.CENTRE)]
