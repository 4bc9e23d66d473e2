"""What several measures read in common is read once while one page looks at them (one look)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")

_seen: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar("one_look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Nothing is remembered beyond it: the next page reads anew."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def once_a_look(read: Callable[Given, Found]) -> Callable[Given, Found]:
    """For reads whose arguments can be keys. Outside of a look it is read each time."""

    @wraps(read)
    def reading(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        seen = _seen.get()
        if seen is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in seen:
            seen[key] = read(*args, **kwargs)
        found: Found = seen[key]
        return found

    return reading
