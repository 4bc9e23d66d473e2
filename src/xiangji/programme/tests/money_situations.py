"""Situations for the tests of the checks, with the plans' own numbers; amounts are given in 万元."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from xiangji.core.values import Money
from xiangji.programme.rules.answering import Answer
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.money.checks import (
    Finding,
    Part,
    PlanInForce,
    Situation,
    SpendingBook,
    Used,
    judge,
)
from xiangji.programme.tests.bodies import document_of

ON = date(2020, 6, 15)
CENTRAL, PROVINCIAL, COUNTY, ENTERPRISE = Source


def fen(wan: float | str) -> int:
    return Money.from_wan(str(wan)).fen


@cache
def book() -> SpendingBook:
    file = Path(settings.HOME) / "data" / "spending.toml"
    return SpendingBook.of(tomllib.loads(file.read_text(encoding="utf-8")))


def plan(key: str, **answers: str) -> PlanInForce:
    return plan_of(document_of(key), **answers)


def plan_of(document: PlanDocument, **answers: str) -> PlanInForce:
    """Answers by question and the beginning of a reading's title."""
    found = tuple(
        Answer(question.key, each.title)
        for question in document.questions
        for each in question.readings
        if question.key in answers and each.title.startswith(answers[question.key])
    )
    assert len(found) == len(answers)
    return PlanInForce(document.key, 1, document.document.title, document, found)


def used(line: str, source: Source, budget: float | str, paid: float | str = 0, **more: float | str) -> Used:
    return Used(line, source, fen(budget), paid=fen(paid), **{name: fen(wan) for name, wan in more.items()})


def wish(
    plans: PlanInForce | tuple[PlanInForce, ...],
    line: str,
    source: Source,
    wan: float | str,
    category: str = "equipment",
    **more: object,
) -> Situation:
    """A payment of one part."""
    facts: dict[str, Any] = {"kind": "payment", "on": ON, "spending": book(), **more}
    facts.setdefault("parts", (Part(source, fen(wan), category),))
    return Situation(line=line, plans=plans if isinstance(plans, tuple) else (plans,), **facts)


def found(situation: Situation, rule: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = (each for each in judge(situation) if each.rule == rule)
    return finding


def rules(situation: Situation) -> set[str]:
    return {each.rule for each in judge(situation)}
