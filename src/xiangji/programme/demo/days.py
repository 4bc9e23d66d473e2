"""The days and hours of the demo's history."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

FRIDAY, DAYS_OF_A_WEEK = 4, 7
MORNING = time(10, 20)


def workday(day: date) -> date:
    """On a day that people work: Saturday and Sunday are Friday."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def forward(moment: datetime) -> datetime:
    """The same hour on a day that people work: Saturday and Sunday are Monday."""
    weekday = timezone.localdate(moment).weekday()
    return moment + timedelta(days=DAYS_OF_A_WEEK - weekday if weekday > FRIDAY else 0)


def at(day: date, hour: time = MORNING) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def morning(day: date, hour: time = MORNING) -> datetime:
    return at(workday(day), hour)


def behind(moment: datetime, *, days: int) -> datetime:
    """So many days of Monday to Friday later."""
    for _ in range(days):
        moment += timedelta(days=3 if timezone.localdate(moment).weekday() == FRIDAY else 1)
    return moment
