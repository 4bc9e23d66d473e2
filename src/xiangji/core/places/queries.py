"""Reads of the administrative tree. A subtree is a range of codes, so each read is one query on the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from xiangji.core.errors import Refused
from xiangji.core.places.models import Place
from xiangji.core.places.rules.kinds import Kind, short_name
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.values import Level, PlaceCode


@dataclass(frozen=True, slots=True)
class Division:
    """A unit of the administrative tree (区划), as others may know it."""

    code: PlaceCode
    name: str
    kind: Kind
    poverty: Poverty

    @property
    def level(self) -> Level:
        return self.code.level

    @property
    def parent(self) -> PlaceCode | None:
        return self.code.parent

    @property
    def short(self) -> str:
        return short_name(self.name, self.level)


@dataclass(frozen=True, slots=True)
class KindCount:
    level: Level
    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class PoorVillages:
    """Villages on poverty lists. `listed` is false while no list was imported: then zero means nothing."""

    registered: int
    provincial: int
    listed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units of each kind lie below a place."""

    kinds: tuple[KindCount, ...]
    poor: PoorVillages

    @property
    def towns(self) -> int:
        return self._of(Level.TOWN)

    @property
    def villages(self) -> int:
        return self._of(Level.VILLAGE)

    def _of(self, level: Level) -> int:
        return sum(entry.count for entry in self.kinds if entry.level is level)


def within(code: PlaceCode, field: str = "code") -> Q:
    """The place itself and all below it, as a range that every index can serve."""
    start, end = code.range
    return Q(**{f"{field}__gte": start, f"{field}__lt": end})


def place(code: PlaceCode) -> Division | None:
    """Also a place that was abolished: papers still name it."""
    return next(iter(_divisions(Place.objects.filter(code=code.digits))), None)


def named(name: str, *, level: Level, on: date | None = None) -> Division | None:
    """Finds a place by its whole name. Refuses to choose between two of the same name."""
    found = _divisions(_valid(on).filter(level=level.value, name=name)[:2])
    if len(found) > 1:
        both = "、".join(division.code.digits for division in found)
        raise Refused(
            "place_name_not_unique", f"不知道是哪一个“{name}”。叫这个名字的至少有 {both}，请写区划代码。"
        )
    return found[0] if found else None


def towns(code: PlaceCode, on: date | None = None) -> list[Division]:
    return _divisions(_below(code, Level.TOWN, on))


def villages(code: PlaceCode, on: date | None = None) -> list[Division]:
    """All villages of a town, a county or whatever is above."""
    return _divisions(_below(code, Level.VILLAGE, on))


def kinds_by_town(code: PlaceCode, on: date | None = None) -> dict[PlaceCode, dict[Kind, int]]:
    """Villages of each town by kind, without carrying a thousand rows; a town without any is not in it."""
    below = _below(code, Level.VILLAGE, on).values_list("parent", "kind").annotate(count=Count("code"))
    counted: dict[PlaceCode, dict[Kind, int]] = {}
    for town, kind, count in below.order_by("parent", "kind"):
        counted.setdefault(PlaceCode(town), {})[Kind(kind)] = count
    return counted


def counts(code: PlaceCode, on: date | None = None) -> Counts:
    """Everything below a place by kind, and its villages on poverty lists."""
    found = (
        _valid(on)
        .filter(within(code))
        .exclude(code=code.digits)
        .values_list("level", "kind", "poverty")
        .annotate(count=Count("code"))
        .order_by("level", "kind", "poverty")
    )
    return _counted(
        [(Level(level), Kind(kind), Poverty(poverty), count) for level, kind, poverty, count in found]
    )


def _counted(found: list[tuple[Level, Kind, Poverty, int]]) -> Counts:
    kinds: dict[tuple[Level, Kind], int] = {}
    lists = dict.fromkeys(Poverty, 0)
    for level, kind, poverty, count in found:
        kinds[level, kind] = kinds.get((level, kind), 0) + count
        lists[poverty] += count
    order = list(Level), list(Kind)
    return Counts(
        kinds=tuple(
            KindCount(level, kind, count)
            for (level, kind), count in sorted(
                kinds.items(), key=lambda entry: (order[0].index(entry[0][0]), order[1].index(entry[0][1]))
            )
        ),
        poor=PoorVillages(
            registered=lists[Poverty.REGISTERED],
            provincial=lists[Poverty.PROVINCIAL],
            listed=any(count for status, count in lists.items() if status is not Poverty.UNKNOWN),
        ),
    )


def _below(code: PlaceCode, level: Level, on: date | None) -> QuerySet[Place]:
    return _valid(on).filter(within(code), level=level.value)


def _valid(on: date | None) -> QuerySet[Place]:
    day = on or timezone.localdate()
    return Place.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    )


def _divisions(found: QuerySet[Place]) -> list[Division]:
    rows: Iterable[tuple[str, str, str, str]] = found.values_list("code", "name", "kind", "poverty")
    return [
        Division(PlaceCode(code), name, Kind(kind), Poverty(poverty)) for code, name, kind, poverty in rows
    ]
