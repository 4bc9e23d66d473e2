"""Who serves whom, as everybody reads it: stations of a town, and for each village who serves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xiangji.core.values import PlaceCode
from xiangji.stations.models import Served, Station
from xiangji.stations.queries import register
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
        """Where its villages are listed."""
        return f"{self.station.place_code.digits[:9]}/#s{self.station.code}"


@dataclass(frozen=True, slots=True)
class Serving:
    stations: tuple[ShownStation, ...]
    by_village: dict[str, tuple[ShownStation, ...]]


def of_town(town: PlaceCode, day: date) -> Serving:
    """Two questions: who serves somebody here, and the stations themselves."""
    start, end = town.range
    held = Served.objects.filter(village__gte=start, village__lt=end, since__lte=day)
    links = list(
        held.exclude(until__lte=day).order_by("-is_own", "station__code").values_list("village", "station")
    )
    standing = Q(place__gte=start, place__lt=end) | Q(pk__in={station for _, station in links})
    known = {row.pk: _shown(row) for row in register.rows().filter(standing).order_by("kind", "code")}
    by_village: dict[str, list[ShownStation]] = {}
    for village, station in links:
        if known[station].state is State.OPEN:
            by_village.setdefault(village, []).append(known[station])
    stand_here = [each for each in known.values() if start <= each.station.place_id < end]
    return Serving(
        stations=tuple(each for each in stand_here if each.state is not State.CLOSED),
        by_village={village: tuple(found) for village, found in by_village.items()},
    )


def _shown(station: Station) -> ShownStation:
    return ShownStation(station, register.state(station), station.serves)  # type: ignore[attr-defined]
