"""Facts that programme announces."""

from dataclasses import dataclass
from datetime import datetime

from xiangji.core.events import Event
from xiangji.core.values import PlaceCode


@dataclass(frozen=True, slots=True)
class ProgrammeOpened(Event):
    """A plan stands on the board: for the first time, or with a new version of its document."""

    programme: str
    title: str
    place: PlaceCode
    version: int
    is_running: bool
    opened_at: datetime

    def order_key(self) -> str:
        return self.programme


@dataclass(frozen=True, slots=True)
class QuestionsRaised(Event):
    """Passages that can be read in two ways and now wait for a person (存疑)."""

    programme: str
    place: PlaceCode
    questions: tuple[str, ...]

    def order_key(self) -> str:
        return self.programme
