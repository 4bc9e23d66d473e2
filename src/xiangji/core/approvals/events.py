"""Facts that approvals announces. `about` is the thing: programme.Project:12."""

from dataclasses import dataclass
from datetime import datetime

from xiangji.core.events import Event
from xiangji.core.values import PlaceCode


@dataclass(frozen=True, slots=True)
class PaperSubmitted(Event):
    """A paper waits for its first stage."""

    paper: int
    kind: str
    about: str
    title: str
    place: PlaceCode
    round: int
    submitted_at: datetime

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class PaperReturned(Event):
    """A paper is back with its author, who reads why."""

    paper: int
    kind: str
    about: str
    title: str
    place: PlaceCode
    stage: str
    reason: str
    returned_at: datetime

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class PaperApproved(Event):
    """Every stage was taken; the paper binds from now on."""

    paper: int
    kind: str
    about: str
    title: str
    place: PlaceCode
    approved_at: datetime

    def order_key(self) -> str:
        return self.about
