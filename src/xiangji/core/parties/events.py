"""Facts that parties announce."""

from dataclasses import dataclass

from xiangji.core.events import Event


@dataclass(frozen=True, slots=True)
class PartyErased(Event):
    """Whoever keeps a copy of anything personal of the party removes it now."""

    party: int


@dataclass(frozen=True, slots=True)
class PartyMerged(Event):
    """Two registrations of one person became one: whoever keeps the first id uses the second from now on."""

    party: int
    into: int
