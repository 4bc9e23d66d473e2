"""Taking in the State Council's arrangement: whole years, or nothing."""

from pathlib import Path

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.audit import JSON, note
from xiangji.core.calendar.models import ArrangedDay
from xiangji.core.calendar.rules import arrangements
from xiangji.core.calendar.rules.arrangements import Arranged, BadHolidays
from xiangji.core.errors.files import read_text

FILE_BYTES = 1_000_000


def load_holidays(file: Path, *, by: User | None) -> int:
    """Take in a file of arranged days and say how many are new, different or gone; the same file again: none.

    For each year that it names the file is the whole arrangement, so that a correction can also take a day
    back. Raises BadHolidays, and then nothing was changed.
    """
    wanted = {row.day: row for row in arrangements.read(file, read_text(file, BadHolidays, limit=FILE_BYTES))}
    years = sorted({day.year for day in wanted})
    with transaction.atomic():
        known = {row.day: row for row in ArrangedDay.objects.filter(day__year__in=years)}
        gone = known.keys() - wanted.keys()
        changed = [row for day, row in wanted.items() if day not in known or not _same(row, known[day])]
        ArrangedDay.objects.filter(day__in=gone).delete()
        ArrangedDay.objects.bulk_create(
            [ArrangedDay(day=row.day, sort=row.sort.value, name=row.name) for row in changed],
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["sort", "name"],
        )
        if changed or gone:
            facts: dict[str, JSON] = {"years": [*years], "changed": len(changed), "gone": len(gone)}
            note(by=by, did="calendar.loaded", what=file.name, facts=facts)
    return len(changed) + len(gone)


def _same(row: Arranged, known: ArrangedDay) -> bool:
    return (row.sort, row.name) == (known.sort, known.name)
