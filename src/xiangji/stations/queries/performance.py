"""What the operator of a centre achieved (STA-13): its tickets, the stations it runs, whom it guided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from xiangji.stations.models import Station
from xiangji.stations.queries import matching, register, requests
from xiangji.stations.rules.desk_figures import Figures
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

RUN = (StationKind.TOWN_STATION.value, StationKind.VILLAGE_POINT.value)


@dataclass(frozen=True, slots=True)
class Performance:
    """`states` counts the town stations and points of the same operator; `guided` those of them that got
    something from the centre; `agreed` the pairs that it brought together and that came to something.
    """

    since: date
    until: date
    figures: Figures
    states: tuple[tuple[str, int], ...]
    stations: int
    guided: int
    agreed: int

    @property
    def unguided(self) -> int:
        return self.stations - self.guided


def performance_of(centre: Station, since: date, today: date) -> Performance:
    """A centre without an operator answers for no other station."""
    guided = requests.guided(centre, since)
    run = _run_by(centre)
    alive = {pk for pk, state in run.items() if state is not State.CLOSED}
    counted = Counter(run.values())
    return Performance(
        since,
        today,
        requests.figures_of(centre, since, today),
        tuple((state.word, counted[state]) for state in State if counted[state]),
        len(alive),
        len(alive & guided),
        matching.agreed_at(centre, since),
    )


def _run_by(centre: Station) -> dict[int, State]:
    if centre.operator_id is None:
        return {}
    found = register.rows().filter(kind__in=RUN, operator=centre.operator_id)
    return {row.pk: register.state(row) for row in found.order_by("code")}
