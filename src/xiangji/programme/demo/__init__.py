"""The demo's plans: five documents as they are, and a successor of the county's own that is in force.

Example people have answered some of its questions (answers.py); the others stand open.
"""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.places.county import current_county
from xiangji.core.policy import read_plan
from xiangji.programme import actions, queries
from xiangji.programme.demo import days
from xiangji.programme.demo.answers import STEPS, Step
from xiangji.programme.models import Proposal, Question
from xiangji.programme.rules import successor
from xiangji.programme.rules.document import PlanDocument

# The plans were registered before anything of the demo's history happened.
HISTORY = timedelta(days=300)


def plan_files(folder: Path) -> list[Path]:
    """The plan documents of a folder; files of our own readings stand beside them."""
    return [file for file in sorted(folder.glob("*.toml")) if not file.name.endswith(".reading.toml")]


def register_document(plan: Path, *, at: datetime) -> None:
    """`at` is the demo's present."""
    actions.register_plan(plan_file=plan, reading_file=reading_of(plan), by=None, happened_at=at - HISTORY)


def register_running_copy(plan: Path, *, today: date, at: datetime) -> None:
    document = PlanDocument.of(read_plan(plan))
    years = successor.years_to_shift(document, today)
    actions.register_plan(
        plan_file=plan,
        reading_file=reading_of(plan),
        by=None,
        happened_at=at - HISTORY,
        successor_years=years,
    )


def running_copy_lasts_until(plan: Path, *, today: date) -> date:
    """The last day on which the copy would be moved by as many years as today, looking a year ahead."""
    document = PlanDocument.of(read_plan(plan))
    years = successor.years_to_shift(document, today)
    days = [today + timedelta(days=ahead) for ahead in range(367)]
    return next(
        (day for day, next_day in pairwise(days) if successor.years_to_shift(document, next_day) != years),
        days[-1],
    )


def reading_of(plan: Path) -> Path | None:
    file = plan.with_name(f"{plan.stem}.reading.toml")
    return file if file.exists() else None


def answer_questions(*, today: date) -> None:
    """The history of the county's running plan, whose questions have been raised; again changes nothing."""
    opened = queries.running(current_county().code)
    if opened is None or Proposal.objects.filter(question__programme__key=opened.key).exists():
        return
    rows = queries.questions_of_running().filter(programme__key=opened.key)
    questions = {question.key: question for question in rows}
    for step in STEPS.get(opened.document_key, ()):
        _take(step, questions[step.question], today)


def _take(step: Step, question: Question, today: date) -> None:
    actions.propose_reading(
        question=question,
        reading=step.proposed,
        reason=step.why,
        by=person_in(PostKind.COMMERCE_CLERK),
        happened_at=days.morning(today - timedelta(days=step.days_ago)),
    )
    if not step.decided:
        return
    question.refresh_from_db(fields=["decision"])
    actions.decide_question(
        question=question,
        reading=step.decided,
        reason=step.why_so,
        by=person_in(PostKind.LEADING_GROUP if step.by_group else PostKind.COMMERCE_HEAD),
        happened_at=days.morning(today - timedelta(days=step.days_ago - 2)),
        supersedes=question.decision_id,
    )
