"""A table on its way in: read and judged outside of any transaction, staged, looked at, confirmed.

What is moved, and how, stands in moving.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import IO

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.errors.files import shown
from xiangji.core.sheets import staged
from xiangji.core.sheets.imports import Doubt, Import, Judged, Wrong
from xiangji.core.sheets.models import Batch, Intake
from xiangji.core.sheets.reading import FAULTS_KEPT, Fault, ReadSheet, Row, cell_name, read
from xiangji.core.sheets.workbook import SIZE_LIMIT

KEPT_FOR = timedelta(hours=24)
SHORTEST_REASON = 2
LONGEST_REASON = 200
DOUBTS_SHOWN = 1_000

State = Intake.State


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a table before it is confirmed. A doubt of row 0 is about the whole file."""

    sheet: str
    others: tuple[str, ...]
    titles: tuple[str, ...]
    unknown: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    faults: tuple[Fault, ...]
    wrong: tuple[Row, ...]
    doubts: tuple[Doubt, ...]


def stage(
    *, one: Import, file: File[bytes] | IO[bytes], name: str, by: User, happened_at: datetime
) -> Intake:
    """Raises BadSheet for what is no table; one with wrong cells is staged as faulty."""
    check_permitted(one, by)
    taken = read(file, one.fields(by), name=name, most_rows=one.most_rows)
    judged = one.judge(taken.rows, by)
    digest = _digest(file)
    doubts = [*_read_before(one, digest), *judged.doubts]
    faults, wrong = _faults(taken, judged, one, by)
    good = [] if faults else list(taken.rows)
    intake = Intake(
        kind=one.key,
        by=by,
        file_name=shown(name),
        sha256=digest,
        rows_sha256=staged.hash_of(good) if good else "",
        state=State.FAULTY if faults else State.WAITING,
        row_count=len(taken.rows) + len(taken.wrong),
        fault_count=taken.fault_count + len(judged.wrong),
        doubt_count=len(doubts),
        staged_at=happened_at,
    )
    told = {
        "sheet": taken.sheet,
        "others": list(taken.other_sheets),
        "titles": list(taken.titles),
        "unknown": list(taken.unknown_titles),
        "preview": [list(cells) for cells in taken.preview],
        "faults": [asdict(fault) for fault in faults[:FAULTS_KEPT]],
        "wrong": [[row.number, list(row.cells)] for row in wrong],
        "doubts": [asdict(doubt) for doubt in doubts[:DOUBTS_SHOWN]],
    }
    return _kept(intake, told, good, one.batch)


@transaction.atomic
def _kept(intake: Intake, told: object, rows: Sequence[Row], size: int) -> Intake:
    """Some 5,000 rows in 200 batches are sealed in a fraction of a second."""
    intake.save()
    intake.told_sealed = staged.seal_told(intake, told)
    intake.save(update_fields=["told_sealed"])
    groups = (rows[start : start + size] for start in range(0, len(rows), size))
    Batch.objects.bulk_create(
        staged.seal_rows(intake, number, group) for number, group in enumerate(groups, start=1)
    )
    return intake


def intake_of(one: Import, number: int, by: User) -> Intake:
    """One's own; that of another person does not exist. Who may no longer import is told so."""
    check_permitted(one, by)
    found = Intake.objects.filter(pk=number, kind=one.key, by=by).first()
    if found is None:
        raise NotYours
    return found


def intakes_of(one: Import, by: User) -> QuerySet[Intake]:
    return Intake.objects.filter(kind=one.key, by=by).order_by("-pk")


@transaction.atomic
def confirm(
    *, one: Import, number: int, reason: str, ticked: bool, by: User, happened_at: datetime
) -> Intake:
    """From here on it moves. A second click changes nothing and is not refused."""
    intake = _locked(one, number, by)
    if intake.state in {State.MOVING, State.DONE, State.STOPPED}:
        return intake
    if intake.state != State.WAITING:
        raise Refused("intake_not_waiting", f"没有导入。这份表{intake.get_state_display()}，请重新上传。")
    words = _reason(intake, reason, ticked=ticked)
    intake.state, intake.confirmed_at, intake.reason = State.MOVING, happened_at, words
    intake.save(update_fields=["state", "confirmed_at", "reason"])
    facts: dict[str, JSON] = {
        "kind": one.title,
        "rows": intake.row_count,
        "rows_sha256": intake.rows_sha256,
        "sha256": intake.sha256,
        "doubts": intake.doubt_count,
        "reason": words,
    }
    note(by=by, did="sheets.intake_confirmed", what=intake, happened_at=happened_at, facts=facts)
    return intake


@transaction.atomic
def drop(*, one: Import, number: int, by: User, happened_at: datetime) -> Intake:
    """What was read is cleared at once; nothing of it came in, so nothing is noted."""
    intake = _locked(one, number, by)
    if intake.state not in {State.WAITING, State.FAULTY}:
        raise Refused("intake_not_waiting", f"没有清掉。这份表{intake.get_state_display()}。")
    _drop(intake, happened_at)
    return intake


def forget_old(now: datetime) -> int:
    """What nobody confirmed within a day is cleared."""
    old = Intake.objects.filter(state__in=[State.WAITING, State.FAULTY], staged_at__lt=now - KEPT_FOR)
    count = 0
    for number in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            intake = old.select_for_update().filter(pk=number).first()
            if intake is not None:
                _drop(intake, now)
                count += 1
    return count


def told_of(intake: Intake) -> Told:
    """What the preview shows; empty once it was cleared."""
    told = staged.told_of(intake)
    return Told(
        sheet=told.get("sheet", ""),
        others=tuple(told.get("others", ())),
        titles=tuple(told.get("titles", ())),
        unknown=tuple(told.get("unknown", ())),
        preview=tuple(tuple(cells) for cells in told.get("preview", ())),
        faults=tuple(Fault(**fault) for fault in told.get("faults", ())),
        wrong=tuple(Row(number, {}, tuple(cells)) for number, cells in told.get("wrong", ())),
        doubts=tuple(Doubt(**doubt) for doubt in told.get("doubts", ())),
    )


def check_permitted(one: Import, by: User) -> None:
    if not one.is_open_to(by):
        raise NotPermitted(one.capabilities[0])


def _locked(one: Import, number: int, by: User) -> Intake:
    check_permitted(one, by)
    found = Intake.objects.select_for_update().filter(pk=number, kind=one.key, by=by).first()
    if found is None:
        raise NotYours
    return found


def _drop(intake: Intake, at: datetime) -> None:
    staged.clear(intake)
    intake.state, intake.ended_at = State.DROPPED, at
    intake.save(update_fields=["state", "ended_at", "told_sealed"])


def _reason(intake: Intake, reason: str, *, ticked: bool) -> str:
    words = " ".join(reason.split())
    if not intake.doubt_count:
        return ""
    if not ticked:
        raise Refused(
            "doubts_not_ticked",
            f"没有导入。有{intake.doubt_count}条提醒，请看过打钩，再写明为什么照样导入。",
        )
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise Refused(
            "doubts_without_reason",
            f"没有导入。请写明为什么有提醒还照样导入，{SHORTEST_REASON}到{LONGEST_REASON}个字。",
        )
    return words


def _faults(taken: ReadSheet, judged: Judged, one: Import, by: User) -> tuple[list[Fault], list[Row]]:
    """In the order of the sheet, and the rows to which they belong."""
    rows = {row.number: row for row in (*taken.rows, *taken.wrong)}
    titles = {each.key: each.title for each in one.fields(by)}
    found = [*taken.faults, *(_fault(wrong, rows[wrong.row], titles, taken) for wrong in judged.wrong)]
    found.sort(key=lambda fault: fault.row)
    kept = found[:FAULTS_KEPT]
    return kept, [rows[number] for number in dict.fromkeys(fault.row for fault in kept)]


def _fault(wrong: Wrong, row: Row, titles: dict[str, str], taken: ReadSheet) -> Fault:
    title, column = titles[wrong.key], taken.columns.get(wrong.key)
    value = row.cells[taken.titles.index(title)] if title in taken.titles else ""
    at = cell_name(wrong.row, column) if column is not None else ""
    return Fault(wrong.row, title, value, wrong.expected, at)


def _read_before(one: Import, digest: str) -> Iterable[Doubt]:
    before = Intake.objects.filter(kind=one.key, sha256=digest, state__in=[State.MOVING, State.DONE])
    for intake in before.select_related("by").order_by("-pk")[:1]:
        on = timezone.localtime(intake.confirmed_at)
        yield Doubt(0, f"同一份文件{on.year}年{on.month}月{on.day}日已经由{intake.by.name}导入过一次。")


def _digest(file: File[bytes] | IO[bytes]) -> str:
    file.seek(0)
    return hashlib.sha256(file.read(SIZE_LIMIT + 1)).hexdigest()
