"""Months as people write them, and steps from month to month."""

from __future__ import annotations

import re
from datetime import date

from xiangji.core.values import Month

IN_A_YEAR = 12
# The day behind it is what Excel makes of a month that was typed into a cell: its first.
_WRITTEN = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?(?:-01)?", re.ASCII)


def read(text: str) -> Month:
    """2026-10, 2026/10, 2026.10, 2026年10月. Raises ValueError for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a month like 2026-10")
    return Month(int(found[1]), int(found[2]))


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
