"""Monthly reports, activities and products of stations, made by the real actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from xiangji.core.accounts.models import User
from xiangji.core.values import Money, Month
from xiangji.stations import actions
from xiangji.stations.models import Activity, MonthlyReport, Product, Station
from xiangji.stations.rules.fieldwork import ActivityKind, Grown, Held, Unit
from xiangji.stations.rules.reports import Books, Filled, Line, Service

LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
SEPTEMBER = Month(2026, 9)
PARCELS: Mapping[Service, Line] = {Service.PARCEL: Line(30, Money.from_yuan(60), Money(0))}
TRADES: Mapping[Service, Line] = {
    Service.TRADE: Line(10, Money.from_yuan(100), Money.from_yuan(2_000)),
    Service.PARCEL: Line(30, Money.from_yuan(60), Money(0)),
}


def filled(**changes: Any) -> Filled:  # noqa: ANN401 - any field of it
    """A month with two services; a town station's books are in it."""
    usual = Filled(28, 20, TRADES, Money.from_yuan(120), Books(40, 12), "示例月报")
    return replace(usual, **changes)


NOTHING = {"lines": {}, "residents": 0, "days_open": 20}


def a_report(
    station: Station,
    by: User,
    month: Month = SEPTEMBER,
    **changes: Any,  # noqa: ANN401 - any field of it
) -> MonthlyReport:
    return actions.report_month(
        station=station, month=month, filled=filled(**changes), by=by, happened_at=LATER
    )


def an_activity(station: Station, by: User, kind: ActivityKind = ActivityKind.TEACHING) -> Activity:
    held = Held(kind, date(2026, 9, 12), "教老人用手机缴费", 25)
    return actions.record_activity(station=station, held=held, by=by, happened_at=LATER)


def grown(**changes: Any) -> Grown:  # noqa: ANN401 - any field of it
    return replace(Grown("示例大枣", 9, 11, 5_000, Unit.KILOGRAM, "脆甜", is_one_village=True), **changes)


def a_product(
    station: Station,
    village: str,
    by: User,
    *,
    grower: str = "示例·枣农",
    phone: str = "13800000051",
    **changes: Any,  # noqa: ANN401 - any field of it
) -> Product:
    return actions.tell_product(
        station=station,
        village=village,
        grown=grown(**changes),
        grower=grower,
        phone=phone,
        by=by,
        happened_at=LATER,
    )


def life_stands(station: Station, village: str, by: User) -> None:
    """Something on each desk of the life of stations."""
    a_report(station, by)
    an_activity(station, by)
    a_product(station, village, by)
    actions.start_smart_service(
        station=station, name="村务公开", since=date(2026, 9, 1), by=by, happened_at=LATER
    )
