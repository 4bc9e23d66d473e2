"""What stands in the demo's stations, who works there, and what checks found."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.values import Money
from xiangji.stations import actions
from xiangji.stations.demo.pictures import board
from xiangji.stations.models import Check, Equipment, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.centre import ZoneKind
from xiangji.stations.rules.checks import Answers
from xiangji.stations.rules.equipment import EquipmentKind, Finding, Role, Thing
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

SURNAMES, NAMES = "周吴郑王冯陈褚卫蒋沈", ("春苗", "大山", "小禾", "建国", "秀兰", "金穗", "长河")
AT_A_POINT = ((EquipmentKind.COMPUTER, 3_600), (EquipmentKind.BOARD_OUTDOOR, 800))
AT_A_TOWN = (
    *AT_A_POINT,
    (EquipmentKind.SCREEN, 5_200),
    (EquipmentKind.LOCKER, 6_800),
    (EquipmentKind.VIDEO, 4_500),
)
ZONES = (
    (ZoneKind.OFFICE, 180),
    (ZoneKind.TRAINING, 220),
    (ZoneKind.LIVE, 120),
    (ZoneKind.DISPLAY, 200),
    (ZoneKind.INCUBATION, 160),
    (ZoneKind.SERVICE, 100),
)
FOUNDERS = ("示例·王新苗", "示例·郑远山", "示例·吴向阳")
ALL_MET = Answers(management=True, image=True, logo=True, service=True, board=True)
NO_BOARD = Answers(management=True, image=True, logo=True, service=True, board=False)


@transaction.atomic
def build_inside(*, now: datetime) -> None:
    """Every town station, and some of the points; again changes nothing."""
    if Equipment.objects.exists():
        return
    clerk = person_in(PostKind.COMMERCE_CLERK)
    today = timezone.localdate(now)
    open_now = register.rows().filter(register.in_state(State.OPEN)).order_by("code")
    points = list(open_now.filter(kind=StationKind.VILLAGE_POINT.value))
    chosen = [*open_now.filter(kind=StationKind.TOWN_STATION.value), *points[::4]]
    _fill_centre(open_now.get(kind=StationKind.CENTRE.value), clerk)
    for number, station in enumerate(chosen, start=1):
        opened = station.last_day  # type: ignore[attr-defined]
        _equip(station, number, opened, today, clerk)
        _name_head(station, number, opened, clerk)
        if number % 2:
            _check(station, number, today - timedelta(days=3 + number % 20), clerk)


def _fill_centre(centre: Station, clerk: User) -> None:
    """Zones of the plan, and three founders of whom one has left."""
    opened: date = centre.last_day  # type: ignore[attr-defined]
    for kind, area in ZONES:
        actions.open_zone(
            station=centre, kind=kind, area_m2=area, since=opened, by=clerk, happened_at=_at(opened)
        )
    for number, name in enumerate(FOUNDERS, start=1):
        since = opened + timedelta(days=30 * number)
        row = actions.settle_resident(
            station=centre,
            name=name,
            credit_code="",
            phone=f"136000000{number:02}",
            area_m2=20 + 10 * number,
            support="免一年场地费（示例）",
            has_priority=number == 1,
            since=since,
            by=clerk,
            happened_at=_at(since),
        )
        if number == len(FOUNDERS):
            gone = since + timedelta(days=120)
            reason = "搬到自己的门面（示例）"
            actions.leave_station(
                station=centre, resident=row.pk, until=gone, reason=reason, by=clerk, happened_at=_at(gone)
            )


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15, 10)))


def _equip(station: Station, number: int, opened: date, today: date, clerk: User) -> None:
    is_town = station.station_kind is StationKind.TOWN_STATION
    for place, (kind, yuan) in enumerate(AT_A_TOWN if is_town else AT_A_POINT):
        serial = f"DEMO-{station.code}-{place + 1}"
        thing = Thing(kind, serial, opened, Money.from_yuan(yuan), "站点设备（示例）")
        row = actions.record_equipment(station=station, thing=thing, by=clerk, happened_at=_at(opened))
        if number % 4 != 1:
            _look_at(row, broken=number % 19 == 0 and place == 0, day=today - timedelta(days=14), by=clerk)


def _look_at(row: Equipment, *, broken: bool, day: date, by: User) -> None:
    actions.inspect_equipment(
        equipment=row,
        day=max(day, row.bought_on or day),
        finding=Finding.BROKEN if broken else Finding.GOOD,
        note="开不了机（示例）" if broken else "",
        by=by,
        happened_at=_at(max(day, row.bought_on or day)),
    )


def _name_head(station: Station, number: int, opened: date, clerk: User) -> None:
    name = f"示例·{SURNAMES[number % len(SURNAMES)]}{NAMES[number % len(NAMES)]}"
    actions.name_person(
        station=station,
        role=Role.HEAD,
        name=name,
        phone=f"1390000{number:04}",
        duty="会直播、会打单（示例）" if number % 3 else "",
        since=opened,
        by=clerk,
        happened_at=_at(opened),
    )


def _check(station: Station, number: int, day: date, clerk: User) -> None:
    """Most have all; a few boards still wait for their corner, and a few checks for a picture."""
    is_marked = number % 9 != 0
    check: Check = actions.record_check(
        station=station,
        day=day,
        answers=ALL_MET if is_marked else NO_BOARD,
        note="" if is_marked else "牌匾已经重做，等安装（示例）",
        by=clerk,
        happened_at=_at(day),
    )
    if number % 7:
        file = ContentFile(board(number, is_marked=is_marked), name=f"示例牌匾{station.code}.png")
        add_evidence(to=f"stations.Check:{check.pk}", file=file, by=clerk, happened_at=_at(day))
