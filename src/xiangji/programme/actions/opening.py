"""Opening a plan, and asking what it leaves open."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.events import announce
from xiangji.core.places import named
from xiangji.core.places.county import current_county
from xiangji.core.values import Level, PlaceCode
from xiangji.programme import queries
from xiangji.programme.events import ProgrammeOpened, QuestionsRaised
from xiangji.programme.models import Programme, Question
from xiangji.programme.queries import plan_papers
from xiangji.programme.rules import plan_paper, successor
from xiangji.programme.rules.checking import check_reading
from xiangji.programme.rules.document import PlanDocument

Body = dict[str, Any]


def register_plan(
    *,
    plan_file: Path,
    reading_file: Path | None,
    by: User | None,
    happened_at: datetime,
    successor_years: int = 0,
) -> Programme:
    """Put a plan on the board: the document as it is, or a running copy with dates moved by whole years.

    The same files again change nothing. Changed files are published as the next version; the old one stays.
    """
    body = read_body(plan_file, reading_file)
    document = PlanDocument.of(body)
    if not successor_years:
        return _open(key=document.key, body=body, original=None, years=0, runs=False, by=by, at=happened_at)
    return _open(
        key=f"{document.key}-shifted",
        body=successor.shifted(body, successor_years),
        original=document.key,
        years=successor_years,
        runs=True,
        by=by,
        at=happened_at,
    )


def take_up_plan(
    *, plan_file: Path, reading_file: Path | None, by: User | None, happened_at: datetime
) -> Programme:
    """The county's own plan counts here from its day on; a paper of anybody else is kept on file."""
    body = read_body(plan_file, reading_file)
    document = PlanDocument.of(body)
    is_ours = _place_of(document) == current_county().code
    return _open(key=document.key, body=body, original=None, years=0, runs=is_ours, by=by, at=happened_at)


def read_body(plan_file: Path, reading_file: Path | None) -> Body:
    """The document and our reading of it, as they are published together. Refuses what is not a plan."""
    reading = policy.read_reading(reading_file) if reading_file else {}
    body = {"plan": policy.read_plan(plan_file), "reading": reading}
    check_reading(body, plan_file=plan_file.name, reading_file=reading_file.name if reading_file else "")
    return body


@transaction.atomic
def _open(
    *, key: str, body: Body, original: str | None, years: int, runs: bool, by: User | None, at: datetime
) -> Programme:
    document = PlanDocument.of(body)
    programme = Programme.objects.select_for_update().filter(key=key).first()
    source = _original(original)
    version = policy.publish(
        programme=key,
        place=_place_of(document),
        body=body,
        title=document.document.title,
        standing="in_force" if runs else "on_file",
        valid_from=_runs_from(document) if runs else _issued_on(document),
        valid_to=None,
        by=by,
        at=at,
    )
    if programme and programme.version_id == version.pk:
        return programme
    if programme:
        _check_free(programme)
    programme = programme or Programme(key=key, place_id=version.place_id, opened_at=at)
    programme.follow(version, original=source, years=years)

    _tell(programme, by=by, at=at)
    return programme


def _check_free(programme: Programme) -> None:
    """A plan that a meeting judges or the public has read gets no new version beside it (PRG-11)."""
    paper = plan_papers.locking(programme)
    if paper:
        shown = paper.publicity
        on = timezone.localdate(shown.started_at) if shown else None
        raise plan_paper.locked(paper.title, plan_papers.state(paper), on)


@transaction.atomic
def publish_change(
    *, programme: Programme, body: Body, by: User | None, happened_at: datetime
) -> policy.PolicyVersion:
    """The next version of a plan in force, when its change has gone all its steps. The old one stays."""
    locked = Programme.objects.select_for_update().select_related("version").get(pk=programme.pk)
    version = policy.publish(
        programme=locked.key,
        place=locked.place_code,
        body=body,
        title=locked.version.title,
        standing="in_force",
        valid_from=timezone.localdate(happened_at),
        valid_to=None,
        by=by,
        at=happened_at,
    )
    locked.follow(version, original=locked.original, years=locked.shifted_years)
    _tell(locked, by=by, at=happened_at)
    return version


def _tell(programme: Programme, *, by: User | None, at: datetime) -> None:
    facts: dict[str, JSON] = {"version": programme.version.number}
    note(by=by, did="programme.opened", what=programme, happened_at=at, facts=facts)
    announce(
        ProgrammeOpened(
            programme=programme.key,
            title=programme.version.title,
            place=programme.place_code,
            version=programme.version_id,
            is_running=programme.is_running,
            opened_at=at,
        )
    )


def _original(key: str | None) -> Programme | None:
    if key is None:
        return None
    source = Programme.objects.filter(key=key).first()
    if source is None:
        raise Refused("original_not_on_file", f"没有顺延。原件 {key} 还没有登记，请先登记原件。")
    return source


def _place_of(document: PlanDocument) -> PlaceCode:
    """The county that the plan names, or the province of a provincial notice."""
    paper = document.document
    name, level = (paper.county, Level.COUNTY) if paper.county else (paper.province, Level.PROVINCE)
    place = named(name, level=level)
    if place is None:
        raise Refused(
            "plan_place_not_known",
            f"方案没有登记。{document.key} 写的“{name}”不在区划表里，请先装入它的区划。",
        )
    return place.code


def _issued_on(document: PlanDocument) -> date:
    """The issue date; where the paper has none, the day on which its first phase begins."""
    return document.document.date or _first_day(document)


def _runs_from(document: PlanDocument) -> date:
    """A copy counts as soon as one of its phases runs: 东港 issued its plan in the second of them."""
    return min(_issued_on(document), _first_day(document))


def _first_day(document: PlanDocument) -> date:
    if document.phases:
        return min(phase.start for phase in document.phases).first_day
    return document.document.date or date(document.document.programme_year, 1, 1)


@transaction.atomic
def raise_questions(*, programme: str, by: User | None, happened_at: datetime) -> list[Question]:
    """Ask what the document leaves open. Asking again raises only what is new.

    A decision on a reading that the plan no longer has counts no longer: its question stands open again.
    """
    opened = Programme.objects.select_for_update().get(key=programme)
    document = queries.study_of(opened).document
    already = _ask_again(opened, document, by=by, at=happened_at)
    new = [question for question in document.questions if question.key not in already]
    if not new:
        return []
    raised = Question.objects.bulk_create(
        Question(
            programme=opened, key=each.key, title=each.title, version=opened.version, raised_at=happened_at
        )
        for each in new
    )
    keys = [each.key for each in new]
    facts = {"questions": list(keys)}
    note(by=by, did="questions.raised", what=opened, happened_at=happened_at, facts=facts)
    announce(QuestionsRaised(programme=programme, place=opened.place_code, questions=tuple(keys)))
    return raised


def _ask_again(opened: Programme, document: PlanDocument, *, by: User | None, at: datetime) -> set[str]:
    """What stands already, compared with the version that counts now."""
    words = {
        each.key: (each.title, frozenset(reading.title for reading in each.readings))
        for each in document.questions
    }
    already = set()
    for question in Question.objects.select_for_update().filter(programme=opened):
        already.add(question.key)
        if question.ask_in(*words.get(question.key, ("", frozenset()))):
            note(by=by, did="programme.question_reopened", what=question, happened_at=at)
    return already
