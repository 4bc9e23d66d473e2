"""Which plans bind a programme's money on a day, with their answers; and the kinds of spending."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from xiangji.core.errors import BadFile
from xiangji.core.errors.files import read_toml
from xiangji.programme import queries
from xiangji.programme.models import Programme
from xiangji.programme.queries import Opened
from xiangji.programme.rules.money.checks.situation import PlanInForce
from xiangji.programme.rules.money.checks.spending import SpendingBook

FILE_BYTES = 200_000


def plans_in_force(programme: Programme, on: date) -> tuple[PlanInForce, ...]:
    """The own plan first, whatever the day; then every other one in force for the place or above it."""
    return tuple(_in_force(each) for each in queries.binding(programme, on))


def _in_force(opened: Opened) -> PlanInForce:
    return PlanInForce(
        programme=opened.key,
        number=opened.version_number,
        title=opened.title,
        document=opened.study.printed,
        answers=opened.study.answers,
    )


@cache
def spending_book() -> SpendingBook:
    """Shipped with the platform; it changes only with a new release."""
    file = Path(settings.HOME) / "data" / "spending.toml"
    return SpendingBook.of(read_toml(file, BadFile, limit=FILE_BYTES))
