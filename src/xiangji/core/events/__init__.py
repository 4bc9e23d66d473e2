"""Facts are said in one transaction and heard in another, by a worker of our own (docs/adr/0002).

The functions import what has tables only when they are called: Django loads this package before its models.
"""

from __future__ import annotations

from dataclasses import dataclass

from xiangji.core.events.event import Event
from xiangji.core.events.registry import every, hears

__all__ = ["Event", "Health", "announce", "drain", "every", "health", "hears"]


@dataclass(frozen=True, slots=True)
class Health:
    """How long the oldest fact waits, how many wait, how many are parked, and when a worker was last seen."""

    oldest_seconds: int
    parked: int
    waiting: int
    worker_seen_seconds: int | None


def announce(fact: Event) -> None:
    """Say what has happened, in the transaction in which it happens: both are committed, or neither."""
    from xiangji.core.events import announcing

    announcing.write_down(fact)


def drain() -> int:
    """Deliver all that is due in this process, for tests and the demo; what a reaction raises rises here."""
    from xiangji.core.events import delivering

    return delivering.deliver_all()


def health() -> Health:
    """How the queue and the worker are, in one glance."""
    from xiangji.core.events import watching

    return watching.look()
