"""What an app hands out to others: frozen dataclasses and plain values, never a row that is alive."""

import dataclasses
import inspect
import types
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

PLAIN = (type(None), bool, int, str, bytes, float, Decimal, Fraction, date, datetime, time, timedelta, UUID)


def faults(module: types.ModuleType) -> Iterator[str]:
    """By the annotations of every public function that the module, or a part of it, defines."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("_") or not function.__module__.startswith(module.__name__):
            continue
        for fault in _faults(function):
            yield f"{function.__module__}.{name} {fault}"


def _faults(function: Callable[..., Any]) -> Iterator[str]:
    hints = get_type_hints(function)
    if "return" not in hints:
        yield "does not say what it returns"
        return
    for living in alive(hints["return"], ()):
        yield f"hands out {living}; give a frozen dataclass"


def alive(kind: object, path: tuple[Any, ...]) -> Iterator[str]:
    """The types inside that are neither plain nor frozen."""
    if kind in path or kind is Ellipsis or kind in PLAIN:
        return
    origin = get_origin(kind)
    if origin is Literal:
        return
    if origin is not None:
        for part in get_args(kind):
            yield from alive(part, (*path, kind))
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            yield f"{kind.__qualname__}, which can be changed"
        for hint in get_type_hints(kind).values():
            yield from alive(hint, (*path, kind))
    elif not (isinstance(kind, type) and issubclass(kind, Enum)):
        yield getattr(kind, "__qualname__", str(kind))
