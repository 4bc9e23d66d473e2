from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from xiangji.core.measures.values import Reading
from xiangji.core.values import Period, PlaceCode

_CODE = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """One of the things that were counted, what it brings to the numerator, and a way to it."""

    title: str
    href: str = ""
    num: int = 1


class Reader(Protocol):
    """The person who asks. Rows obey this person's scope; None is the public."""

    @property
    def pk(self) -> object: ...


Rows = Callable[[PlaceCode, Period, Reader | None], Iterable[Row]]
Read = Callable[[PlaceCode, Period], Reading]


@dataclass(slots=True)
class Measure:
    """A figure by its code. `note` says in Chinese how it is counted (口径)."""

    code: str
    title: str
    unit: str
    kind: Literal["flow", "stock"]
    adds: Literal["sum", "last", "distinct"]
    note: str
    read: Read
    _rows: list[Rows] = field(default_factory=list)

    def __call__(self, place: PlaceCode, period: Period) -> Reading:
        return self.read(place, period)

    def rows(self, counted: Rows) -> Rows:
        """Decorator: the function that lists what was counted."""
        self._rows[:] = [counted]
        return counted

    def rows_of(self, place: PlaceCode, period: Period, by: Reader | None) -> Iterable[Row]:
        if not self._rows:
            raise LookupError(f"measure {self.code} does not say which rows it counts")
        return self._rows[0](place, period, by)


_registry: dict[str, Measure] = {}


def measure(
    code: str,
    *,
    title: str,
    unit: str,
    kind: Literal["flow", "stock"],
    adds: Literal["sum", "last", "distinct"],
    note: str,
) -> Callable[[Read], Measure]:
    """Register a figure under a code that is unique in the house, such as logistics.parcels_on_time."""
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is not the code of a figure, such as logistics.parcels_on_time")

    def register(read: Read) -> Measure:
        if code in _registry:
            raise ValueError(f"two measures are called {code}")
        _registry[code] = Measure(code, title, unit, kind, adds, note, read)
        return _registry[code]

    return register


def find(code: str) -> Measure | None:
    """None while the app that owns the figure has not registered it."""
    return _registry.get(code)


def all_measures() -> list[Measure]:
    return [_registry[code] for code in sorted(_registry)]
