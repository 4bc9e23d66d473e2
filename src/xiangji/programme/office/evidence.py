"""Papers that speak for a reading are attached to the question."""

from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.programme import queries
from xiangji.programme.models import Question


def may_see(person: User, key: str) -> bool:
    question = queries.question(key)
    return question is not None and may(
        person, "programme.read_register", place=question.programme.place_code
    )


def may_add(person: User, key: str) -> bool:
    question = queries.question(key)
    if question is None:
        return False
    place = question.programme.place_code
    return may(person, "programme.propose_reading", place=place) or may(
        person, "programme.decide_question", place=place
    )


@owner_of("programme.Question", may_see=may_see, may_add=may_add)
def question_paper(key: str) -> Paper | None:
    question = queries.question(key)
    return _paper(question) if question else None


def _paper(question: Question) -> Paper:
    return Paper(question.title, reverse("office-paper", args=["questions", question.pk]))
