"""How a paper that binds goes from hand to hand, and who may take its next step. Pure.

A paper is approved when each of its stages was taken, in order, by different people, none of whom wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from xiangji.core.errors import Refused

REASON_LENGTH = 500


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        return self not in (State.APPROVED, State.WITHDRAWN)

    @property
    def is_with_author(self) -> bool:
        """The contents may be changed now, and at no other time."""
        return self in (State.DRAFT, State.RETURNED)


class Did(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _DEEDS[self]

    @property
    def noted(self) -> str:
        """What the step is called in the audit."""
        return _NOTED[self]

    @property
    def undone(self) -> str:
        return f"没有{self.label}"

    @property
    def needs_reason(self) -> bool:
        return self in (Did.RETURNED, Did.WITHDRAWN)


_STATES = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "审批中",
    State.RETURNED: "退回补正",
    State.APPROVED: "已批准",
    State.WITHDRAWN: "已撤回",
}
_NOTED = {
    Did.SUBMITTED: "approvals.submitted",
    Did.APPROVED: "approvals.approved",
    Did.RETURNED: "approvals.returned",
    Did.WITHDRAWN: "approvals.withdrawn",
}
_DEEDS = {Did.SUBMITTED: "提交", Did.APPROVED: "同意", Did.RETURNED: "退回", Did.WITHDRAWN: "撤回"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One check of a paper: its name on the page (财政审核) and the capability that takes it."""

    key: str
    title: str
    capability: str


@dataclass(frozen=True, slots=True)
class Told:
    """A step that somebody took, as the next person is told of it."""

    who: str
    post: str
    did: Did
    stage: str
    on: str

    @property
    def words(self) -> str:
        post = f"（{self.post}）" if self.post else ""
        stage = f"在“{self.stage}”" if self.stage else ""
        return f"{self.who}{post}{self.on}已经{stage}{self.did.label}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a person may not take a stage: the paper is her own, or she took the stage that is named."""

    stage: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper stands. `version` counts its steps, `round` how often it was submitted."""

    stages: tuple[Stage, ...]
    state: State = State.DRAFT
    at_stage: int = 0
    round: int = 0
    version: int = 0

    @property
    def stage(self) -> Stage | None:
        """The stage that waits for somebody."""
        return self.stages[self.at_stage] if self.state is State.SUBMITTED else None


class NotTaken(Refused):
    """The step was not taken and the paper stands as it stood."""


def check_stages(stages: Sequence[Stage]) -> None:
    """What an app declares; a fault in it is a bug."""
    keys = [stage.key for stage in stages]
    if not keys or len(set(keys)) < len(keys):
        raise ValueError(f"a paper needs stages with keys of their own, not {keys}")


def taken(standing: Standing, did: Did, *, last: Told | None) -> Standing:
    """The paper after the step. Raises NotTaken where it does not stand so that the step could follow."""
    allowed = {
        Did.SUBMITTED: standing.state.is_with_author,
        Did.APPROVED: standing.state is State.SUBMITTED,
        Did.RETURNED: standing.state is State.SUBMITTED,
        Did.WITHDRAWN: standing.state.is_open,
    }
    if not allowed[did]:
        raise _out_of_turn(standing, did, last)
    return replace(_after(standing, did), version=standing.version + 1)


def check_change(standing: Standing, *, last: Told | None) -> None:
    """Contents are changed while the paper is with its author. Raises NotTaken."""
    if not standing.state.is_with_author:
        raise NotTaken("paper_is_locked", f"没有改。{_where(standing, last)}")


def check_seen(seen: int | None, version: int, *, did: Did, last: Told | None) -> None:
    """Who decides has seen the paper as it stands. Raises NotTaken, naming who was faster."""
    if seen is not None and seen != version:
        raise moved_on(did, last)


def moved_on(did: Did, last: Told | None) -> NotTaken:
    said = f"您打开以后，{last.words}。" if last else "您打开以后它变了。"
    return NotTaken("paper_moved_on", f"{did.undone}。{said}请重新打开，看过再办。")


def check_hand(conflict: Conflict | None, *, did: Did, stage: Stage, others: Sequence[str]) -> None:
    """Never one's own paper, never two stages by one person. Raises NotTaken, naming who else can."""
    if conflict is None:
        return
    if conflict.stage:
        said = f"您或者与您互为代理的人已经办过“{conflict.stage}”，一个人不能办两步。"
        raise NotTaken("stage_by_same_person", f"{did.undone}。{said}{can_take(stage, others)}")
    said = "这件公文是您或者与您互为代理的人写的、提交的，要由别人来审。"
    raise NotTaken("paper_is_own", f"{did.undone}。{said}{can_take(stage, others)}")


def can_take(stage: Stage, names: Sequence[str]) -> str:
    """Who can take the stage; one that nobody can take says so and what to do."""
    if names:
        return f"能办“{stage.title}”的有{'、'.join(names)}。"
    return f"现在没有人能办“{stage.title}”，请安全管理员给岗位，或者定一位代理。"


def not_the_author(did: Did, author: str) -> NotTaken:
    return NotTaken(
        "paper_is_of_another", f"{did.undone}。这件公文是{author}写的，由本人、代理人或者同岗位的人办。"
    )


def reason_of(text: str, *, did: Did) -> str:
    """The reason on one line. Raises NotTaken for a missing, an endless or an unreadable one."""
    reason = " ".join(text.split())
    if not reason and did.needs_reason:
        raise NotTaken("step_needs_reason", f"{did.undone}。没有写理由，请写明为什么{did.label}。")
    if len(reason) > REASON_LENGTH:
        said = f"理由有{len(reason)}个字，最多{REASON_LENGTH}个字，请写短一些。"
        raise NotTaken("step_reason_too_long", f"{did.undone}。{said}")
    if not reason.isprintable():
        raise NotTaken("step_reason_unreadable", f"{did.undone}。理由里有看不见的字符，请重新写成普通文字。")
    return reason


def _after(standing: Standing, did: Did) -> Standing:
    match did:
        case Did.SUBMITTED:
            return replace(standing, state=State.SUBMITTED, at_stage=0, round=standing.round + 1)
        case Did.APPROVED:
            upto = standing.at_stage + 1
            state = State.APPROVED if upto == len(standing.stages) else State.SUBMITTED
            return replace(standing, state=state, at_stage=upto)
        case Did.RETURNED:
            return replace(standing, state=State.RETURNED, at_stage=0)
        case Did.WITHDRAWN:
            return replace(standing, state=State.WITHDRAWN, at_stage=0)


def _out_of_turn(standing: Standing, did: Did, last: Told | None) -> NotTaken:
    return NotTaken("step_out_of_turn", f"{did.undone}。{_where(standing, last)}")


def _where(standing: Standing, last: Told | None) -> str:
    told = f"{last.words}。" if last else ""
    match standing.state:
        case State.DRAFT:
            return "这件公文还是草稿，先由写的人提交。"
        case State.SUBMITTED:
            title = standing.stages[standing.at_stage].title
            return f"{told}这件公文正在审批，等“{title}”；要改，先请审的人退回。"
        case State.RETURNED:
            return f"{told}这件公文在写的人那里，改好再提交。"
        case State.APPROVED:
            return f"{told}批准了的公文不能再动；要变更，另写一件。"
        case State.WITHDRAWN:
            return f"{told}撤回了的公文不能再用；要办，另写一件。"
