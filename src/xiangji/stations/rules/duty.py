"""Who is on duty when (值班, STA-48): days in three parts, gaps, and what cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from xiangji.core.values import Month
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.states import Past, State, state_on

# A roster is written ahead, not for years; and what was forgotten is still written down.
DAYS_AHEAD, DAYS_BACK = 120, 400
DAYS_NAMED, MOST_DAYS = 8, 93


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def word(self) -> str:
        return {"morning": "上午", "afternoon": "下午", "evening": "晚上"}[self]


def days_of(month: Month) -> tuple[date, ...]:
    first = month.first_day
    count = (month.last_day - first).days + 1
    return tuple(first + timedelta(days=number) for number in range(count))


def gaps(days: Iterable[date], past: Collection[Past], manned: Collection[date]) -> tuple[date, ...]:
    """Days on which the station is open and nobody is on duty."""
    steps = tuple(past)
    return tuple(day for day in days if day not in manned and state_on(steps, day) is State.OPEN)


def check_choice(days: Sequence[date], parts: Collection[Part]) -> None:
    if not days or not parts:
        said = "没有排。没有选到日子或者时段，请看日期、星期和时段是不是都选了。"
        raise StationRefused("duty_without_days", said)
    if len(days) > MOST_DAYS:
        said = f"没有排。一次排了{len(days)}天，最多{MOST_DAYS}天，请分几次排。"
        raise StationRefused("duty_too_many_days", said)


def check_day(day: date, *, today: date) -> None:
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    if not first <= day <= last:
        said = f"没有排。值班的日子写的是{day}，应当在{first}到{last}之间。"
        raise StationRefused("duty_day_out_of_range", said)


def check_open(name: str, past: Collection[Past], day: date) -> None:
    """A day still to come counts by what the station is now."""
    state = state_on(tuple(past), day)
    if state is not State.OPEN:
        said = f"没有排。“{name}”{day}{state.word}，营业的日子才排值班。"
        raise StationRefused("duty_in_a_station_not_open", said)


def check_serves(since: date, until: date | None, day: date) -> None:
    if day < since or (until is not None and day >= until):
        there = f"从{since}起" + (f"、{until}以前" if until else "")
        raise StationRefused("duty_of_somebody_not_there", f"没有排。这个人{there}在这个站点，{day}不在。")


def named(days: Collection[date]) -> str:
    """3日、4日、9日, and how many more there are."""
    shown = sorted(days)[:DAYS_NAMED]
    more = f"等{len(days)}天" if len(days) > DAYS_NAMED else ""
    return "、".join(f"{day.day}日" for day in shown) + more
