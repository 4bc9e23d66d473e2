"""Steps from month to month."""

from __future__ import annotations

from datetime import date

from xiangji.core.values import Month

IN_A_YEAR = 12


def later(month: Month, count: int) -> Month:
    """So many months later; earlier where the count is negative."""
    years, place = divmod(month.month - 1 + count, IN_A_YEAR)
    return Month(month.year + years, place + 1)


def ending_with(last: Month, count: int) -> tuple[Month, ...]:
    """So many months in a row, the last one at the end."""
    return tuple(later(last, place - count + 1) for place in range(count))


def last_whole(today: date) -> Month:
    """The month that ended last; on its last day a month counts as ended."""
    now = Month.of(today)
    return now if today == now.last_day else later(now, -1)
