"""What others may ask of the network."""

from dataclasses import dataclass

from xiangji.core.values import PlaceCode
from xiangji.stations import queries


@dataclass(frozen=True, slots=True)
class TownSize:
    """A town-level unit and how many village-level units it has."""

    code: PlaceCode
    name: str
    villages: int


def network(county: PlaceCode) -> tuple[TownSize, ...]:
    """The county's towns in code order, as they stand today."""
    return tuple(TownSize(tile.town.code, tile.town.name, tile.all) for tile in queries.network(county).tiles)
