"""What a page that everybody opens counts is counted once, until something is done in the county.

Every deed leaves an entry in the audit trail, so the newest entry says whether anything changed since. What
changes without a deed (the clock's own work) is seen after a minute at the latest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar

from xiangji.core.audit.models import Entry

Found = TypeVar("Found")
SECONDS = 60.0
MOST = 64
_all: list[Memory] = []  # type: ignore[type-arg]


@dataclass(slots=True)
class Memory(Generic[Found]):
    """The answers of one read by what was asked, in one process."""

    _kept: dict[Hashable, tuple[object, float, Found]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _all.append(self)

    def get(self, key: Hashable, read: Callable[[], Found]) -> Found:
        """One question for the newest entry; the read only where something was done since."""
        newest = Entry.objects.order_by("-pk").values_list("pk", "sha256").first()
        kept = self._kept.get(key)
        if kept and kept[0] == newest and monotonic() - kept[1] < SECONDS:
            return kept[2]
        found = read()
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = (newest, monotonic(), found)
        return found

    def forget(self) -> None:
        self._kept.clear()


def forget_all() -> None:
    """Between tests: another database may have the same newest entry."""
    for each in _all:
        each.forget()
