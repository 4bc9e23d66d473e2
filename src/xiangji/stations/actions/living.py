"""A station opens, pauses, opens again and closes; each step with its day and reason stays."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.stations.actions.register import locked_station
from xiangji.stations.actions.serving import end_all_services, serve_own_village
from xiangji.stations.events import StationStateChanged
from xiangji.stations.models import Station, StationState
from xiangji.stations.queries import equipment, register
from xiangji.stations.rules import states
from xiangji.stations.rules.equipment import check_nothing_stands
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import Step

OPEN = "stations.open_station"
_NOTED = {
    Step.OPENED: "stations.opened",
    Step.SUSPENDED: "stations.suspended",
    Step.REOPENED: "stations.reopened",
    Step.CLOSED: "stations.closed",
}


@transaction.atomic
def open_station(*, station: Station, day: date, by: User | None, happened_at: datetime) -> StationState:
    """From this day on it serves; a village point serves the village in which it stands."""
    locked = locked_station(station, by, OPEN)
    taken = _take(locked, Step.OPENED, day, "", by, happened_at)
    _serve_own(locked, day, by, happened_at)
    return taken


@transaction.atomic
def suspend_station(
    *, station: Station, day: date, reason: str, by: User | None, happened_at: datetime
) -> StationState:
    """It pauses; whom it serves stays assigned to it and is not covered while it pauses."""
    locked = locked_station(station, by, OPEN)
    return _take(locked, Step.SUSPENDED, day, states.check_reason(reason), by, happened_at)


@transaction.atomic
def reopen_station(
    *, station: Station, day: date, reason: str, by: User | None, happened_at: datetime
) -> StationState:
    locked = locked_station(station, by, OPEN)
    taken = _take(locked, Step.REOPENED, day, states.check_reason(reason), by, happened_at)
    _serve_own(locked, day, by, happened_at)
    return taken


@transaction.atomic
def close_station(
    *, station: Station, day: date, reason: str, by: User | None, happened_at: datetime
) -> StationState:
    """It closes, and the villages that it served are free for another. Its equipment went first."""
    locked = locked_station(station, by, OPEN)
    check_nothing_stands(locked.name, [str(thing) for thing in equipment.standing_in(locked)])
    taken = _take(locked, Step.CLOSED, day, states.check_reason(reason), by, happened_at)
    end_all_services(station=locked, day=day, reason="站点关闭", by=by, happened_at=happened_at)
    return taken


def _take(
    station: Station, step: Step, day: date, reason: str, by: User | None, happened_at: datetime
) -> StationState:
    states.check_step(
        station.name, register.last_of(station), step, day, today=timezone.localdate(happened_at)
    )
    row = StationState.objects.create(
        station=station, step=step.value, day=day, reason=reason, by=by, at=happened_at
    )
    did = _NOTED[step]
    facts: dict[str, JSON] = {"day": day.isoformat(), "reason": reason}
    note(by=by, did=did, what=station, happened_at=happened_at, facts=facts)
    announce(StationStateChanged(station.pk, station.code, station.place_code, step.value, day))
    return row


def _serve_own(station: Station, day: date, by: User | None, happened_at: datetime) -> None:
    if station.station_kind is StationKind.VILLAGE_POINT:
        serve_own_village(station, day, by, happened_at)
