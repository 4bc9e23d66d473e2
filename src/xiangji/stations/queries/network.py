"""Reads for the pages of the network. The county is always the one of this deployment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from xiangji.core.errors import Refused
from xiangji.core.errors.files import shown
from xiangji.core.places import Division, Kind, kinds_by_town, towns, villages
from xiangji.core.values import Level, PlaceCode
from xiangji.stations.rules.finding import Words

MOST_SHOWN = 200
VILLAGE_KINDS = frozenset({Kind.VILLAGE, Kind.HAMLET})


@dataclass(frozen=True, slots=True)
class Tile:
    """A town as one square of the schematic: its villages, and the communities and the like (社区) apart."""

    town: Division
    villages: int
    others: int

    @property
    def all(self) -> int:
        return self.villages + self.others


@dataclass(frozen=True, slots=True)
class Network:
    """The county's towns and villages as they stand today."""

    tiles: tuple[Tile, ...]
    kinds: tuple[tuple[Kind, int], ...]

    @property
    def villages(self) -> int:
        return sum(tile.all for tile in self.tiles)


@dataclass(frozen=True, slots=True)
class TownPage:
    tile: Tile
    villages: tuple[Division, ...]
    before: Division | None
    after: Division | None

    @property
    def town(self) -> Division:
        return self.tile.town

    @property
    def drawn(self) -> list[tuple[Division, str]]:
        """Each village with the shape that the schematic gives it."""
        return [(village, "dot" if village.kind in VILLAGE_KINDS else "ring") for village in self.villages]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for: words, a kind of unit, or both."""

    words: Words
    kind: Kind | None

    @classmethod
    def of(cls, typed: str, kind: str) -> Wanted:
        if kind and kind not in set(Kind):
            raise Refused("no_such_kind", f"名单没有筛选。没有“{shown(kind)}”这一类，请从页面上选一类。")
        return cls(Words.of(typed), Kind(kind) if kind else None)

    def __bool__(self) -> bool:
        return bool(self.words or self.kind)

    def includes(self, division: Division, town: Division) -> bool:
        if self.kind and division.kind is not self.kind:
            return False
        above = town.name if division.level is Level.VILLAGE else ""
        return not self.words or self.words.find(division.name, code=division.code.digits, above=above)


@dataclass(frozen=True, slots=True)
class Hit:
    """A town that was found, or a village with the town it belongs to."""

    division: Division
    town: Division

    @property
    def above(self) -> str:
        """The town's name for a village; a town belongs to the county, which the page is about."""
        return "" if self.division == self.town else self.town.name


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    all: int

    @property
    def is_cut(self) -> bool:
        return self.all > len(self.hits)


def network(county: PlaceCode) -> Network:
    by_town = kinds_by_town(county)
    here = towns(county)
    every = Counter(town.kind for town in here)
    for town in here:
        every.update(by_town.get(town.code, {}))
    return Network(
        tiles=tuple(_tile(town, by_town.get(town.code, {})) for town in here),
        kinds=tuple((kind, every[kind]) for kind in Kind if every[kind]),
    )


def town_page(county: PlaceCode, digits: str) -> TownPage | None:
    """None for what is not a town of this county today."""
    line = towns(county)
    position = next((at for at, town in enumerate(line) if town.code.digits == digits), None)
    if position is None:
        return None
    town = line[position]
    below = villages(town.code)
    return TownPage(
        tile=_tile(town, Counter(village.kind for village in below)),
        villages=tuple(below),
        before=line[position - 1] if position else None,
        after=line[position + 1] if position + 1 < len(line) else None,
    )


def everything(county: PlaceCode) -> list[Hit]:
    """All towns, then all villages, each in code order. A village counts while its town stands."""
    here = {town.code: town for town in towns(county)}
    below = [Hit(village, here[village.parent]) for village in villages(county) if village.parent in here]
    return [*(Hit(town, town) for town in here.values()), *below]


def search(county: PlaceCode, wanted: Wanted) -> Found:
    hits = [hit for hit in everything(county) if wanted.includes(hit.division, hit.town)]
    hits.sort(key=lambda hit: not wanted.words.begin(hit.division.name))
    return Found(tuple(hits[:MOST_SHOWN]), all=len(hits))


def _tile(town: Division, kinds: Mapping[Kind, int]) -> Tile:
    own = sum(count for kind, count in kinds.items() if kind in VILLAGE_KINDS)
    return Tile(town, villages=own, others=sum(kinds.values()) - own)
