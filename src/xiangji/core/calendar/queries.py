"""Questions to the calendar: each is one query for the arranged days of the years that it touches."""

from datetime import date

from xiangji.core.calendar.models import ArrangedDay
from xiangji.core.calendar.rules.arrangements import Arranged, Sort
from xiangji.core.calendar.rules.working import (
    Arrangement,
    Counted,
    Due,
    WorkingDay,
    published_years,
)


def is_working_day(day: date) -> WorkingDay:
    return _arrangement(day, day).look_up(day)


def working_days(start: date, end: date) -> Counted:
    """Working days from start to end, both included."""
    return _arrangement(start, end).count(start, end)


def add_working_days(day: date, days: int) -> Due:
    """The day on which a limit of so many working days ends; counting begins on the day after `day`."""
    return _arrangement(day, date.max).add(day, days)


def _arrangement(start: date, end: date) -> Arrangement:
    """Whole years, because a year shows only as a whole whether it was published."""
    found = ArrangedDay.objects.filter(day__range=(date(start.year, 1, 1), date(end.year, 12, 31)))
    days = {row.day: Arranged(row.day, Sort(row.sort), row.name) for row in found}
    return Arrangement(days, published_years(days))
