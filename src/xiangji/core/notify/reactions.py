"""Papers that go from hand to hand: whoever has the next step is told, and whoever wrote it how it ended.

A fact that its paper has left behind tells nobody: the next one is on its way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xiangji.core.accounts.models import User
from xiangji.core.approvals.events import (
    PaperApproved,
    PaperMovedOn,
    PaperReturned,
    PaperSubmitted,
    PaperWithdrawn,
)
from xiangji.core.approvals.hands import everyone_for_the_author
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.queries import hands_free, steps_of
from xiangji.core.events import hears
from xiangji.core.notify.models import Message
from xiangji.core.notify.telling import kind, quoted, settle, tell

WAITS = kind("approvals.paper_waits", "公文等办")
RETURNED = kind("approvals.paper_returned", "公文退回")
APPROVED = kind("approvals.paper_approved", "公文批准")
WITHDRAWN = kind("approvals.paper_withdrawn", "公文撤回")


@hears(PaperSubmitted)
def tell_who_can_take_the_first_stage(fact: PaperSubmitted) -> None:
    _tell_who_can(fact.paper, fact.version, fact.submitted_at)


@hears(PaperMovedOn)
def tell_who_can_take_the_next_stage(fact: PaperMovedOn) -> None:
    _tell_who_can(fact.paper, fact.version, fact.moved_at)


@hears(PaperReturned)
def tell_the_author_that_it_came_back(fact: PaperReturned) -> None:
    paper = _paper(fact.paper)
    settle(_keys_before(paper, fact.version), happened_at=fact.returned_at)
    if paper.version != fact.version:
        return
    step = _step(steps_of(paper), fact.version)
    tell(
        _but(step.by, everyone_for_the_author(paper)),
        kind=RETURNED,
        about=paper.about,
        title=f"{quoted(paper.title)}退回来了，改好再提交。",
        body=_told(step, paper),
        key=_key(paper, fact.version),
        happened_at=fact.returned_at,
    )


@hears(PaperApproved)
def tell_the_author_that_it_binds(fact: PaperApproved) -> None:
    paper = _paper(fact.paper)
    settle(_keys_before(paper, fact.version), happened_at=fact.approved_at)
    step = _step(steps_of(paper), fact.version)
    tell(
        _but(step.by, everyone_for_the_author(paper)),
        kind=APPROVED,
        about=paper.about,
        title=f"{quoted(paper.title)}批准了。",
        body=_told(step, paper),
        key=_key(paper, fact.version),
        happened_at=fact.approved_at,
    )


@hears(PaperWithdrawn)
def tell_who_waits_no_longer(fact: PaperWithdrawn) -> None:
    """Whoever was told that it waits for them; the author too, if another one withdrew it."""
    paper = _paper(fact.paper)
    before = list(_keys_before(paper, fact.version))
    waited = Message.objects.filter(key__in=before, kind=WAITS.name, settled_at=None).select_related("to")
    people = [message.to for message in waited]
    settle(before, happened_at=fact.withdrawn_at)
    step = _step(steps_of(paper), fact.version)
    tell(
        _but(step.by, [*people, *everyone_for_the_author(paper)]),
        kind=WITHDRAWN,
        about=paper.about,
        title=f"{quoted(paper.title)}撤回了，不用再办。",
        body=_told(step, paper),
        key=_key(paper, fact.version),
        happened_at=fact.withdrawn_at,
    )


def _tell_who_can(pk: int, version: int, happened_at: datetime) -> None:
    paper = _paper(pk)
    settle(_keys_before(paper, version), happened_at=happened_at)
    stage = paper.stage
    if paper.version != version or stage is None:
        return
    steps = steps_of(paper)
    tell(
        hands_free(paper, steps),
        kind=WAITS,
        about=paper.about,
        title=f"{quoted(paper.title)}到了{quoted(stage.title)}，等您办。",
        body=_told(_step(steps, version), paper),
        key=_key(paper, version),
        happened_at=happened_at,
    )


def _paper(pk: int) -> Paper:
    return Paper.objects.select_related("author", "author_post__person").get(pk=pk)


def _step(steps: Iterable[Step], version: int) -> Step:
    return next(step for step in steps if step.number == version)


def _told(step: Step, paper: Paper) -> str:
    """Who did what, and why where a reason was given; when stands on the message itself."""
    told = step.told(paper.standing)
    post = f"（{told.post}）" if told.post else ""
    stage = f"在{quoted(told.stage)}" if told.stage else ""
    reason = f"理由：{step.reason.rstrip('。')}。" if step.reason else ""
    return f"{told.who}{post}{stage}{told.did.label}。{reason}"


def _but(doer: User, people: Iterable[User]) -> list[User]:
    return [person for person in people if person.pk != doer.pk]


def _key(paper: Paper, version: int) -> str:
    return f"approvals.Paper:{paper.pk}/{version}"


def _keys_before(paper: Paper, version: int) -> Iterable[str]:
    return (_key(paper, earlier) for earlier in range(1, version))
