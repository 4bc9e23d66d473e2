"""Facts that approvals announces. `about` is the thing: programme.Project:12.

`version` is the paper's after the step: whoever hears late sees whether it has moved on since.
"""

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
    version: int = 0

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class PaperMovedOn(Event):
    """A stage was taken; the paper waits for its next one."""

    paper: int
    kind: str
    about: str
    title: str
    place: PlaceCode
    stage: str
    moved_at: datetime
    version: int = 0

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
    version: int = 0

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
    version: int = 0

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class PaperWithdrawn(Event):
    """Its author took it back for good; whoever was to take a stage need not."""

    paper: int
    kind: str
    about: str
    title: str
    place: PlaceCode
    reason: str
    withdrawn_at: datetime
    version: int = 0

    def order_key(self) -> str:
        return self.about
