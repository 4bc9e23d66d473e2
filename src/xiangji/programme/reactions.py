"""What programme does when it hears a fact: its questions are raised, and whoever has the next step is told.

Papers and their stages are told by core.notify itself.
"""

from collections.abc import Iterable

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting
from xiangji.core.approvals.hands import everyone_for_the_author
from xiangji.core.approvals.models import Paper
from xiangji.core.events import hears
from xiangji.core.notify.people import others, who_may
from xiangji.core.notify.telling import kind, quoted, settle, tell
from xiangji.programme import actions, queries
from xiangji.programme.events import (
    ObjectionFiled,
    ObjectionHandled,
    ProgrammeOpened,
    ProjectInForce,
    QuestionDecided,
    ReadingProposed,
)
from xiangji.programme.models import Decision, Objection, Proposal, Publicity, Question
from xiangji.programme.rules import deciding

READING_WAITS = kind("programme.reading_waits", "读法等定")
READING_DECIDED = kind("programme.reading_decided", "读法定了")
OBJECTION_WAITS = kind("programme.objection_waits", "公示异议等处理")
OBJECTION_UPHELD = kind("programme.objection_upheld", "公示异议成立")
IN_FORCE = kind("programme.project_in_force", "项目生效")


@hears(ProgrammeOpened)
def raise_the_questions_of_the_document(fact: ProgrammeOpened) -> None:
    actions.raise_questions(programme=fact.programme, by=None, happened_at=fact.opened_at)


@hears(ReadingProposed)
def tell_who_decides_how_it_is_read(fact: ReadingProposed) -> None:
    """Whoever the plan names, but nobody whose own proposal it is. A newer proposal takes its place."""
    question = _question(fact.programme, fact.question)
    proposal, asked = question.proposal, queries.asked_of(question)
    if proposal is None or proposal.at != fact.proposed_at or asked is None:
        return
    settle(_proposals_of(question, but=proposal), happened_at=fact.proposed_at)
    kinds = deciding.deciders(asked.who).kinds
    hands = [each for each in who_may("programme.decide_question", place=fact.place) if each.kind in kinds]
    tell(
        others(hands, Acting(proposal.post, proposal.by)),
        kind=READING_WAITS,
        about=f"programme.Question:{question.pk}",
        title=f"{quoted(asked.title)}有人提了读法，等您定。",
        body=f"{proposal.by.name}（{proposal.post_title}）提的是{quoted(proposal.reading)}。{_because(proposal.reason)}",
        key=f"programme.Proposal:{proposal.pk}",
        happened_at=fact.proposed_at,
    )


@hears(QuestionDecided)
def tell_the_proposer_how_it_is_read(fact: QuestionDecided) -> None:
    question = _question(fact.programme, fact.question)
    settle(_proposals_of(question), happened_at=fact.decided_at)
    decisions = Decision.objects.filter(question=question, at=fact.decided_at).select_related("proposal__by")
    for decision in decisions:
        tell(
            [decision.proposal.by],
            kind=READING_DECIDED,
            about=f"programme.Question:{question.pk}",
            title=f"{quoted(fact.title)}的读法定了：{fact.reading.rstrip('。')}。",
            body=f"{fact.decided_by}（{fact.post}）定的。{_because(fact.reason)}",
            key=f"programme.Decision:{decision.pk}",
            happened_at=fact.decided_at,
        )


@hears(ObjectionFiled)
def tell_who_handles_objections(fact: ObjectionFiled) -> None:
    """Without its words and without a name: they stay in their table."""
    if not Objection.objects.filter(pk=fact.objection, finding="").exists():
        return
    tell(
        who_may("programme.handle_objection", place=fact.place),
        kind=OBJECTION_WAITS,
        about=fact.about,
        title=f"{quoted(fact.title)}的公示收到异议，等您处理。",
        body="处理以前，公示期满了也不生效。",
        key=f"programme.Objection:{fact.objection}",
        happened_at=fact.filed_at,
    )


@hears(ObjectionHandled)
def tell_whose_publicity_stops(fact: ObjectionHandled) -> None:
    """Whoever wrote it and whoever publicised it. One that was not right changes nothing for them."""
    settle([f"programme.Objection:{fact.objection}"], happened_at=fact.handled_at)
    if not fact.is_upheld:
        return
    shown = Publicity.objects.select_related("by").get(pk=fact.publicity)
    handler = Objection.objects.get(pk=fact.objection).handled_by_id
    tell(
        [person for person in (*_authors_of(fact.about), shown.by) if person.pk != handler],
        kind=OBJECTION_UPHELD,
        about=fact.about,
        title=f"{quoted(shown.title)}的公示异议成立，停下了。",
        body="答复写在公示页上。",
        key=f"programme.Objection:{fact.objection}/upheld",
        happened_at=fact.handled_at,
    )


@hears(ProjectInForce)
def tell_whose_project_is_in_force(fact: ProjectInForce) -> None:
    about = f"programme.Project:{fact.project}"
    tell(
        _authors_of(about),
        kind=IN_FORCE,
        about=about,
        title=f"{quoted(fact.name)}生效了。",
        body="公示期满，没有成立的异议。",
        key=f"{about}/in_force",
        happened_at=fact.in_force_at,
    )


def _question(programme: str, key: str) -> Question:
    rows = Question.objects.select_related("programme__version", "proposal__by", "proposal__post")
    return rows.get(programme__key=programme, key=key)


def _proposals_of(question: Question, *, but: Proposal | None = None) -> list[str]:
    rows = Proposal.objects.filter(question=question)
    older = rows.exclude(pk=but.pk) if but else rows
    return [f"programme.Proposal:{pk}" for pk in older.values_list("pk", flat=True)]


def _authors_of(about: str) -> Iterable[User]:
    """Of the last paper on the thing; a thing without a paper has none."""
    papers = Paper.objects.filter(about=about).select_related("author", "author_post__person")
    paper = papers.order_by("pk").last()
    return everyone_for_the_author(paper) if paper else ()


def _because(reason: str) -> str:
    return f"理由：{reason.rstrip('。')}。"
