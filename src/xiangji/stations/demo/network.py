"""Centre, park, town stations and village points, by the same actions that a real county uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.places import Division, Kind, towns, villages
from xiangji.core.places.county import County, current_county
from xiangji.stations import actions
from xiangji.stations.models import Station
from xiangji.stations.rules.register import Build, Description, Host, StationKind

OPERATOR = "示例乡集运营有限公司"
TOWN_KINDS = frozenset({Kind.TOWN, Kind.TOWNSHIP, Kind.ETHNIC_TOWNSHIP})
HOSTS = (Host.SUPERMARKET, Host.POST, Host.SUPPLY_COOP, Host.FARM_STORE, Host.EXPRESS, Host.COOPERATIVE)
BUILDS = (Build.UPGRADE, Build.INTEGRATED, Build.NEW)


@dataclass(frozen=True, slots=True)
class Size:
    """How many stations a county's plan wants, and how many more villages each serves in the demo."""

    prefix: str
    towns: int
    points: int
    centre_m2: int
    by_point: int
    by_town: int
    only_towns: bool = False


SIZES = {
    "tengzhou": Size("TZ", 21, 240, 1_600, by_point=2, by_town=2),
    "wangkui": Size("WK", 15, 109, 1_100, by_point=0, by_town=0, only_towns=True),
    "donggang": Size("DG", 6, 124, 1_000, by_point=0, by_town=2, only_towns=True),
    "haifeng": Size("HF", 16, 48, 1_200, by_point=2, by_town=2),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who enters the stations, who opens them, who runs them, and the day that the demo calls today."""

    clerk: User
    head: User
    operator: Organisation
    today: date


@transaction.atomic
def build_network(*, now: datetime) -> None:
    """Again changes nothing."""
    county = current_county()
    size = SIZES.get(county.key)
    if size is None or Station.objects.exists():
        return
    cast = Cast(
        person_in(PostKind.COMMERCE_CLERK),
        person_in(PostKind.COMMERCE_HEAD),
        Organisation.objects.get(name=OPERATOR),
        timezone.localdate(now),
    )
    _centre(county, size, cast)
    by_town = _villages_by_town(county)
    centres = _town_stations(list(by_town), size, cast)
    points = _points(by_town, size, cast)
    _serve_more(by_town, centres, points, size, cast)
    _live(points, cast)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 20)))


def _villages_by_town(county: County) -> dict[Division, list[Division]]:
    """Administrative villages only; the towns that a plan means by its number first."""
    found = sorted(towns(county.code), key=lambda town: (town.kind not in TOWN_KINDS, town.code.digits))
    below: dict[str, list[Division]] = {}
    for village in villages(county.code):
        if village.kind in {Kind.VILLAGE, Kind.HAMLET}:
            below.setdefault(str(village.parent), []).append(village)
    return {town: below.get(town.code.digits, []) for town in found}


def _centre(county: County, size: Size, cast: Cast) -> None:
    opened = cast.today - timedelta(days=395)
    for code, kind, name, area in (
        (f"{size.prefix}-C01", StationKind.CENTRE, f"示例{county.short}电商公共服务中心", size.centre_m2),
        (f"{size.prefix}-P01", StationKind.PARK, f"示例{county.short}电商园", 4_000),
    ):
        written = Description(
            name,
            Host.OTHER,
            Build.UPGRADE,
            address="示例路1号（示例）",
            area_m2=area,
            hours="工作日8:30到17:30",
            phone="0000-0000000",
            broadband_mbps=1_000,
            has_fibre=True,
            budget_line="公共服务中心（示例）" if kind is StationKind.CENTRE else "",
        )
        _enter(code, kind, county.code.digits, written, opened, cast)


def _town_stations(found: Sequence[Division], size: Size, cast: Cast) -> dict[Division, Station]:
    made = {}
    for number, town in enumerate(found[: size.towns], start=1):
        written = Description(
            f"示例{town.short}服务站",
            HOSTS[number % len(HOSTS)],
            BUILDS[number % len(BUILDS)],
            address=f"{town.name}（示例）",
            area_m2=80 + 10 * (number % 5),
            hours="每天8:00到18:00",
            phone=f"0000-10000{number:02}",
            broadband_mbps=200,
            has_fibre=True,
            budget_line="镇级服务站（示例）",
        )
        opened = cast.today - timedelta(days=380 - 2 * number)
        made[town] = _enter(
            f"{size.prefix}-T{number:02}", StationKind.TOWN_STATION, town.code.digits, written, opened, cast
        )
    return made


def _points(by_town: dict[Division, list[Division]], size: Size, cast: Cast) -> dict[Division, Station]:
    """A few are not open yet."""
    found = [
        village
        for town, below in by_town.items()
        if not size.only_towns or town.kind in TOWN_KINDS
        for village in below
    ]
    made = {}
    for number, village in enumerate(_spread(found, size.points), start=1):
        written = Description(
            f"示例{village.short}服务点",
            HOSTS[number % len(HOSTS)],
            BUILDS[number % len(BUILDS)],
            area_m2=25 + 5 * (number % 7),
            hours="每天7:30到19:00",
            phone=f"0000-2000{number:03}",
            broadband_mbps=(50, 100, 100, 200)[number % 4] if number % 9 else None,
            has_fibre=number % 9 != 0,
            budget_line="村级服务点（示例）",
        )
        opened = None if _waits(number) else cast.today - timedelta(days=340 - number * 37 % 300)
        made[village] = _enter(
            f"{size.prefix}-V{number:03}",
            StationKind.VILLAGE_POINT,
            village.code.digits,
            written,
            opened,
            cast,
        )
    return made


def _spread(found: Sequence[Division], wanted: int) -> list[Division]:
    """Evenly over the list, so that each town has points as it has villages."""
    count = min(wanted, len(found))
    return [found[number * len(found) // count] for number in range(count)]


def _enter(
    code: str, kind: StationKind, place: str, written: Description, opened: date | None, cast: Cast
) -> Station:
    entered = _at((opened or cast.today - timedelta(days=9)) - timedelta(days=8))
    station = actions.register_station(
        code=code,
        kind=kind,
        place=place,
        operator=cast.operator.pk,
        description=written,
        by=cast.clerk,
        happened_at=entered,
    )
    if opened is not None:
        actions.open_station(station=station, day=opened, by=cast.head, happened_at=_at(opened))
    return station


def _serve_more(
    by_town: dict[Division, list[Division]],
    centres: dict[Division, Station],
    points: dict[Division, Station],
    size: Size,
    cast: Cast,
) -> None:
    """Villages without a point go to a point of their town, and a few to its station."""
    day = cast.today - timedelta(days=30)
    for town, below in by_town.items():
        free = iter([village for village in below if village not in points])
        for village in below:
            if village in points and _is_open(points[village]):
                _assign(points[village], free, size.by_point, day, cast)
        if town in centres:
            _assign(centres[town], free, size.by_town, day, cast)


def _is_open(station: Station) -> bool:
    return not _waits(int(station.code[-3:]))


def _waits(number: int) -> bool:
    """Every fortieth point is not open yet."""
    return number % 40 == 7


def _assign(station: Station, free: Iterator[Division], most: int, day: date, cast: Cast) -> None:
    for _, village in zip(range(most), free, strict=False):
        actions.assign_village(
            station=station, village=village.code.digits, since=day, by=cast.clerk, happened_at=_at(day)
        )


def _live(points: dict[Division, Station], cast: Cast) -> None:
    """Some pause, most of those come back, a few close; never for a reason that speaks ill of a village."""
    paused, later = cast.today - timedelta(days=25), cast.today - timedelta(days=12)
    for number, station in enumerate(points.values(), start=1):
        if _waits(number):
            continue
        if number % 48 == 17:
            _step(actions.suspend_station, station, paused, "店面装修（示例）", cast)
        elif number % 30 == 23:
            _step(actions.suspend_station, station, paused, "站长换人，交接（示例）", cast)
            _step(actions.reopen_station, station, later, "交接好了（示例）", cast)
        elif number % 80 == 31:
            _step(actions.close_station, station, later, "依托的门店合并（示例）", cast)


def _step(act: Callable[..., object], station: Station, day: date, reason: str, cast: Cast) -> None:
    act(station=station, day=day, reason=reason, by=cast.head, happened_at=_at(day))
