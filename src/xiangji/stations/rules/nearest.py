"""Where a village goes (STA-27): its own point, who was assigned, its town's station or a neighbour's.

Without coordinates nobody knows which neighbour is near; then all points of the town are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

MOST_NEIGHBOURS = 6


class Why(StrEnum):
    OWN = "own"
    ASSIGNED = "assigned"
    TOWN = "town"
    NEIGHBOUR = "neighbour"
    CENTRE = "centre"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Near:
    """A station that stands in the village's town, or the county's centre."""

    station: int
    kind: StationKind
    state: State


@dataclass(frozen=True, slots=True)
class Link:
    """A station that serves the village today, and whether it is the village's own."""

    station: int
    is_own: bool
    state: State


@dataclass(frozen=True, slots=True)
class Advice:
    why: Why
    stations: tuple[int, ...]


def advise(links: Sequence[Link], near: Sequence[Near]) -> Advice:
    """Only stations that are open; who was named for the village comes before who merely stands near."""
    serving = [link for link in links if link.state is State.OPEN]
    if serving:
        why = Why.OWN if any(link.is_own for link in serving) else Why.ASSIGNED
        return Advice(why, tuple(link.station for link in serving))
    for why, kind in (
        (Why.TOWN, StationKind.TOWN_STATION),
        (Why.NEIGHBOUR, StationKind.VILLAGE_POINT),
        (Why.CENTRE, StationKind.CENTRE),
    ):
        found = [one.station for one in near if one.kind is kind and one.state is State.OPEN]
        if found:
            return Advice(why, tuple(found[:MOST_NEIGHBOURS]))
    return Advice(Why.NOBODY, ())
