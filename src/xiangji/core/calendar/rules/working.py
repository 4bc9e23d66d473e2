"""Working days (工作日): the week, changed by what the State Council arranged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xiangji.core.calendar.rules.arrangements import Arranged, Sort

FRIDAY = 4
LONGEST = 2_500


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """`name` is the holiday that changes the week; `published` is false where we only know the week."""

    day: date
    working: bool
    name: str
    published: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Working days of a span. The years named were not published and counted Monday to Friday."""

    days: int
    unpublished_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which a time limit ends, and the years on the way that were not published."""

    day: date
    unpublished_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Arranged days and the years whose arrangement is known as a whole."""

    days: Mapping[date, Arranged]
    years: frozenset[int]

    def look_up(self, day: date) -> WorkingDay:
        arranged = self.days.get(day)
        if arranged is None:
            return WorkingDay(day, is_weekday(day), "", day.year in self.years)
        if arranged.sort is Sort.REST:
            return WorkingDay(day, working=False, name=arranged.name, published=True)
        return WorkingDay(day, working=True, name=f"{arranged.name}调休", published=True)

    def count(self, start: date, end: date) -> Counted:
        """Working days from start to end, both included."""
        days = weekdays_between(start, end)
        for day, arranged in self.days.items():
            if start <= day <= end:
                days += (arranged.sort is Sort.WORK) - is_weekday(day)
        return Counted(days, self._unpublished(start, end))

    def add(self, day: date, days: int) -> Due:
        """The last of so many working days after a day that does not count; of none, the day itself."""
        if not 0 <= days <= LONGEST:
            raise ValueError(f"a time limit of {days} working days: 0 to {LONGEST} can be counted")
        end = self._after(day, days)
        return Due(end, self._unpublished(day + timedelta(days=1), end) if end > day else ())

    def _after(self, day: date, working_days: int) -> date:
        while working_days:
            day += timedelta(days=1)
            working_days -= self.look_up(day).working
        return day

    def _unpublished(self, start: date, end: date) -> tuple[int, ...]:
        return tuple(year for year in range(start.year, end.year + 1) if self._is_guessed(year, start, end))

    def _is_guessed(self, year: int, start: date, end: date) -> bool:
        """A span may touch an unpublished year only with days that the year before arranged."""
        first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
        return year not in self.years and any(day not in self.days for day in _days(first, last))


def published_years(days: Mapping[date, Arranged]) -> frozenset[int]:
    """A year is known when its National Day is arranged; a stray New Year's Day does not make it so."""
    return frozenset(day.year for day in days if (day.month, day.day) == (10, 1))


def is_weekday(day: date) -> bool:
    return day.weekday() <= FRIDAY


def weekdays_between(start: date, end: date) -> int:
    """Mondays to Fridays from start to end, both included."""
    if end < start:
        raise ValueError(f"a span cannot end ({end}) before it starts ({start})")
    weeks, rest = divmod((end - start).days + 1, 7)
    return weeks * 5 + sum(is_weekday(end - timedelta(days=back)) for back in range(rest))


def _days(first: date, last: date) -> Iterator[date]:
    for distance in range((last - first).days + 1):
        yield first + timedelta(days=distance)
