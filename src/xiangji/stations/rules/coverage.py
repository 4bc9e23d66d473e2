"""Which villages are really served (覆盖), as the plans mean it (STA-27 to STA-29).

Two bases: a village has a point of its own, or a station serves it. Two sets: all administrative villages
(行政村), and the registered poor ones among them. What is not an administrative village is left out of the
denominator by name, never silently.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil


class Basis(StrEnum):
    """What makes a village a covered one."""

    OWN = "own"
    SERVED = "served"

    @property
    def word(self) -> str:
        return {"own": "本村有站点", "served": "有站点服务"}[self]


class PoorReading(StrEnum):
    """其中贫困村覆盖面 can be read in two ways (Tengzhou 四（一）2)."""

    OF_POOR = "of_poor"
    OF_COVERED = "of_covered"

    @property
    def word(self) -> str:
        return {"of_poor": "贫困村里覆盖了多少", "of_covered": "覆盖的村里有多少是贫困村"}[self]


@dataclass(frozen=True, slots=True)
class Unit:
    """A village-level unit: `is_poor` is None where no list of poor villages (建档立卡贫困村) was loaded."""

    code: str
    name: str
    town: str
    kind: str
    is_administrative: bool
    is_poor: bool | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A station serves a village from `since` to the day before `until`; `is_own`: it stands in it."""

    village: str
    station: int
    is_own: bool
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; a share of nothing is no figure."""

    covered: int
    all: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.covered, self.all) if self.all else None

    @property
    def percent(self) -> Fraction | None:
        return None if self.ratio is None else self.ratio * 100

    def missing(self, wanted: Fraction) -> int:
        """How many more villages reach `wanted`, a ratio; part of a village counts as a whole one."""
        return max(0, ceil(wanted * self.all) - self.covered)

    def reaches(self, wanted: Fraction) -> bool | None:
        return None if self.ratio is None else self.ratio >= wanted


@dataclass(frozen=True, slots=True)
class Excluded:
    """Units of one kind that are not administrative villages: counted apart, with their names."""

    kind: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Coverage:
    """The state of one day. `own` and `served` hold codes of administrative villages; own ones are served."""

    day: date
    villages: tuple[Unit, ...]
    excluded: tuple[Excluded, ...]
    own: frozenset[str]
    served: frozenset[str]
    by: Mapping[str, tuple[int, ...]]

    @cached_property
    def poor(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.villages if unit.is_poor)

    @property
    def knows_the_poor(self) -> bool:
        """False where no list was loaded: then there is no share of poor villages."""
        return any(unit.is_poor is not None for unit in self.villages)

    def codes(self, basis: Basis) -> frozenset[str]:
        return self.own if basis is Basis.OWN else self.served

    def share(self, basis: Basis, *, town: str = "") -> Share:
        return _share(self.villages, self.codes(basis), town)

    def poor_share(
        self, basis: Basis, reading: PoorReading = PoorReading.OF_POOR, *, town: str = ""
    ) -> Share:
        """Of the poor villages those that are covered; or of the covered ones those that are poor."""
        if not self.knows_the_poor:
            return Share(0, 0)
        covered = _share(self.poor, self.codes(basis), town)
        if reading is PoorReading.OF_POOR:
            return covered
        return Share(covered.covered, self.share(basis, town=town).covered)

    def missing(self, basis: Basis) -> tuple[Unit, ...]:
        """Who is not covered, the poor ones first."""
        there = self.codes(basis)
        left = [unit for unit in self.villages if unit.code not in there]
        return tuple(sorted(left, key=lambda unit: (not unit.is_poor, unit.code)))

    def towns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit.town for unit in self.villages))


def _share(units: Iterable[Unit], there: Collection[str], town: str) -> Share:
    counted = [unit.code in there for unit in units if not town or unit.town == town]
    return Share(sum(counted), len(counted))


def coverage(
    units: Sequence[Unit], links: Iterable[Link], open_stations: Collection[int], day: date
) -> Coverage:
    """Only links that hold on the day to stations that are open on it count; a village counts once."""
    own: set[str] = set()
    by: dict[str, list[int]] = {}
    for link in links:
        if link.station in open_stations and link.holds_on(day):
            by.setdefault(link.village, []).append(link.station)
            if link.is_own:
                own.add(link.village)
    villages = tuple(unit for unit in units if unit.is_administrative)
    counted = {unit.code for unit in villages}
    return Coverage(
        day=day,
        villages=villages,
        excluded=_excluded(units),
        own=frozenset(own & counted),
        served=frozenset(by.keys() & counted),
        by={code: tuple(sorted(set(stations))) for code, stations in by.items() if code in counted},
    )


def _excluded(units: Iterable[Unit]) -> tuple[Excluded, ...]:
    kinds: dict[str, list[Unit]] = {}
    for unit in units:
        if not unit.is_administrative:
            kinds.setdefault(unit.kind, []).append(unit)
    return tuple(Excluded(kind, tuple(kinds[kind])) for kind in sorted(kinds))


@dataclass(frozen=True, slots=True)
class Clash:
    """The same village twice on one day by the same station, or two points of its own."""

    village: str
    first: Link
    second: Link


def clashes(links: Iterable[Link]) -> tuple[Clash, ...]:
    """A village has one point of its own at a time, and each station serves it once at a time."""
    by_village: dict[str, list[Link]] = {}
    for link in links:
        by_village.setdefault(link.village, []).append(link)
    return tuple(
        Clash(village, first, second)
        for village, held in sorted(by_village.items())
        for at, first in enumerate(held)
        for second in held[at + 1 :]
        if (first.station == second.station or (first.is_own and second.is_own)) and _overlap(first, second)
    )


def _overlap(first: Link, second: Link) -> bool:
    return (first.until is None or second.since < first.until) and (
        second.until is None or first.since < second.until
    )
