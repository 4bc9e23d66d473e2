"""When things are due. Pure: no clock, no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
MOST_TRIES = 12
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=6)
_GROWTH = 3


def wait_after(tries: int) -> timedelta:
    """How long to leave alone what failed for the n-th time: 10 s, 30 s, 90 s … at most 6 h."""
    if tries < 1:
        raise ValueError(f"{tries} tries have not failed yet")
    grown: timedelta = _FIRST_WAIT * _GROWTH ** min(tries - 1, MOST_TRIES)
    return min(grown, _LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time of Beijing."""

    at: time

    @classmethod
    def parse(cls, text: str) -> Daily:
        """Reads 02:30. Raises ValueError for anything else."""
        if not re.fullmatch(r"\d{2}:\d{2}", text, re.ASCII):
            raise ValueError(f"{text!r} is not a time of day like 02:30")
        return cls(time.fromisoformat(text))

    def following(self, now: datetime) -> datetime:
        """The next time after now, however many were missed."""
        today = now.astimezone(BEIJING)
        due = today.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return due if due > today else due + timedelta(days=1)

    def first(self, now: datetime) -> datetime:
        return self.following(now)


@dataclass(frozen=True, slots=True)
class Each:
    """Again and again, with this much time between."""

    interval: timedelta

    def __post_init__(self) -> None:
        if self.interval <= timedelta(0):
            raise ValueError(f"{self.interval} is not a time between two runs")

    def following(self, now: datetime) -> datetime:
        return now + self.interval

    def first(self, now: datetime) -> datetime:
        """What runs every few minutes does not wait for its first run."""
        return now


Schedule = Daily | Each
