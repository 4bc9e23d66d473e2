"""Stations of the small county, made by the real actions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Application, Check, Equipment, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.checks import Answers
from xiangji.stations.rules.equipment import EquipmentKind, Role, Thing
from xiangji.stations.rules.register import Build, Description, Host, StationKind
from xiangji.stations.tests.life_cast import life_stands

NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SPRING, SUMMER = date(2026, 3, 2), date(2026, 7, 1)


def clerk() -> User:
    return one(PostKind.COMMERCE_CLERK)


def described(**changes: Any) -> Description:  # noqa: ANN401 - any field of it
    return Description(**{"name": "示例服务点", "host": Host.POST, "build": Build.NEW, **changes})


def a_station(
    code: str = "SL-001",
    *,
    kind: StationKind = StationKind.TOWN_STATION,
    place: str = "370481001",
    operator: Organisation | None = None,
    opened: date | None = SPRING,
    **changes: Any,  # noqa: ANN401 - any field of its description
) -> Station:
    """By the platform itself; open since the spring unless it is said otherwise."""
    station = actions.register_station(
        code=code,
        kind=kind,
        place=place,
        operator=operator.pk if operator else None,
        description=described(**changes),
        by=None,
        happened_at=NOW,
    )
    if opened is not None:
        actions.open_station(station=station, day=opened, by=None, happened_at=NOW)
    return fresh(station)


def closed(station: Station) -> Station:
    actions.close_station(station=station, day=SUMMER, reason="并入新站", by=None, happened_at=NOW)
    return fresh(station)


def a_point(code: str, village: str, **more: Any) -> Station:  # noqa: ANN401 - as of a_station
    return a_station(code, kind=StationKind.VILLAGE_POINT, place=village, **more)


def a_centre(code: str, place: PlaceCode, area_m2: int) -> Station:
    return a_station(code, kind=StationKind.CENTRE, place=place.digits, area_m2=area_m2)


def fresh(station: Station) -> Station:
    return register.rows().get(pk=station.pk)


def a_thing(
    station: Station, by: User, kind: EquipmentKind = EquipmentKind.COMPUTER, serial: str = ""
) -> Equipment:
    return actions.record_equipment(
        station=station, thing=Thing(kind, serial, SPRING), by=by, happened_at=NOW
    )


ALL_MET = Answers(management=True, image=True, logo=True, service=True, board=True)


def a_check(station: Station, by: User, answers: Answers = ALL_MET, note: str = "") -> Check:
    return actions.record_check(
        station=station, day=SUMMER, answers=answers, note=note, by=by, happened_at=NOW
    )


def an_application(
    place: str, *, phone: str = "13800000031", kind: StationKind = StationKind.VILLAGE_POINT
) -> Application:
    return actions.apply_as_keeper(
        kind=kind,
        place=place,
        name="示例·沈金穗",
        phone=phone,
        text="开过网店，想回村做。",
        network="192.0.2.0/24",
        by=None,
        happened_at=NOW,
    )


def stations_stand(keeper: Post) -> Station:
    """Something on each desk of stations, for the tests of the workbench."""
    station = a_station("SL-001", place="370481001", operator=keeper.organisation)
    village = "370481001001"
    actions.assign_village(station=station, village=village, since=SPRING, by=None, happened_at=NOW)
    a_thing(station, keeper.person)
    actions.name_person(
        station=station,
        role=Role.HEAD,
        name="示例·周站长",
        phone="13800000021",
        duty="",
        since=SPRING,
        by=keeper.person,
        happened_at=NOW,
    )
    a_check(station, keeper.person)
    life_stands(station, village, keeper.person)
    an_application("370481001001")
    return station
