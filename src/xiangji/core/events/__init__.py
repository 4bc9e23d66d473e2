"""Facts are said in one transaction and heard in another, by a worker of our own (docs/adr/0002).

The functions import what has tables only when they are called: Django loads this package before its models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangji.core.events.event import Event
from xiangji.core.events.registry import every, hears

if TYPE_CHECKING:
    from xiangji.core.events.watching import Health

__all__ = ["Event", "announce", "drain", "every", "health", "hears"]


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
