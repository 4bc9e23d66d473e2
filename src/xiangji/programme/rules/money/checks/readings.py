"""One rule under every reading that nobody has decided yet.

Where all open readings lead to the same outcome there is nothing to ask. Where they part, a person is asked
once, and from then on the decided reading counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from xiangji.programme.rules.answering import Answer
from xiangji.programme.rules.clauses import Hardness
from xiangji.programme.rules.document import Question
from xiangji.programme.rules.money.checks.finding import Finding
from xiangji.programme.rules.money.checks.situation import PlanInForce

STOPS, GIVES_WAY = "挡住", "写明理由"

Told = tuple[tuple[str, Finding], ...]


def under_readings(
    plan: PlanInForce, asks: Iterable[str], judged: Callable[[PlanInForce], Finding]
) -> Finding:
    """`judged` gives the finding of a plan whose questions are answered as far as they are."""
    for question in _open(plan, asks):
        told = tuple((each.title, judged(_decided(plan, question, each.title))) for each in question.readings)
        if len({finding.outcome for _, finding in told}) > 1:
            return _asked(plan, question, told)
    return judged(plan)


def hardness_of(plan: PlanInForce, asks: Iterable[str], printed: Hardness) -> Hardness:
    """原则上 warns and everything else stops, unless a person has decided otherwise."""
    for key in asks:
        if STOPS in plan.answer(key):
            return "block"
        if GIVES_WAY in plan.answer(key):
            return "warn"
    return printed


def variants(plan: PlanInForce, asks: Iterable[str]) -> tuple[PlanInForce, ...]:
    """The plan as it is answered, and under every reading that is still open."""
    others = (
        _decided(plan, question, each.title) for question in _open(plan, asks) for each in question.readings
    )
    return (plan, *others)


def _open(plan: PlanInForce, asks: Iterable[str]) -> tuple[Question, ...]:
    """Undecided, and about a sum: how hard a rule is, its words say until somebody decides otherwise."""
    found = (plan.question(key) for key in asks if not plan.answer(key))
    return tuple(each for each in found if each and not _is_about_hardness(each))


def _is_about_hardness(question: Question) -> bool:
    return all(STOPS in each.title or GIVES_WAY in each.title for each in question.readings)


def _decided(plan: PlanInForce, question: Question, reading: str) -> PlanInForce:
    return replace(plan, answers=(*plan.answers, Answer(question.key, reading)))


def _asked(plan: PlanInForce, question: Question, told: Told) -> Finding:
    """Shows what each reading leads to, and who decides."""
    ways = "；".join(f"读作“{title}”：{finding.sentence.removesuffix('。')}" for title, finding in told)
    return replace(
        told[0][1],
        outcome="ask",
        sentence=f"{question.title}{ways}。",
        remedy=f"请{decider(plan, question)}在“存疑”里定一次，以后都按这个读。",
        question=question.key,
    )


def decider(plan: PlanInForce, question: Question) -> str:
    own = plan.document.decides.who if plan.document.decides else ""
    return question.who or own or "领导小组"
