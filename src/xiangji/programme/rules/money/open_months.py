"""Months of a book that are over and not closed yet (没有结账的月份)."""

from __future__ import annotations

from datetime import date, timedelta

from xiangji.core.values import Month


def open_months(opened_on: date, closed: Month | None, today: date) -> tuple[Month, ...]:
    """The oldest first; the month that runs is not one of them."""
    first = closed.last_day + timedelta(days=1) if closed else opened_on.replace(day=1)
    found, day = [], first
    while Month.of(day).last_day < today:
        found.append(Month.of(day))
        day = Month.of(day).last_day + timedelta(days=1)
    return tuple(found)
