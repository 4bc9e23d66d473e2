"""How a station lives: opened, suspended, reopened, closed (开业、停业、恢复、关闭). What happened stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused

REASON_LENGTH = 200


class Step(StrEnum):
    OPENED = "opened"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return {"opened": "开业", "suspended": "停业", "reopened": "恢复营业", "closed": "关闭"}[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


class State(StrEnum):
    """What a station is on a day."""

    PLANNED = "planned"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return {"planned": "还没开业", "open": "营业", "suspended": "停业", "closed": "已关闭"}[self]


OPEN = frozenset({Step.OPENED, Step.REOPENED})
_AFTER = {
    State.PLANNED: frozenset({Step.OPENED}),
    State.OPEN: frozenset({Step.SUSPENDED, Step.CLOSED}),
    State.SUSPENDED: frozenset({Step.REOPENED, Step.CLOSED}),
    State.CLOSED: frozenset({Step.REOPENED}),
}


@dataclass(frozen=True, slots=True)
class Past:
    step: Step
    day: date


def state_of(step: Step | None) -> State:
    """After the last step; none was taken: it is planned."""
    if step is None:
        return State.PLANNED
    if step.is_open:
        return State.OPEN
    return State.SUSPENDED if step is Step.SUSPENDED else State.CLOSED


def state_on(past: Iterable[Past], day: date) -> State:
    """The steps stand in the order in which they were taken; of one day the last counts."""
    taken = [one for one in past if one.day <= day]
    return state_of(taken[-1].step) if taken else State.PLANNED


def steps_after(state: State) -> frozenset[Step]:
    return _AFTER[state]


def check_step(name: str, last: Past | None, step: Step, day: date, *, today: date) -> None:
    """Refuses a step that cannot follow the last one, and a day before it or after today."""
    state = state_of(last.step if last else None)
    if step not in steps_after(state):
        raise StationRefused(
            "step_does_not_follow", f"没有记。“{name}”现在{state.word}，不能再记“{step.word}”。"
        )
    if day > today:
        raise StationRefused(
            "step_in_the_future", f"没有记。{step.word}的日子{day}还没有到，应当不晚于{today}。"
        )
    if last is not None and day < last.day:
        said = f"没有记。{step.word}的日子{day}早于{last.day}的{last.step.word}，应当不早于那天。"
        raise StationRefused("step_before_the_last", said)


def check_reason(reason: str, *, undone: str = "没有记") -> str:
    kept = reason.strip()
    if not 1 <= len(kept) <= REASON_LENGTH or not kept.isprintable():
        said = f"{undone}。请写明理由，一行、1到{REASON_LENGTH}个字。"
        raise StationRefused("station_reason_missing", said)
    return kept


def open_days(past: Sequence[Past], first: date, last: date) -> int:
    """On how many days between two days, both included, a station was open."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(state_on(past, day) is State.OPEN for day in days)
