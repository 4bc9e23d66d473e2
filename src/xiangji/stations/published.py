"""What others may ask of the network."""

from collections.abc import Mapping
from dataclasses import dataclass

from xiangji.core.values import PlaceCode
from xiangji.stations import queries
from xiangji.stations.queries import register
from xiangji.stations.rules.register import StationKind


@dataclass(frozen=True, slots=True)
class TownSize:
    """A town-level unit and how many village-level units it has."""

    code: PlaceCode
    name: str
    villages: int


def network(county: PlaceCode) -> tuple[TownSize, ...]:
    """The county's towns in code order, as they stand today."""
    return tuple(TownSize(tile.town.code, tile.town.name, tile.all) for tile in queries.network(county).tiles)


def registered(place: PlaceCode) -> Mapping[str, int]:
    """How many stand in the register and are not closed, by the figure that counts those that are open."""
    found = register.kept_by_kind(place)
    return {figure: found[kind] for kind, figure in _FIGURES.items() if kind in found}


_FIGURES = {
    StationKind.TOWN_STATION.value: "stations.town_stations_open",
    StationKind.VILLAGE_POINT.value: "stations.village_points_open",
}
