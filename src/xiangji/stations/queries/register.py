"""Reads of the register: stations with their present state, whom they serve, and what people may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.values import PlaceCode
from xiangji.stations.models import Served, Station, StationState
from xiangji.stations.rules.coverage import Link
from xiangji.stations.rules.states import OPEN, Past, State, Step, state_of

READ = "stations.read_register"


def rows() -> QuerySet[Station]:
    """With `last_step`, `last_day` and how many villages each `serves`; place and operator stand beside."""
    last = StationState.objects.filter(station=OuterRef("pk")).order_by("-day", "-pk")
    held = Served.objects.filter(station=OuterRef("pk"), until=None).order_by().values("station")
    return Station.objects.select_related("place__parent", "operator").annotate(
        last_step=Subquery(last.values("step")[:1]),
        last_day=Subquery(last.values("day")[:1]),
        serves=Coalesce(Subquery(held.annotate(count=Count("pk")).values("count")), 0),
    )


def for_person(person: User, capability: str = READ) -> QuerySet[Station]:
    return rows().filter(reach(person, capability).q(place="place_id", organisation="operator_id"))


def station_of(code: str) -> Station | None:
    return rows().filter(code=code).first()


def state(station: Station) -> State:
    """Of a row of `rows()`."""
    step: str | None = station.last_step  # type: ignore[attr-defined]
    return state_of(Step(step) if step else None)


def in_state(wanted: State) -> Q:
    """For a filter on `rows()`."""
    if wanted is State.PLANNED:
        return Q(last_step=None)
    return Q(last_step__in=[step.value for step in Step if state_of(step) is wanted])


def kept_by_kind(place: PlaceCode) -> dict[str, int]:
    """How many of each kind stand in the register and are not closed; planned ones count."""
    start, end = place.range
    last = StationState.objects.filter(station=OuterRef("pk")).order_by("-day", "-pk")
    here = Station.objects.filter(place__gte=start, place__lt=end).order_by()
    kept = here.annotate(last_step=Subquery(last.values("step")[:1])).filter(
        Q(last_step=None) | ~Q(last_step=Step.CLOSED.value)
    )
    return dict(Counter(kept.values_list("kind", flat=True)))


def steps_of(station: Station) -> list[StationState]:
    return list(StationState.objects.filter(station=station).select_related("by").order_by("day", "pk"))


def last_of(station: Station) -> Past | None:
    last = StationState.objects.filter(station=station).order_by("day", "pk").last()
    return Past(Step(last.step), last.day) if last else None


def open_on(day: date) -> frozenset[int]:
    """Stations whose last step until that day opened them."""
    taken = StationState.objects.filter(day__lte=day).order_by("day", "pk").values_list("station", "step")
    last = dict(taken)
    return frozenset(station for station, step in last.items() if Step(step) in OPEN)


def links(stations: Collection[int] | None = None) -> list[Link]:
    """Every service of a village, also those that ended; of all stations, or of some."""
    found = Served.objects.all() if stations is None else Served.objects.filter(station__in=stations)
    return _links(found)


def links_of_village(village: str) -> list[Link]:
    return _links(Served.objects.filter(village=village))


def served_by(station: Station) -> QuerySet[Served]:
    """The villages of a station, those it serves now first."""
    return Served.objects.filter(station=station).select_related("village").order_by("until", "village_id")


def served_now(stations: Collection[int], day: date) -> dict[int, int]:
    """How many villages each serves on the day."""
    counted: dict[int, int] = {}
    for link in links(stations):
        if link.holds_on(day):
            counted[link.station] = counted.get(link.station, 0) + 1
    return counted


def _links(found: QuerySet[Served]) -> list[Link]:
    values: Iterable[tuple[str, int, bool, date, date | None]] = found.values_list(
        "village_id", "station_id", "is_own", "since", "until"
    )
    return [Link(*each) for each in values]
