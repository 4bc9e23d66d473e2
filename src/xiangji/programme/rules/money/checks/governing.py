"""Whether a notice from above binds a programme of another year (arithmetic item 18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from xiangji.programme.rules.money.checks.finding import Finding
from xiangji.programme.rules.money.checks.readings import decider
from xiangji.programme.rules.money.checks.situation import PlanInForce, Situation

YEARS = "which_years_notice"
# How the readings begin, in the notice's own question and in that of a county.
_NOT, _TOO = ("只管", "只守"), ("在建的都管", "也守")
Binds = Literal["yes", "no", "asked"]


def binding(situation: Situation, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without what does not bind; where that is undecided, what would stop is a question."""
    plans = {plan.version: plan for plan in situation.plans}
    for finding in findings:
        plan = plans[finding.version]
        binds = _binds(situation.own, plan)
        if binds == "yes":
            yield finding
        elif binds == "asked" and finding.outcome != "ok":
            yield _asked(plan, finding) if finding.outcome == "block" else finding


def _binds(own: PlanInForce, plan: PlanInForce) -> Binds:
    """Plans of one year bind together, and so does whatever raises no such question."""
    if plan.document.document.programme_year == own.document.document.programme_year:
        return "yes"
    answers = own.answer(YEARS), plan.answer(YEARS)
    if any(answer.startswith(_NOT) for answer in answers):
        return "no"
    if any(answer.startswith(_TOO) for answer in answers) or plan.question(YEARS) is None:
        return "yes"
    return "asked"


def _asked(plan: PlanInForce, finding: Finding) -> Finding:
    question = plan.question(YEARS)
    if question is None:
        raise ValueError(f"{plan.version} asks nothing about years")
    return replace(
        finding,
        outcome="ask",
        sentence=f"{question.title}如果管，{finding.sentence}",
        remedy=f"请{decider(plan, question)}在“存疑”里定一次，以后都按这个读。",
        question=YEARS,
    )
