"""The demo's plans: five documents as they are, and a successor of the county's own that is in force."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from xiangji.core.policy import read_plan
from xiangji.programme import actions
from xiangji.programme.rules import successor
from xiangji.programme.rules.document import PlanDocument


def plan_files(folder: Path) -> list[Path]:
    """The plan documents of a folder; files of our own readings stand beside them."""
    return [file for file in sorted(folder.glob("*.toml")) if not file.name.endswith(".reading.toml")]


def register_document(plan: Path, *, at: datetime) -> None:
    actions.register_plan(plan_file=plan, reading_file=reading_of(plan), by=None, happened_at=at)


def register_running_copy(plan: Path, *, today: date, at: datetime) -> None:
    document = PlanDocument.of(read_plan(plan))
    years = successor.years_to_shift(document, today)
    actions.register_plan(
        plan_file=plan, reading_file=reading_of(plan), by=None, happened_at=at, successor_years=years
    )


def running_copy_lasts_until(plan: Path, *, today: date) -> date:
    """The last day on which the copy would be moved by as many years as today, looking a year ahead."""
    document = PlanDocument.of(read_plan(plan))
    years = successor.years_to_shift(document, today)
    days = [today + timedelta(days=ahead) for ahead in range(367)]
    return next(
        (day for day, next_day in pairwise(days) if successor.years_to_shift(document, next_day) != years),
        days[-1],
    )


def reading_of(plan: Path) -> Path | None:
    file = plan.with_name(f"{plan.stem}.reading.toml")
    return file if file.exists() else None
