"""Figures of the network: the units that the plan's coverage targets are measured against."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Subquery

from xiangji.core.measures import Reading, Row, measure, once_a_look
from xiangji.core.measures.registry import Reader
from xiangji.core.places import towns as towns_of
from xiangji.core.places import villages as villages_of
from xiangji.core.values import Period, PlaceCode
from xiangji.stations.models import Station, StationState
from xiangji.stations.queries import register
from xiangji.stations.queries.coverage import units
from xiangji.stations.rules.coverage import Basis, Coverage, Share, coverage
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import OPEN, Step

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


@once_a_look
def _known_at(place: PlaceCode, day: date) -> tuple[tuple[Station, bool], ...]:
    """Stations that were registered, and whether each was open at the end of the day. One question."""
    start, end = place.range
    last = StationState.objects.filter(station=OuterRef("pk"), day__lte=day).order_by("-day", "-pk")
    found = Station.objects.filter(place__gte=start, place__lt=end).annotate(
        step=Subquery(last.values("step")[:1])
    )
    return tuple(
        (station, bool(station.step) and Step(station.step) in OPEN) for station in found.order_by("code")
    )


def _open_at(place: PlaceCode, day: date, *kinds: StationKind) -> list[Station]:
    return [
        station
        for station, is_open in _known_at(place, day)
        if is_open and (not kinds or station.station_kind in kinds)
    ]


@once_a_look
def _coverage_at(place: PlaceCode, day: date) -> Coverage:
    return coverage(
        units(place, day), register.links(), {station.pk for station in _open_at(place, day)}, day
    )


def _station_row(station: Station) -> Row:
    town = station.place_code.digits[:9]
    return Row(f"{station.code}　{station.name}", f"/stations/{town}/#s{station.code}")


def _register_open(code: str, title: str, *kinds: StationKind) -> None:
    @measure(code, title=title, unit="个", kind="stock", adds="last", note=_OPEN_NOTE)
    def stations_open(place: PlaceCode, period: Period) -> Reading:
        known = [
            station
            for station, _ in _known_at(place, period.end)
            if not kinds or station.station_kind in kinds
        ]
        open_now = len(_open_at(place, period.end, *kinds))
        return Reading(num=open_now, no_data="" if known else "站点还没有登记")

    @stations_open.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
        return [_station_row(station) for station in _open_at(place, period.end, *kinds)]


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
    areas = [station.area_m2 or 0 for station in _open_at(place, period.end, StationKind.CENTRE)]
    return Reading(num=int(max(areas, default=0)), no_data="" if any(areas) else "服务中心还没有登记面积")


@centre_area.rows
def centre_area_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [_station_row(station) for station in _open_at(place, period.end, StationKind.CENTRE)]


def _villages_rows(place: PlaceCode, day: date, *, is_poor: bool) -> list[Row]:
    found = _coverage_at(place, day)
    shown = found.poor if is_poor else found.villages
    return [
        Row(unit.name, f"/stations/{unit.town}/#v{unit.code}") for unit in shown if unit.code in found.served
    ]


def _share_reading(share: Share, no_data: str) -> Reading:
    return Reading(num=share.covered, den=share.all) if share.all else Reading(num=0, no_data=no_data)


@measure(
    "stations.villages_served",
    title="有站点服务的行政村",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="期末有开着的站点服务的行政村，除以全部行政村；社区、居委会等不算。",
)
def villages_served(place: PlaceCode, period: Period) -> Reading:
    return _share_reading(_coverage_at(place, period.end).share(Basis.SERVED), NONE_LISTED)


@villages_served.rows
def villages_served_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return _villages_rows(place, period.end, is_poor=False)


@measure(
    "stations.poor_villages_served",
    title="有站点服务的贫困村",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="期末有开着的站点服务的建档立卡贫困村，除以全部建档立卡贫困村。",
)
def poor_villages_served(place: PlaceCode, period: Period) -> Reading:
    share = _coverage_at(place, period.end).poor_share(Basis.SERVED)
    return _share_reading(share, "还没有导入贫困村名单")


@poor_villages_served.rows
def poor_villages_served_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return _villages_rows(place, period.end, is_poor=True)
