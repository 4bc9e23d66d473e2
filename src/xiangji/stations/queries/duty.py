"""Reads of the roster: one station's month with its gaps, and the list of duties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.parties import masks
from xiangji.core.values import Month
from xiangji.stations.models import Duty, Member, Station, StationState
from xiangji.stations.rules import duty as rules
from xiangji.stations.rules.duty import Part
from xiangji.stations.rules.states import Past, Step

READ, KEEP = "stations.read_register", "stations.keep_register"
HOLDS = Q(called_off_at=None)
NOT_OPEN = HOLDS & Q(stopped=True, day__gte=F("last_day"))


def rows() -> QuerySet[Duty]:
    """With `stopped`: the station is suspended or closed since `last_day`."""
    last = StationState.objects.filter(station=OuterRef("station")).order_by("-day", "-pk")
    stopped = [Step.SUSPENDED.value, Step.CLOSED.value]
    return (
        Duty.objects.select_related("station__place", "station__operator", "member__party", "by")
        .annotate(last_step=Subquery(last.values("step")[:1]), last_day=Subquery(last.values("day")[:1]))
        .annotate(stopped=Case(When(last_step__in=stopped, then=Value(True)), default=Value(False)))
    )


def for_person(person: User) -> QuerySet[Duty]:
    reached = reach(person, READ).q(place="station__place_id", organisation="station__operator_id")
    mine = reach(person, KEEP).q(place="station__place_id", organisation="station__operator_id")
    keeps = Case(When(mine, then=Value(True)), default=Value(False))
    return rows().filter(reached).annotate(keeps=keeps)


def name_of(name: str, *, whole: bool) -> str:
    """Whole for who keeps the roster, else masked; no seal is opened for it."""
    if not name:
        return "（已删除）"
    return name if whole else masks.name(name)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a station: who is there, by part of the day, and whether it is an open day without anybody."""

    day: date
    on: tuple[tuple[Part, str], ...]
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """A station's month."""

    station: Station
    days: tuple[Day, ...]

    @property
    def gaps(self) -> tuple[date, ...]:
        return tuple(each.day for each in self.days if each.is_gap)

    @property
    def has_any(self) -> bool:
        return any(each.on for each in self.days)


def rosters(stations: Iterable[Station], month: Month, *, whole: bool) -> list[Roster]:
    """Of many stations: two questions."""
    known = list(stations)
    pks, days = [station.pk for station in known], rules.days_of(month)
    past = _past(pks)
    held = Duty.objects.filter(HOLDS, station__in=pks, day__range=(days[0], days[-1]))
    values = list(held.values_list("station", "day", "part", "member__party__name").order_by("day", "pk"))
    on: dict[tuple[int, date], list[tuple[Part, str]]] = {}
    for station, day, part, name in values:
        on.setdefault((station, day), []).append((Part(part), name_of(name, whole=whole)))
    return [_roster(station, days, past.get(station.pk, []), on) for station in known]


def _roster(
    station: Station,
    days: tuple[date, ...],
    past: list[Past],
    on: dict[tuple[int, date], list[tuple[Part, str]]],
) -> Roster:
    order = list(Part)
    manned = [day for day in days if (station.pk, day) in on]
    empty = set(rules.gaps(days, past, manned))
    return Roster(
        station,
        tuple(
            Day(
                day,
                tuple(sorted(on.get((station.pk, day), ()), key=lambda one: order.index(one[0]))),
                day in empty,
            )
            for day in days
        ),
    )


def _past(stations: list[int]) -> dict[int, list[Past]]:
    found: dict[int, list[Past]] = {}
    taken = StationState.objects.filter(station__in=stations).order_by("day", "pk")
    for station, step, day in taken.values_list("station", "step", "day"):
        found.setdefault(station, []).append(Past(Step(step), day))
    return found


def past_of(station: Station) -> list[Past]:
    return _past([station.pk]).get(station.pk, [])


def members_now(station: Station, day: date) -> list[Member]:
    """Who may be put on duty from the day on."""
    there = Q(until=None) | Q(until__gt=day)
    return list(Member.objects.filter(there, station=station).select_related("party").order_by("pk"))
