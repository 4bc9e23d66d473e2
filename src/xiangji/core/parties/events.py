"""Facts that parties announce."""

from dataclasses import dataclass

from xiangji.core.events import Event


@dataclass(frozen=True, slots=True)
class PartyErased(Event):
    """Whoever keeps a copy of anything personal of the party removes it now."""

    party: int
