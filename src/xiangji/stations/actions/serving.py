"""Which villages a station serves, from day to day (STA-27)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import note
from xiangji.core.events import announce
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.events import ServedVillagesChanged
from xiangji.stations.models import Served, Station
from xiangji.stations.queries import register
from xiangji.stations.rules import serving as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.coverage import Link
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.serving import Village
from xiangji.stations.rules.states import State


@transaction.atomic
def assign_village(
    *, station: Station, village: str, since: date, by: User | None, happened_at: datetime
) -> Served:
    """The station serves the village from this day on; its own one where it stands in it."""
    locked = locked_station(station, by, KEEP)
    last = register.last_of(locked)
    if states.state_of(last.step if last else None) in {State.PLANNED, State.CLOSED}:
        now = states.state_of(last.step if last else None).word
        said = f"没有定。“{locked.name}”现在{now}，营业以后才能定它服务哪个村。"
        raise StationRefused("station_serves_nobody_now", said)
    return _serve(locked, village, since, by, happened_at)


@transaction.atomic
def end_assignment(
    *, station: Station, served: int, until: date, reason: str, by: User, happened_at: datetime
) -> Served:
    """From this day on it does not serve the village any more; what was stays to be read."""
    locked = locked_station(station, by, KEEP)
    row = (
        Served.objects.select_related("station", "village")
        .filter(pk=served, station=locked, until=None)
        .first()
    )
    if row is None:
        raise NotYours
    rules.check_end(row.village.name, row.since, until, today=timezone.localdate(happened_at))
    kept = states.check_reason(reason, undone="没有结束")

    _let_go(row, until, kept, by, happened_at)
    announce(ServedVillagesChanged(locked.pk, locked.code, (PlaceCode(row.village_id),), until))
    return row


def serve_own_village(station: Station, day: date, by: User | None, happened_at: datetime) -> None:
    """A point that opens; where it serves its village already, nothing changes."""
    if not Served.objects.filter(station=station, village=station.place_id, until=None).exists():
        _serve(station, station.place_id, day, by, happened_at)


def end_all_services(
    *, station: Station, day: date, reason: str, by: User | None, happened_at: datetime
) -> None:
    """Of a station that closes."""
    rows = list(Served.objects.filter(station=station, until=None).select_related("station", "village"))
    for row in rows:
        _let_go(row, max(day, row.since), reason, by, happened_at)
    if rows:
        villages = tuple(PlaceCode(row.village_id) for row in rows)
        announce(ServedVillagesChanged(station.pk, station.code, villages, day))


def _let_go(row: Served, until: date, reason: str, by: User | None, happened_at: datetime) -> None:
    row.until, row.end_reason = until, reason
    row.save(update_fields=["until", "end_reason"])
    note(
        by=by,
        did="stations.village_let_go",
        what=row.station,
        happened_at=happened_at,
        facts={"village": row.village.name, "day": until.isoformat(), "reason": reason},
    )


def _serve(station: Station, code: str, since: date, by: User | None, happened_at: datetime) -> Served:
    # The village is locked: two stations may reach for it at the same moment.
    place = Place.objects.select_for_update().filter(code=code).first()
    if place is None:
        raise StationRefused("served_place_unknown", "没有定。区划名单里没有这个村，请从名单里选。")
    village, county = Village(PlaceCode(place.code), place.name), current_county()
    rules.check_village(village, county.code, county.name)
    rules.check_day(since, today=timezone.localdate(happened_at))
    held = register.links_of_village(place.code)
    new = Link(place.code, station.pk, is_own=station.place_id == place.code, since=since)
    names = dict(Station.objects.filter(pk__in=[link.station for link in held]).values_list("pk", "name"))
    rules.check_free(village, new, held, names)

    row = Served.objects.create(
        station=station, village=place, is_own=new.is_own, since=since, by=by, at=happened_at
    )
    note(
        by=by,
        did="stations.village_assigned",
        what=station,
        happened_at=happened_at,
        facts={"village": place.name, "day": since.isoformat(), "own": "是" if new.is_own else "不是"},
    )
    announce(ServedVillagesChanged(station.pk, station.code, (village.code,), since))
    return row
