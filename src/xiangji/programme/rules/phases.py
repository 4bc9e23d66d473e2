"""The phases of a plan on a day (PRG-13), and whether they follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from xiangji.core.values import Month
from xiangji.programme.rules.document import BudgetLine, Phase, PlanDocument
from xiangji.programme.rules.live import Verdict
from xiangji.programme.rules.words import lines_words, month_words

State = Literal["done", "here", "later"]
Order = Literal["follows", "overlaps", "leaves_a_gap", "open"]

# 上旬, 中旬 and 下旬 are the three ten-day parts of a month; 初 and 底 are its first and last day.
_FIRST_DAYS = {"上旬": 1, "中旬": 11, "下旬": 21}
_LAST_DAYS = {"初": 1, "上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """A phase as it stands on a day; `month_number` counts from 1 while the phase runs."""

    seq: int
    name: str
    state: State
    span: str
    month_number: int | None
    months: int | None
    tasks: tuple[str, ...]
    quote: str

    @property
    def words(self) -> str:
        """2019年11月—2020年12月，已到第11个月."""
        return self.span if self.month_number is None else f"{self.span}，已到第{self.month_number}个月"

    @property
    def short_name(self) -> str:
        return self.name.removesuffix("阶段")


@dataclass(frozen=True, slots=True)
class PhaseCheck:
    """Whether a phase begins in the month after the one before it."""

    before: int
    after: int
    order: Order
    words: str

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self.order]

    @property
    def word(self) -> str:
        return _WORDS[self.order]


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A month by which budget lines are due, and the phase that ends with it."""

    lines: tuple[int, ...]
    due: Month
    phase: int | None

    @property
    def verdict(self) -> Verdict:
        return "info" if self.phase is None else "ok"

    @property
    def word(self) -> str:
        return "没有对上" if self.phase is None else "对得上"

    @property
    def words(self) -> str:
        named = f"{lines_words(self.lines)}到{month_words(self.due)}"
        if self.phase is None:
            return f"{named}，没有阶段在这个月结束"
        return f"{named}，与第{self.phase}阶段末一致"


_VERDICTS: Mapping[Order, Verdict] = {
    "follows": "ok",
    "overlaps": "info",
    "leaves_a_gap": "info",
    "open": "info",
}
_WORDS: Mapping[Order, str] = {
    "follows": "前后相接",
    "overlaps": "有重叠",
    "leaves_a_gap": "有空档",
    "open": "没有止期",
}


def first_day(phase: Phase) -> date:
    if phase.start_precision.startswith("底"):
        return phase.start.last_day
    return phase.start.first_day.replace(day=_FIRST_DAYS.get(phase.start_precision[:2], 1))


def last_day(phase: Phase) -> date | None:
    """None for an open end. A month without a finer word ends with its last day."""
    if phase.end is None:
        return None
    day = _LAST_DAYS.get(phase.end_precision[:1]) or _LAST_DAYS.get(phase.end_precision[:2])
    return phase.end.first_day.replace(day=day) if day else phase.end.last_day


def covers(phase: Phase, day: date) -> bool:
    end = last_day(phase)
    return first_day(phase) <= day and (end is None or day <= end)


def months_of(phase: Phase) -> int | None:
    return None if phase.end is None else phase.start.months_until(phase.end) + 1


def phases_on(document: PlanDocument, day: date) -> tuple[PhaseNow, ...]:
    """Two phases may run on the same day, where the document lets them overlap."""
    return tuple(_phase_on(phase, day) for phase in document.phases)


def phase_checks(document: PlanDocument) -> tuple[PhaseCheck, ...]:
    return tuple(_checked_pair(before, after) for before, after in pairwise(document.phases))


def due_checks(document: PlanDocument) -> tuple[DueCheck, ...]:
    """One for each month in which lines are due."""
    ends = {phase.end: phase.seq for phase in document.phases if phase.end}
    return tuple(DueCheck(lines, due, ends.get(due)) for due, lines in _lines_by_due(document.budget_lines))


def span_words(phase: Phase) -> str:
    """2019年7月—10月: the year is not written twice."""
    start = month_words(phase.start, phase.start_precision)
    if phase.end is None:
        return f"{start}—{phase.end_text}"
    precision = phase.end_precision.partition("（")[0]
    end = month_words(phase.end, precision)
    same_year = phase.start.year == phase.end.year
    return f"{start}—{end.removeprefix(f'{phase.end.year}年') if same_year else end}"


def _phase_on(phase: Phase, day: date) -> PhaseNow:
    state = _state(phase, day)
    return PhaseNow(
        seq=phase.seq,
        name=phase.name,
        state=state,
        span=span_words(phase),
        month_number=phase.start.months_until(Month.of(day)) + 1 if state == "here" else None,
        months=months_of(phase),
        tasks=phase.tasks,
        quote=phase.quote,
    )


def _state(phase: Phase, day: date) -> State:
    if covers(phase, day):
        return "here"
    return "later" if day < first_day(phase) else "done"


def _checked_pair(before: Phase, after: Phase) -> PhaseCheck:
    if before.end is None:
        return PhaseCheck(before.seq, after.seq, "open", f"{span_words(before)}没有写止期")
    gap = before.end.months_until(after.start)
    words = f"第{before.seq}阶段到{month_words(before.end)}，第{after.seq}阶段从{month_words(after.start)}起"
    return PhaseCheck(before.seq, after.seq, _order(gap), words)


def _order(gap: int) -> Order:
    if gap == 1:
        return "follows"
    return "overlaps" if gap < 1 else "leaves_a_gap"


def _lines_by_due(lines: tuple[BudgetLine, ...]) -> Iterator[tuple[Month, tuple[int, ...]]]:
    for due in sorted({line.due for line in lines if line.due}):
        yield Month.parse(due), tuple(line.seq for line in lines if line.due == due)
