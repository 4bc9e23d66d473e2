"""Taking a paper through its stages. An app's own actions call these, inside their transaction.

The app permits what is its own (who may draft); here the stages permit. The entry in the audit trail is
written here, under the name of the thing that the paper is about: the app writes no second one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType

from django.db import IntegrityError, transaction

from xiangji.core.accounts.capabilities import WORDS
from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import Acting, NotYours, permit, posts_of
from xiangji.core.approvals import queries
from xiangji.core.approvals.events import (
    PaperApproved,
    PaperMovedOn,
    PaperReturned,
    PaperSubmitted,
    PaperWithdrawn,
)
from xiangji.core.approvals.hands import able, authors_post, conflict_of
from xiangji.core.approvals.models import OPEN, Paper, Step
from xiangji.core.approvals.rules import deciding
from xiangji.core.approvals.rules.deciding import Did, NotTaken, Stage, State, Told
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.core.values import PlaceCode

_NOTHING_MORE: Mapping[str, JSON] = MappingProxyType({})


@transaction.atomic
def begin(
    *,
    kind: str,
    about: str,
    title: str,
    stages: Sequence[Stage],
    place: PlaceCode,
    organisation: Organisation | None,
    by: User,
    happened_at: datetime,
    acting: Acting | None = None,
    facts: Mapping[str, JSON] = _NOTHING_MORE,
) -> Paper:
    """A draft. `acting` is the post in which the app permitted it, or else the author's first that fits.

    `facts` are what the paper says, word for word, for the entry in the audit trail.
    """
    deciding.check_stages(stages)
    if unknown := [stage.capability for stage in stages if stage.capability not in WORDS]:
        raise LookupError(f"{unknown} are no capabilities")
    post = acting or _first_post(by, organisation)
    try:
        with transaction.atomic():
            paper = Paper.objects.create(
                kind=kind,
                about=about,
                title=title,
                place_id=place.digits,
                organisation=organisation,
                stages=[asdict(stage) for stage in stages],
                author=by,
                author_post=post.post if post else None,
                created_at=happened_at,
            )
    except IntegrityError:
        _refuse_second(kind, about)
        raise
    _note(by, "approvals.begun", paper, happened_at=happened_at, stage="", reason="", facts=facts)
    return paper


@transaction.atomic
def submit(
    *,
    paper_id: int,
    by: User,
    happened_at: datetime,
    reason: str = "",
    seen: int | None = None,
    facts: Mapping[str, JSON] = _NOTHING_MORE,
) -> Paper:
    """To the first stage, also after the paper came back. `facts` are what it says now, word for word."""
    return _author_does(
        Did.SUBMITTED, paper_id, by=by, happened_at=happened_at, reason=reason, seen=seen, facts=facts
    )


@transaction.atomic
def withdraw(
    *, paper_id: int, by: User, happened_at: datetime, reason: str = "", seen: int | None = None
) -> Paper:
    """The author takes it back for good, with a reason; never one that was approved."""
    return _author_does(Did.WITHDRAWN, paper_id, by=by, happened_at=happened_at, reason=reason, seen=seen)


@transaction.atomic
def approve(
    *, paper_id: int, by: User, happened_at: datetime, reason: str = "", seen: int | None = None
) -> Paper:
    """Take the stage that waits. `seen` is the paper's version on the page from which the person decides."""
    return _reviewer_does(Did.APPROVED, paper_id, by=by, happened_at=happened_at, reason=reason, seen=seen)


@transaction.atomic
def return_for_correction(
    *, paper_id: int, by: User, happened_at: datetime, reason: str = "", seen: int | None = None
) -> Paper:
    """Back to the author, with a reason; it starts again at the first stage."""
    return _reviewer_does(Did.RETURNED, paper_id, by=by, happened_at=happened_at, reason=reason, seen=seen)


def paper_to_change(by: User, paper_id: int) -> Paper:
    """The locked paper of whoever wants to change what it says. Raises while it is not with its author."""
    paper, steps = _locked(paper_id)
    _author_hand(by, paper, Did.SUBMITTED)
    deciding.check_change(paper.standing, last=_last(paper, steps))
    return paper


def _author_does(
    did: Did,
    paper_id: int,
    *,
    by: User,
    happened_at: datetime,
    reason: str,
    seen: int | None,
    facts: Mapping[str, JSON] = _NOTHING_MORE,
) -> Paper:
    paper, steps = _locked(paper_id)
    acting = _author_hand(by, paper, did)
    last = _last(paper, steps)
    deciding.check_seen(seen, paper.version, did=did, last=last)
    standing = deciding.taken(paper.standing, did, last=last)
    kept = deciding.reason_of(reason, did=did)

    paper.stand(standing)
    _write(paper, did, acting=acting, by=by, at=happened_at, stage="", reason=kept, facts=facts)
    return paper


def _reviewer_does(
    did: Did, paper_id: int, *, by: User, happened_at: datetime, reason: str, seen: int | None
) -> Paper:
    paper, steps = _locked(paper_id)
    _refuse_stranger(by, paper)
    last = _last(paper, steps)
    deciding.check_seen(seen, paper.version, did=did, last=last)
    standing = deciding.taken(paper.standing, did, last=last)
    stage = paper.standing.stages[paper.at_stage]
    acting = _reviewer_hand(by, paper, steps, did=did, stage=stage)
    kept = deciding.reason_of(reason, did=did)

    paper.stand(standing)
    _write(paper, did, acting=acting, by=by, at=happened_at, stage=stage.key, reason=kept)
    return paper


def _locked(paper_id: int) -> tuple[Paper, list[Step]]:
    rows = Paper.objects.select_for_update(of=("self",)).select_related(
        "author", "author_post__person", "author_post__organisation"
    )
    paper = rows.filter(pk=paper_id).first()
    if paper is None:
        raise NotYours
    return paper, queries.steps_of(paper)


def _author_hand(by: User, paper: Paper, did: Did) -> Acting | None:
    """The post in which this person acts as the author; the author needs none."""
    acting = authors_post(by, paper)
    if acting is None and by.pk != paper.author_id:
        _refuse_stranger(by, paper)
        raise deciding.not_the_author(did, paper.author.name)
    return acting


def _refuse_stranger(by: User, paper: Paper) -> None:
    """Who has to do with none of the stages learns nothing of the paper."""
    stages = paper.standing.stages
    is_author = by.pk == paper.author_id or authors_post(by, paper) is not None
    if not is_author and not any(able(by, paper, stage) for stage in stages):
        stage = stages[min(paper.at_stage, len(stages) - 1)]
        permit(by, stage.capability, place=paper.place_code, organisation=paper.organisation)
        raise NotYours


def _reviewer_hand(by: User, paper: Paper, steps: list[Step], *, did: Did, stage: Stage) -> Acting:
    """The first post in which the person may take the stage and is not the same as one before her."""
    found = able(by, paper, stage)
    if not found:
        _tell_who_was_faster(by, paper, steps, did)
        return permit(by, stage.capability, place=paper.place_code, organisation=paper.organisation)
    conflicts = [(acting, conflict_of(acting, paper, steps)) for acting in found]
    free = [acting for acting, conflict in conflicts if conflict is None]
    if free:
        return free[0]
    others = queries.who_can(paper, steps)
    deciding.check_hand(conflicts[0][1], did=did, stage=stage, others=others)
    return found[0]


def _tell_who_was_faster(by: User, paper: Paper, steps: list[Step], did: Did) -> None:
    """Two take the same stage in the same second: the second one's stage is gone."""
    before = paper.standing.stages[paper.at_stage - 1] if paper.at_stage else None
    if before and able(by, paper, before):
        raise deciding.moved_on(did, _last(paper, steps))


def _refuse_second(kind: str, about: str) -> None:
    other = Paper.objects.filter(kind=kind, about=about, state__in=OPEN).select_related("author").first()
    if other is not None:
        said = f"{other.author.name}已经写了一件，现在是“{State(other.state).label}”，请接着办那一件。"
        raise NotTaken("paper_already_begun", f"没有起草。{said}")


def _first_post(by: User, organisation: Organisation | None) -> Acting | None:
    posts = posts_of(by)
    own = [acting for acting in posts if organisation and acting.post.organisation_id == organisation.pk]
    return next(iter([*own, *posts]), None)


def _last(paper: Paper, steps: list[Step]) -> Told | None:
    return steps[-1].told(paper.standing) if steps else None


def _write(
    paper: Paper,
    did: Did,
    *,
    acting: Acting | None,
    by: User,
    at: datetime,
    stage: str,
    reason: str,
    facts: Mapping[str, JSON] = _NOTHING_MORE,
) -> None:
    Step.objects.create(
        paper=paper,
        number=paper.version,
        round=paper.round,
        stage=stage,
        did=did.value,
        reason=reason,
        by=by,
        post=acting.post if acting else None,
        post_title=f"{acting.post.organisation.name} {acting.title}" if acting else "",
        at=at,
    )
    _note(by, did.noted, paper, happened_at=at, stage=stage, reason=reason, facts=facts)
    _announce(paper, did, at=at, stage=stage, reason=reason)


def _note(
    by: User,
    did: str,
    paper: Paper,
    *,
    happened_at: datetime,
    stage: str,
    reason: str,
    facts: Mapping[str, JSON],
) -> None:
    """Under the name of the thing, whose history tells of its paper."""
    title = next((each.title for each in paper.standing.stages if each.key == stage), "")
    own: dict[str, JSON] = {
        "paper": paper.pk,
        "kind": paper.kind,
        "round": paper.round,
        "stage": title,
        "state": paper.state,
        "reason": reason,
    }
    if taken := own.keys() & facts.keys():
        raise ValueError(f"{sorted(taken)} are what approvals itself notes of a paper")
    what = paper.about.replace(":", " ")
    note(by=by, did=did, what=what, happened_at=happened_at, facts={**own, **facts})


def _announce(paper: Paper, did: Did, *, at: datetime, stage: str, reason: str) -> None:
    same = (paper.pk, paper.kind, paper.about, paper.title, paper.place_code)
    version = paper.version
    match did, State(paper.state):
        case Did.SUBMITTED, _:
            announce(PaperSubmitted(*same, round=paper.round, submitted_at=at, version=version))
        case Did.RETURNED, _:
            announce(PaperReturned(*same, stage=stage, reason=reason, returned_at=at, version=version))
        case Did.WITHDRAWN, _:
            announce(PaperWithdrawn(*same, reason=reason, withdrawn_at=at, version=version))
        case _, State.APPROVED:
            announce(PaperApproved(*same, approved_at=at, version=version))
        case _:
            announce(PaperMovedOn(*same, stage=stage, moved_at=at, version=version))
