"""Where new points would do most (选址): the fewest stations that reach the plan's share of villages.

A set cover with a limit of villages a station: a mixed integer programme, solved by HiGHS. Villages that no
rule tells apart (same neighbourhood, same standing) are one group, so that a county without coordinates is a
programme of a few dozen numbers. The neighbourhood of a village is what lies within so many kilometres of it,
or, while coordinates are missing, its town; `Proposal.neighbourhood` says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

EARTH_KM = 6371.0088
SECONDS = 4.0
# Less than one station over all villages of a county, so that it only decides between equal proposals.
LIKES_POOR = 1e-4
# kSolutionStatusFeasible of HiGHS.
FEASIBLE = 2


@dataclass(frozen=True, slots=True)
class Site:
    """A village that may be served and may hold a point. `is_free`: it has no point yet.

    `need`: registered households (建档立卡户), for the order inside a group (STA-30); 0 where unknown.
    """

    code: str
    town: str
    is_served: bool = False
    is_free: bool = True
    is_poor: bool = False
    need: int = 0
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many more villages, so many of them poor ones; `most`: villages that one new point serves."""

    more: int
    more_poor: int = 0
    most: int = 6
    kilometres: float = 3.0


@dataclass(frozen=True, slots=True)
class Point:
    """A proposed point and the villages it would serve, its own first."""

    code: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """`is_best`: proven that fewer do not suffice; else the best that was found in time."""

    points: tuple[Point, ...]
    neighbourhood: str
    is_best: bool
    reaches: bool

    @property
    def served(self) -> int:
        return sum(len(point.serves) for point in self.points)


@dataclass(frozen=True)
class _Group:
    """Villages that the programme cannot tell apart."""

    members: tuple[Site, ...]

    @property
    def waiting(self) -> tuple[Site, ...]:
        return tuple(site for site in self.members if not site.is_served)

    @property
    def free(self) -> tuple[Site, ...]:
        return tuple(site for site in self.members if site.is_free)


def propose(sites: Sequence[Site], wanted: Wanted) -> Proposal:
    """The fewest new points. Where even a point in every village falls short, all that helps, and says so."""
    has_positions = bool(sites) and all(site.at is not None for site in sites)
    said = f"相距{wanted.kilometres:g}公里以内" if has_positions else "同一个镇（还没有坐标）"
    waiting = [site for site in sites if not site.is_served]
    more, poor = min(wanted.more, len(waiting)), min(wanted.more_poor, sum(s.is_poor for s in waiting))
    falls_short = (more, poor) != (wanted.more, wanted.more_poor)
    if not more and not poor:
        return Proposal((), said, is_best=True, reaches=not falls_short)
    groups, near = _by_distance(sites, wanted.kilometres) if has_positions else _by_town(sites)
    solved = _solve(groups, near, max(more, poor), poor, wanted.most)
    if solved is None:
        return Proposal((), said, is_best=False, reaches=False)
    opened, serves, is_best = solved
    points = _points(groups, opened, serves)
    if not has_positions:
        points = tuple(sorted(_into_the_first(points, sites), key=lambda point: point.code))
    return Proposal(points, said, is_best=is_best, reaches=not falls_short)


def _into_the_first(points: Iterable[Point], sites: Iterable[Site]) -> Iterator[Point]:
    """In a town every village is as near: a point stands in the neediest village that it serves.

    The programme does not mind putting it into a village that has its service from elsewhere.
    """
    known = {site.code: site for site in sites}

    def need(code: str) -> tuple[bool, bool, int, str]:
        site = known[code]
        return not site.is_free, not site.is_poor, -site.need, code

    for point in points:
        first, *rest = sorted(point.serves, key=need)
        yield Point(first, (first, *rest)) if known[first].is_free else point


def _by_town(sites: Sequence[Site]) -> tuple[list[_Group], list[list[int]]]:
    kept: dict[tuple[str, bool, bool, bool], list[Site]] = {}
    for site in sites:
        kept.setdefault((site.town, site.is_poor, site.is_served, site.is_free), []).append(site)
    groups = [_Group(tuple(members)) for members in kept.values()]
    towns: dict[str, list[int]] = {}
    for at, (town, *_) in enumerate(kept):
        towns.setdefault(town, []).append(at)
    return groups, [towns[town] for town, *_ in kept]


def _by_distance(sites: Sequence[Site], kilometres: float) -> tuple[list[_Group], list[list[int]]]:
    groups = [_Group((site,)) for site in sites]
    cells: dict[tuple[int, int], list[int]] = {}
    step = kilometres / 111
    for at, site in enumerate(sites):
        cells.setdefault(_cell(site, step), []).append(at)
    near: list[list[int]] = []
    for site in sites:
        row, column = _cell(site, step)
        # A degree of longitude is shorter than one of latitude: in China at least half as long.
        around = [(row + up, column + over) for up in (-1, 0, 1) for over in (-2, -1, 0, 1, 2)]
        found = [at for cell in around for at in cells.get(cell, ())]
        near.append([at for at in found if _kilometres(site, sites[at]) <= kilometres])
    return groups, near


def _cell(site: Site, step: float) -> tuple[int, int]:
    longitude, latitude = site.at or (0.0, 0.0)
    return int(latitude / step), int(longitude / step)


def _kilometres(one: Site, other: Site) -> float:
    """Great-circle distance (haversine)."""
    (lon, lat), (lon2, lat2) = one.at or (0.0, 0.0), other.at or (0.0, 0.0)
    up, over = radians(lat2 - lat), radians(lon2 - lon)
    half = sin(up / 2) ** 2 + cos(radians(lat)) * cos(radians(lat2)) * sin(over / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


# HiGHS brings no types.
_Model = Any
_Flows = dict[tuple[int, int], Any]
_Solved = tuple[list[int], dict[tuple[int, int], int], bool]


def _solve(
    groups: Sequence[_Group], near: Sequence[list[int]], more: int, poor: int, most: int
) -> _Solved | None:
    """New points in each group; for a pair of groups, how many villages of the second the first serves."""
    import highspy  # here: with numpy it would cost every process a tenth of a second at its start

    model: _Model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    model.setOptionValue("time_limit", SECONDS)
    model.setOptionValue("threads", 1)
    opened = [
        model.addIntegral(lb=0, ub=len(group.free), obj=1 - LIKES_POOR * _poor(group.free))
        for group in groups
    ]
    serves: _Flows = {
        (at, to): model.addIntegral(lb=0, ub=len(groups[to].waiting))
        for at, neighbours in enumerate(near)
        for to in neighbours
        if groups[at].free and groups[to].waiting
    }
    _hold_to_limits(model, groups, opened, serves, most)
    _ask_for(model, groups, serves, more, poor)
    model.minimize()
    return _read(model, opened, serves)


def _hold_to_limits(
    model: _Model, groups: Sequence[_Group], opened: list[Any], serves: _Flows, most: int
) -> None:
    """No village twice, no point more than it may, and each new point serves the village it stands in."""
    into: dict[int, list[Any]] = {}
    out: dict[int, list[Any]] = {}
    for (at, to), flow in serves.items():
        into.setdefault(to, []).append(flow)
        out.setdefault(at, []).append(flow)
    for to, flows in into.items():
        model.addConstr(model.qsum(flows) <= len(groups[to].waiting))
    for at, flows in out.items():
        model.addConstr(model.qsum(flows) <= most * opened[at])
    for at, each in enumerate(opened):
        if (at, at) in serves:
            model.addConstr(serves[at, at] >= each)


def _ask_for(model: _Model, groups: Sequence[_Group], serves: _Flows, more: int, poor: int) -> None:
    model.addConstr(model.qsum(list(serves.values())) >= more)
    if poor:
        of_poor = [flow for (_at, to), flow in serves.items() if _poor(groups[to].waiting)]
        model.addConstr(model.qsum(of_poor) >= poor)


def _read(model: _Model, opened: list[Any], serves: _Flows) -> _Solved | None:
    """None where nothing was found in time, or nothing can be."""
    if model.getInfo().primal_solution_status != FEASIBLE:
        return None
    values = {pair: round(model.val(flow)) for pair, flow in serves.items()}
    is_best = model.modelStatusToString(model.getModelStatus()) == "Optimal"
    return [round(model.val(each)) for each in opened], {k: v for k, v in values.items() if v}, is_best


def _poor(members: Iterable[Site]) -> int:
    """All of a group are poor villages, or none is."""
    return int(any(site.is_poor for site in members))


def _points(
    groups: Sequence[_Group], opened: Sequence[int], serves: Mapping[tuple[int, int], int]
) -> tuple[Point, ...]:
    """Members of a group are taken by need, then by code; each village is served by one new point."""
    chosen = [_first(group.free, count) for group, count in zip(groups, opened, strict=True)]
    taken = {site.code for sites in chosen for site in sites if not site.is_served}
    rest = {
        at: [s for s in _first(g.waiting, len(g.waiting)) if s.code not in taken]
        for at, g in enumerate(groups)
    }
    points: list[Point] = []
    for at, sites in enumerate(chosen):
        left = {to: count for (start, to), count in serves.items() if start == at}
        own = sum(not site.is_served for site in sites)
        left[at] = left.get(at, 0) - own
        queue = [site for to, count in left.items() for site in _pulled(rest[to], count)]
        points += _shared_out(sites, queue)
    return tuple(sorted(points, key=lambda point: point.code))


def _first(sites: Iterable[Site], count: int) -> list[Site]:
    return sorted(sites, key=lambda site: (-site.need, site.code))[:count]


def _pulled(waiting: list[Site], count: int) -> list[Site]:
    taken, waiting[:] = waiting[: max(count, 0)], waiting[max(count, 0) :]
    return taken


def _shared_out(sites: Sequence[Site], queue: Sequence[Site]) -> list[Point]:
    """Evenly over the points of a group, so that none serves more than it may."""
    return [
        Point(
            site.code,
            (*(() if site.is_served else (site.code,)), *(other.code for other in queue[at :: len(sites)])),
        )
        for at, site in enumerate(sites)
    ]
