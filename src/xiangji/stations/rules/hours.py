"""When a station is open, read from what stands on its door (营业时间).

Written hours are words for people. What we understand wholly we can say of today; of everything else we
repeat the words and claim nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

_WEEK = "一二三四五六日"
_DASH = r"\s*(?:到|至|-|—+|–|~|～)\s*"
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_HALF_OF_DAY = r"(?:早上|上午|中午|下午|傍晚|晚上|早|晚)?"
_CLOCK = rf"{_HALF_OF_DAY}\s*\d{{1,2}}(?:[:点时]\s*(?:[0-5]\d|半)?分?)?"
_TOKEN = re.compile(
    rf"(?P<span>{_CLOCK}{_DASH}{_CLOCK})"
    rf"|(?P<week>{_WEEKDAY}{_DASH}(?:周|星期|礼拜)?[一二三四五六日天])"
    rf"|(?P<weekday>{_WEEKDAY})"
    r"|(?P<every>每天|每日|天天|全年)"
    r"|(?P<working>工作日)"
    r"|(?P<weekend>周末|双休日)"
    r"|(?P<holiday>法定节假日|法定假日)"
    r"|(?P<rest>不营业|不开门|关门|休息|放假)"
    r"|(?P<part>[,，、;；。/和及]|\s)"
    r"|(?P<open>营业|开门|开放)"
)
_AFTERNOON = ("下午", "傍晚", "晚上", "晚")
_NOON, _MIDNIGHT = 12, 24
_NAMES_OF_DAYS = frozenset({"week", "weekday", "every", "working", "weekend", "holiday"})


class Days(StrEnum):
    """Days that are not told by the week alone."""

    EVERY = "every"
    WORKING = "working"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Today:
    """What of a day matters: its weekday (Monday is 0), whether it is worked or a public holiday."""

    day: date
    is_working: bool
    is_holiday: bool

    def is_one_of(self, days: frozenset[Days | int]) -> bool:
        return (
            Days.EVERY in days
            or self.day.weekday() in days
            or (Days.WORKING in days and self.is_working)
            or (Days.HOLIDAY in days and self.is_holiday)
        )


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from `start` until `end` of one day."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start.hour}:{self.start.minute:02}到{self.end.hour}:{self.end.minute:02}"


@dataclass(frozen=True, slots=True)
class Clause:
    """On these days these spans; no span means closed."""

    days: frozenset[Days | int]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    clauses: tuple[Clause, ...]

    def on(self, today: Today) -> tuple[Span, ...]:
        """A rest that is written wins over what is written of other days."""
        holding = [clause for clause in self.clauses if today.is_one_of(clause.days)]
        if any(not clause.spans for clause in holding):
            return ()
        return tuple(sorted({span for clause in holding for span in clause.spans}))


def read(written: str) -> Hours | None:
    """None where a single sign is not understood: half-understood hours would mislead."""
    reading = _Reading()
    if not all(reading.takes(kind, text) for kind, text in _tokens(written)):
        return None
    return reading.end()


@dataclass(slots=True)
class _Reading:
    """Days are named before their spans; spans without days hold every day."""

    clauses: list[Clause] = field(default_factory=list)
    days: set[Days | int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)

    def takes(self, kind: str, text: str) -> bool:
        """Whether it made sense where it stands."""
        if kind == "span":
            return self._span(text)
        if kind == "rest":
            return self._rest()
        if kind in _NAMES_OF_DAYS:
            if self.spans:
                self._close()
            self.days |= _days(kind, text)
        return kind != ""

    def end(self) -> Hours | None:
        if self.spans:
            self._close()
        opens = any(clause.spans for clause in self.clauses)
        return Hours(tuple(self.clauses)) if opens and not self.days else None

    def _span(self, text: str) -> bool:
        found = _span(text)
        if found is not None:
            self.spans.append(found)
        return found is not None

    def _rest(self) -> bool:
        """周一到周五休息: the rest of days that were named just before."""
        if not self.days or self.spans:
            return False
        self._close()
        return True

    def _close(self) -> None:
        self.clauses.append(Clause(frozenset(self.days or {Days.EVERY}), tuple(self.spans)))
        self.days, self.spans = set(), []


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    text, at = unicodedata.normalize("NFKC", written), 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            yield "", text[at:]
            return
        yield found.lastgroup or "", found[0]
        at = found.end()


def _days(kind: str, text: str) -> set[Days | int]:
    if kind == "week":
        first, last = _weekday(re.split(_DASH, text)[0]), _weekday(text)
        return set(range(first, last + 1)) if first <= last else {*range(first, 7), *range(last + 1)}
    if kind == "weekday":
        return {_weekday(text)}
    if kind == "weekend":
        return {5, 6}
    return {{"every": Days.EVERY, "working": Days.WORKING, "holiday": Days.HOLIDAY}[kind]}


def _weekday(text: str) -> int:
    return _WEEK.index(text.strip()[-1].replace("天", "日"))


def _span(text: str) -> Span | None:
    """None for what is no time of a day, or runs past midnight."""
    first, last = re.split(_DASH, text)
    if first.strip().startswith(_AFTERNOON) and re.match(r"\s*\d", last):
        last = f"下午{last.strip()}"
    start, end = _clock(first), _clock(last)
    return Span(start, end) if start and end and start < end else None


def _clock(text: str) -> time | None:
    figures = re.search(r"(\d{1,2})(?:\D+(\d{2}|半))?", text)
    if figures is None:
        return None
    hour, minute = int(figures[1]), 30 if figures[2] == "半" else int(figures[2] or 0)
    if text.strip().startswith(_AFTERNOON) and hour < _NOON:
        hour += _NOON
    if (hour, minute) == (_MIDNIGHT, 0):
        return time(23, 59)
    return time(hour, minute) if hour < _MIDNIGHT else None
