"""Who serves whom, as everybody reads it: stations of a town, and for each village who serves it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xiangji.core.values import PlaceCode
from xiangji.stations.models import Served, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.nearest import Link
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

MARKS = {State.OPEN: "ok", State.SUSPENDED: "warn", State.CLOSED: "wait", State.PLANNED: "wait"}


@dataclass(frozen=True, slots=True)
class ShownStation:
    """A station on the public page; a closed one is not shown."""

    station: Station
    state: State
    serves: int

    @property
    def mark(self) -> str:
        return MARKS[self.state]

    @property
    def address(self) -> str:
        """Its own public page, below the address of the network."""
        return f"at/{self.station.code}/"


@dataclass(frozen=True, slots=True)
class Serving:
    """`links` also name stations that pause; `by_village` only those that are open."""

    stations: tuple[ShownStation, ...]
    by_village: dict[str, tuple[ShownStation, ...]]
    links: dict[str, tuple[Link, ...]]
    known: dict[int, ShownStation]


def of_town(town: PlaceCode, day: date) -> Serving:
    """Two questions: who serves somebody here, and the stations themselves."""
    start, end = town.range
    return _serving(Q(village__gte=start, village__lt=end), Q(place__gte=start, place__lt=end), town, day)


def of_villages(villages: Collection[str], day: date) -> dict[str, tuple[ShownStation, ...]]:
    """Who is open and serves each of these villages."""
    return _serving(Q(village__in=villages), Q(), None, day).by_village


def centres(day: date) -> Serving:
    """The centre serves whom nobody else serves."""
    return _serving(Q(pk=None), Q(kind=StationKind.CENTRE.value), None, day)


def _serving(villages: Q, standing: Q, town: PlaceCode | None, day: date) -> Serving:
    links = list(
        Served.objects.filter(villages, since__lte=day)
        .exclude(until__lte=day)
        .order_by("-is_own", "station__code")
        .values_list("village", "station", "is_own")
    )
    wanted = Q(pk__in={station for _, station, _ in links})
    rows = register.rows().filter(wanted | standing if standing else wanted)
    known = {row.pk: _shown(row) for row in rows.order_by("kind", "code")}
    by_village: dict[str, list[Link]] = {}
    for village, station, is_own in links:
        by_village.setdefault(village, []).append(Link(station, is_own, known[station].state))
    return Serving(
        stations=tuple(
            one
            for one in known.values()
            if one.state is not State.CLOSED and town is not None and town.contains(one.station.place_code)
        ),
        by_village={
            village: tuple(known[one.station] for one in found if one.state is State.OPEN)
            for village, found in by_village.items()
        },
        links={village: tuple(found) for village, found in by_village.items()},
        known=known,
    )


def _shown(station: Station) -> ShownStation:
    return ShownStation(station, register.state(station), station.serves)  # type: ignore[attr-defined]
