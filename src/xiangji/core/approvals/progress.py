"""The way of a paper as a page shows it: a line for each stage, with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.queries import steps_of, who_can
from xiangji.core.approvals.rules.deciding import Did, State, can_take

NOT_YET = "—"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the line: `look` is done, here or nothing."""

    title: str
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of the whole history."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    state: State
    points: tuple[Point, ...]
    notice: str
    reason: str
    is_stuck: bool
    deeds: tuple[Deed, ...]


def progress_of(paper: Paper, steps: Sequence[Step] | None = None) -> Progress:
    """Three queries for a paper that waits, one for others, if `author` and `author_post` came with it.

    One less where the caller has its steps already.
    """
    steps, state = steps_of(paper) if steps is None else steps, State(paper.state)
    able = who_can(paper, steps)
    is_stuck = paper.stage is not None and not able
    notice, reason = _notice(paper, steps)
    return Progress(
        state=state,
        points=(_first_point(paper, steps), *_stage_points(paper, steps, able)),
        notice=can_take(paper.stage, ()) if paper.stage and is_stuck else notice,
        reason=reason,
        is_stuck=is_stuck,
        deeds=tuple(Deed(step.told(paper.standing).words, step.reason) for step in steps),
    )


def _first_point(paper: Paper, steps: Sequence[Step]) -> Point:
    match State(paper.state):
        case State.DRAFT:
            return Point("提交", f"等{paper.author.name}提交", "here")
        case State.RETURNED:
            return Point("提交", f"等{paper.author.name}补正", "here")
    submitted = [step for step in steps if step.did == Did.SUBMITTED]
    return Point("提交", _who_and_when(submitted[-1]), "done") if submitted else Point("提交", NOT_YET, "")


def _stage_points(paper: Paper, steps: Sequence[Step], able: Sequence[str]) -> list[Point]:
    """Of a paper that came back no stage is done: it begins again."""
    is_back = paper.state == State.RETURNED
    this_round = [] if is_back else [step for step in steps if step.round == paper.round]
    done = {step.stage: step for step in this_round if step.did == Did.APPROVED}
    return [
        Point(stage.title, _who_and_when(done[stage.key]), "done")
        if stage.key in done
        else Point(stage.title, _waits(able), "here")
        if stage == paper.stage
        else Point(stage.title, NOT_YET, "")
        for stage in paper.standing.stages
    ]


def _waits(able: Sequence[str]) -> str:
    return f"等{'、'.join(able)}" if able else "没有人能办"


def _notice(paper: Paper, steps: Sequence[Step]) -> tuple[str, str]:
    """Of a paper that was stopped: by whom, when and why."""
    if not steps or paper.state not in (State.RETURNED, State.WITHDRAWN):
        return "", ""
    return f"{steps[-1].told(paper.standing).words}。", steps[-1].reason


def _who_and_when(step: Step) -> str:
    on = timezone.localtime(step.at)
    return f"{step.by.name}，{on.month}月{on.day}日"
