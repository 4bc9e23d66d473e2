"""Reads of the network and of the register."""

from xiangji.stations.queries.network import (
    MOST_SHOWN,
    VILLAGE_KINDS,
    Found,
    Hit,
    Network,
    Tile,
    TownPage,
    Wanted,
    everything,
    network,
    search,
    town_page,
)

__all__ = [
    "MOST_SHOWN",
    "VILLAGE_KINDS",
    "Found",
    "Hit",
    "Network",
    "Tile",
    "TownPage",
    "Wanted",
    "everything",
    "network",
    "search",
    "town_page",
]
