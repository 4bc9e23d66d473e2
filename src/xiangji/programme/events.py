"""Facts that programme announces."""

from dataclasses import dataclass
from datetime import date, datetime

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


@dataclass(frozen=True, slots=True)
class ReadingProposed(Event):
    """Somebody proposed how to read a question; another person has to decide."""

    programme: str
    place: PlaceCode
    question: str
    title: str
    reading: str
    proposed_at: datetime

    def order_key(self) -> str:
        return self.programme


@dataclass(frozen=True, slots=True)
class QuestionDecided(Event):
    """How a passage of the plan is read from now on.

    `concerns` are the targets, lines and rules it touches (target.x, ratio.x, promise.x …), `sums` what the
    reading comes to, in words: who stands below cannot ask the plan.
    """

    programme: str
    place: PlaceCode
    version: int
    question: str
    title: str
    reading: str
    reason: str
    sums: tuple[str, ...]
    concerns: tuple[str, ...]
    decided_by: str
    post: str
    paper: str
    supersedes: bool
    decided_at: datetime

    def order_key(self) -> str:
        return self.programme


@dataclass(frozen=True, slots=True)
class Publicised(Event):
    """Something is shown to everybody for some working days; `about` names it: programme.Project:12."""

    publicity: int
    kind: str
    about: str
    programme: str
    place: PlaceCode
    title: str
    days: int
    ends_on: date
    publicised_at: datetime

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class ObjectionFiled(Event):
    """Somebody has something against what is publicised; what and who stays in its table."""

    publicity: int
    kind: str
    about: str
    objection: int
    programme: str
    place: PlaceCode
    title: str
    filed_at: datetime

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class ObjectionHandled(Event):
    """An objection was answered; one that is right stops what is publicised."""

    publicity: int
    kind: str
    about: str
    objection: int
    programme: str
    place: PlaceCode
    is_upheld: bool
    handled_at: datetime

    def order_key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class ProjectInForce(Event):
    """The days have passed and nothing stands in the way: the project may begin."""

    project: int
    programme: str
    version: int
    place: PlaceCode
    name: str
    budget_line: str
    organisation: int
    due: str
    central_fen: int
    provincial_fen: int
    county_fen: int
    enterprise_fen: int
    in_force_at: datetime

    def order_key(self) -> str:
        return f"programme.Project:{self.project}"


@dataclass(frozen=True, slots=True)
class ContractorChosen(Event):
    """A contractor was chosen, nothing stands against it; `parties` are the winner and its consortium."""

    selection: int
    programme: str
    place: PlaceCode
    budget_line: str
    title: str
    method: str
    parties: tuple[int, ...]
    names: tuple[str, ...]
    chosen_at: datetime

    def order_key(self) -> str:
        return f"selection {self.selection}"


@dataclass(frozen=True, slots=True)
class AgreementSigned(Event):
    """An agreement binds a contractor; `published.agreement` says all of it."""

    agreement: int
    kind: str
    project: int
    programme: str
    place: PlaceCode
    organisation: int
    number: str
    signed_on: date
    service_since: date | None
    service_months: int
    registered_at: datetime

    def order_key(self) -> str:
        return f"project {self.project}"


@dataclass(frozen=True, slots=True)
class ServiceChecked(Event):
    """A year of the promised service was looked at."""

    project: int
    programme: str
    place: PlaceCode
    organisation: int
    year: int
    is_kept: bool
    checked_at: datetime

    def order_key(self) -> str:
        return f"project {self.project}"


@dataclass(frozen=True, slots=True)
class WorkStarted(Event):
    """Work on a project began, with what the plan asks before it, or with a reason."""

    project: int
    programme: str
    place: PlaceCode
    organisation: int
    started_on: date
    registered_at: datetime

    def order_key(self) -> str:
        return f"project {self.project}"


@dataclass(frozen=True, slots=True)
class PlanPaperInForce(Event):
    """A paper of the plan, or a change of one, has gone all its steps and counts from now on.

    `change` is empty for a paper that is no change; `version` is the plan that counts now. A change of the
    contractor names the organisation that comes in, and the project that it takes over, if it is one.
    """

    paper: int
    programme: str
    place: PlaceCode
    sort: str
    title: str
    change: str
    version: int
    project: int | None
    organisation: int | None
    in_force_at: datetime

    def order_key(self) -> str:
        return f"programme.PlanPaper:{self.paper}"
