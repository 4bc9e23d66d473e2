"""How far a target has come (PRG-04): what the platform counts, beside what the plan asks for by when.

The thresholds are explained with examples in docs/algorithms/plan-progress.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from xiangji.core.measures import Reading
from xiangji.programme.rules.document import Goal, Phase, PlanDocument, Target
from xiangji.programme.rules.live import Verdict
from xiangji.programme.rules.phases import covers, first_day
from xiangji.programme.rules.words import number_words, percent_of, percent_words

Outcome = Literal[
    "reached", "on_course", "slow", "behind", "beyond", "no_deadline", "no_goal", "no_data", "asks"
]

# Done share ÷ share of the time that has passed.
ON_COURSE = Fraction(9, 10)
SLOW = Fraction(3, 4)

_WORDS: Mapping[Outcome, str] = {
    "reached": "达成",
    "on_course": "按期推进",
    "no_deadline": "没有期限",
    "slow": "偏慢",
    "beyond": "超出范围",
    "behind": "落后",
    "asks": "待人定",
    "no_goal": "没有定数",
    "no_data": "还没有数",
}
_VERDICTS: Mapping[Outcome, Verdict] = {
    "reached": "ok",
    "on_course": "wait",
    "no_deadline": "wait",
    "slow": "warn",
    "beyond": "warn",
    "behind": "bad",
    "asks": "info",
    "no_goal": "info",
    "no_data": "wait",
}
# Money is read in 分 and planned in these units.
_FEN_IN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


@dataclass(frozen=True, slots=True)
class Judged:
    """A target on a day. `now` is empty and `share` None where there is nothing to show."""

    key: str
    outcome: Outcome
    now: str
    share: Decimal | None
    sentence: str

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self.outcome]

    @property
    def word(self) -> str:
        return _WORDS[self.outcome]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many targets have the same verdict: 达成 5."""

    verdict: Verdict
    words: str


def judged(target: Target, reading: Reading | None, day: date, document: PlanDocument) -> Judged:
    """`reading` is None while no app has registered the figure."""
    value = value_of(reading, target.unit) if reading and not reading.no_data else None
    goal = target.goal
    now = "" if value is None else number_words(value)
    if target.asks:
        return Judged(target.key, "asks", now, None, _what_is_asked(target, document))
    if value is None:
        return Judged(target.key, "no_data", now, None, _what_is_missing(target, reading))
    if goal is None:
        return Judged(target.key, "no_goal", now, None, "原文没有给数，只登记现状。")
    outcome, sentence = _judged_number(target, goal, value, day, document)
    return Judged(target.key, outcome, now, _bar(value, goal), sentence)


def tally(verdicts: Iterable[Judged]) -> tuple[Tally, ...]:
    """From good to bad to unknown, only what occurs."""
    counts = Counter(each.outcome for each in verdicts)
    return tuple(
        Tally(_VERDICTS[outcome], f"{word} {counts[outcome]}")
        for outcome, word in _WORDS.items()
        if counts[outcome]
    )


def value_of(reading: Reading, unit: str) -> Fraction:
    """The reading in the target's own unit, exact. A ratio of a target in % is in per cent."""
    if reading.den is not None:
        share = Fraction(reading.num, reading.den)
        return share * 100 if unit == "%" else share
    return Fraction(reading.num, _FEN_IN.get(unit, 1))


def time_passed(target: Target, day: date, document: PlanDocument) -> Fraction | None:
    """From the start of the phase in which the deadline lies to the deadline; None without a deadline."""
    deadline = target.deadline_day
    if deadline is None or not document.phases:
        return None
    phase = next((phase for phase in document.phases if covers(phase, deadline)), document.phases[0])
    start = min(_fair_start(phase, document), deadline)
    passed = Fraction((day - start).days + 1, (deadline - start).days + 1)
    return max(Fraction(0), min(passed, Fraction(1)))


def _fair_start(phase: Phase, document: PlanDocument) -> date:
    """Nobody is late before the document was issued, though its phases began earlier."""
    issued = document.document.date
    return max(first_day(phase), issued) if issued else first_day(phase)


def _judged_number(
    target: Target, goal: Goal, value: Fraction, day: date, document: PlanDocument
) -> tuple[Outcome, str]:
    if goal.at_most is not None and value > goal.at_most:
        return "beyond", f"现在 {_shown(value, target)}，计划最多 {_shown(Fraction(goal.at_most), target)}。"
    if value > goal.value or (value == goal.value and not goal.must_exceed):
        return "reached", f"计划 {target.planned}{_unit(target)}，已经达到。"
    if target.deadline_day and day > target.deadline_day:
        return "behind", f"期限已过，{_still_missing(target, goal, value)}"
    if target.growth == "rate":
        # A growth rate does not come together piece by piece: half of it at half time means nothing.
        return "behind", f"增长率不按时间折算，{_still_missing(target, goal, value)}"
    return _judged_by_pace(target, goal, value, time_passed(target, day, document))


def _judged_by_pace(
    target: Target, goal: Goal, value: Fraction, passed: Fraction | None
) -> tuple[Outcome, str]:
    if passed is None:
        return "no_deadline", f"原文没有给期限，{_still_missing(target, goal, value)}"
    done = value / Fraction(goal.value)
    pace = f"时间过了 {percent_words(passed)}，做到 {percent_words(done)}"
    said = f"{pace}，{_still_missing(target, goal, value)}"
    if done >= ON_COURSE * passed:
        return "on_course", said
    return ("slow" if done >= SLOW * passed else "behind"), said


def _still_missing(target: Target, goal: Goal, value: Fraction) -> str:
    missing = Fraction(goal.value) - value
    if not missing:
        return f"要超过 {_shown(value, target)}才算。"
    return f"还差 {number_words(missing)}{'个百分点' if target.unit == '%' else target.unit}。"


def _what_is_asked(target: Target, document: PlanDocument) -> str:
    titles = [question.title for question in document.questions if question.key in target.asks]
    return f"要先定：{'；'.join(titles)}" if titles else "原文有两种读法，等人来定。"


def _what_is_missing(target: Target, reading: Reading | None) -> str:
    if reading and reading.no_data:
        return reading.no_data
    return f"还没有数，等{target.waits_for}。" if target.waits_for else "还没有数。"


def _bar(value: Fraction, goal: Goal) -> Decimal:
    """The length of the bar: 0 to 100, full when the goal is reached."""
    done = value / Fraction(goal.value) if goal.value else Fraction(1)
    return percent_of(max(Fraction(0), min(done, Fraction(1))))


def _shown(value: Fraction, target: Target) -> str:
    return f"{number_words(value)}{_unit(target)}"


def _unit(target: Target) -> str:
    return f" {target.unit}" if target.unit == "%" else target.unit
