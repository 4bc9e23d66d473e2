"""Shares of villages that the plan's coverage targets are measured against: served, poor, with broadband."""

from collections.abc import Iterable
from datetime import date

from xiangji.core.measures import Reading, Row, measure, once_a_look
from xiangji.core.measures.registry import Reader
from xiangji.core.values import Period, PlaceCode
from xiangji.stations.measures.network import NONE_LISTED
from xiangji.stations.measures.standing import open_at
from xiangji.stations.queries import register, upkeep
from xiangji.stations.queries.coverage import units
from xiangji.stations.rules.coverage import Basis, Coverage, Share, coverage


@once_a_look
def _coverage_at(place: PlaceCode, day: date) -> Coverage:
    return coverage(units(place, day), register.links(), {station.pk for station in open_at(place, day)}, day)


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


@measure(
    "stations.villages_with_broadband",
    title="光纤宽带够的行政村",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="期末光纤到村、不低于方案写的 Mbps 的行政村，除以全部行政村；还不知道的不算够。",
)
def villages_with_broadband(place: PlaceCode, period: Period) -> Reading:
    reached, short, unknown = upkeep.broadbands(place, period.end).counts
    known = reached + short
    return Reading(num=reached, den=known + unknown) if known else Reading(num=0, no_data="宽带还没有记过")


@villages_with_broadband.rows
def villages_with_broadband_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    found = upkeep.broadbands(place, period.end)
    shown = [each.unit for each in found.villages if found.reaches(each)]
    return [Row(unit.name, f"/stations/{unit.town}/#v{unit.code}") for unit in shown]
