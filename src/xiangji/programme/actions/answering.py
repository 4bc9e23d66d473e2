"""Answering a question of the plan (存疑): one person proposes a reading, another decides."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.capabilities import scope_of
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit, posts_of, same_person
from xiangji.core.accounts.rules.scopes import Asked as AskedScope
from xiangji.core.accounts.rules.scopes import covers
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.core.values import PlaceCode
from xiangji.programme import queries
from xiangji.programme.events import QuestionDecided, ReadingProposed
from xiangji.programme.models import Decision, Proposal, Question, Word
from xiangji.programme.rules import deciding
from xiangji.programme.rules.deciding import Deciders, NotDecided, Told
from xiangji.programme.rules.questions import Asked

DECIDE = "programme.decide_question"


@transaction.atomic
def propose_reading(
    *, question: Question, reading: str, reason: str, by: User, happened_at: datetime
) -> Proposal:
    """Say how the passage should be read, and why. It counts only when another person has decided."""
    acting = permit(by, "programme.propose_reading", place=question.programme.place_code)
    locked, asked = _locked(question, undone="没有提出")

    deciding.check_reading(reading, _titles(asked), undone="没有提出")
    kept = deciding.reason_of(reason, undone="没有提出")

    proposal = Proposal.objects.create(
        question=locked,
        version=locked.programme.version,
        reading=reading,
        reason=kept,
        by=by,
        post=acting.post,
        post_title=_post_title(acting),
        at=happened_at,
    )
    locked.wait_for(proposal)
    facts = {"reading": reading, "reason": kept, "post": proposal.post_title}
    note(by=by, did="programme.reading_proposed", what=locked, happened_at=happened_at, facts=facts)
    announce(
        ReadingProposed(
            programme=locked.programme.key,
            place=locked.programme.place_code,
            question=locked.key,
            title=asked.title,
            reading=reading,
            proposed_at=happened_at,
        )
    )
    return proposal


@transaction.atomic
def decide_question(
    *,
    question: Question,
    reading: str,
    reason: str,
    by: User,
    happened_at: datetime,
    supersedes: int | None = None,
    paper: str = "",
) -> Decision:
    """Say how the passage is read from now on: as proposed, or in another way.

    `supersedes` is the decision that whoever changes it has seen. An earlier one is never overwritten.
    """
    permit(by, "programme.decide_question", place=question.programme.place_code)
    locked, asked = _locked(question, undone="没有定")
    whose = deciding.deciders(asked.who)
    acting = _acting(by, whose, asked, place=locked.programme.place_code)

    standing = locked.decision
    deciding.check_turn(
        _told(standing) if standing else None,
        supersedes_it=standing is not None and supersedes == standing.pk,
        asked_to_supersede=supersedes is not None,
    )
    waiting = locked.proposal
    if waiting is None:
        raise deciding.nobody_proposed()
    is_same = same_person(acting, Acting(waiting.post, waiting.by))
    deciding.check_second_person(_told(waiting), is_same_person=is_same)
    deciding.check_reading(reading, _titles(asked), undone="没有定")
    kept, kept_paper = deciding.reason_of(reason, undone="没有定"), deciding.paper_of(paper, whose)

    decision = Decision.objects.create(
        question=locked,
        version=locked.programme.version,
        reading=reading,
        reason=kept,
        paper=kept_paper,
        by=by,
        post=acting.post,
        post_title=_post_title(acting),
        at=happened_at,
        proposal=waiting,
        supersedes=standing or _last(locked),
    )
    locked.stand_by(decision)
    _say(decision, locked, asked)
    return decision


def _say(decision: Decision, question: Question, asked: Asked) -> None:
    facts: dict[str, JSON] = {
        "reading": decision.reading,
        "reason": decision.reason,
        "paper": decision.paper,
        "post": decision.post_title,
        "before": decision.supersedes.reading if decision.supersedes else "",
        "proposal": decision.proposal_id,
    }
    note(
        by=decision.by, did="programme.question_decided", what=question, happened_at=decision.at, facts=facts
    )
    taken = next(each for each in asked.readings if each.title == decision.reading)
    announce(
        QuestionDecided(
            programme=question.programme.key,
            place=question.programme.place_code,
            version=question.programme.version_id,
            question=question.key,
            title=asked.title,
            reading=decision.reading,
            reason=decision.reason,
            sums=taken.sums,
            concerns=asked.concerns,
            decided_by=decision.by.name,
            post=decision.post_title,
            paper=decision.paper,
            supersedes=decision.supersedes is not None,
            decided_at=decision.at,
        )
    )


def _locked(question: Question, *, undone: str) -> tuple[Question, Asked]:
    """The row for this transaction alone, with what its plan says now."""
    # First the lock, then the reading: joined in one statement, PostgreSQL would give what the waited-for
    # transaction wrote on the row, beside what was joined to it before.
    Question.objects.select_for_update().filter(pk=question.pk).first()
    rows = Question.objects.select_related(
        "programme__version", "proposal__by", "proposal__post", "decision__by"
    )
    locked = rows.filter(pk=question.pk).first()
    if locked is None:
        raise NotYours
    if not locked.programme.is_running:
        said = "这是存档的原件，照原样留着；读法在正在执行的方案上定。"
        raise NotDecided("plan_not_in_force", f"{undone}。{said}")
    asked = queries.asked_of(locked)
    if asked is None:
        said = "方案的现行版本里没有这一处了。"
        raise NotDecided("no_longer_asked", f"{undone}。{said}")
    return locked, asked


def _acting(by: User, whose: Deciders, asked: Asked, *, place: PlaceCode) -> Acting:
    """The post in which this person is the one whom the plan names."""
    for acting in posts_of(by):
        scope = scope_of(acting.kind, DECIDE)
        reaches = scope is not None and covers(scope, acting.post.held, AskedScope(place=place))
        if reaches and acting.kind.value in whose.kinds:
            return acting
    said = f"这一处由{asked.who}定，您现在的岗位不是。"
    raise NotDecided("not_the_decider", f"没有定。{said}")


def _last(question: Question) -> Decision | None:
    """Of a question that a later version of the plan asked anew."""
    return Decision.objects.filter(question=question).order_by("-pk").first()


def _titles(asked: Asked) -> tuple[str, ...]:
    return tuple(reading.title for reading in asked.readings)


def _told(word: Word) -> Told:
    on = timezone.localtime(word.at)
    shown = f"{on.year}年{on.month}月{on.day}日 {on:%H:%M}"
    return Told(word.by.name, word.post_title, word.reading, shown)


def _post_title(acting: Acting) -> str:
    return f"{acting.post.organisation.name} {acting.title}"
