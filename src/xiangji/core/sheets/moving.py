"""Confirmed rows are moved batch by batch, each in one transaction with the mark that it was moved.

A second click, a reload, a killed worker and one that helps: each finds what is left, and nothing twice.
A row that its action refuses is kept with the sentence and holds up nobody.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.events.event import app_of
from xiangji.core.sheets import imports, staged
from xiangji.core.sheets.imports import DOCUMENT, HAPPENED, Import
from xiangji.core.sheets.models import Batch, Entered, Intake
from xiangji.core.sheets.reading import Row

MOST_TRIES = 10
AT_ONCE_ROWS = 200
LONGEST_SENTENCE = 500

State = Intake.State


def carry_on(number: int, *, batches: int) -> bool:
    """Move up to so many batches; false when nothing of this intake is left to move."""
    return all(move_batch(number) for _ in range(batches))


def move_batch(number: int) -> bool:
    """One batch, or the end. A try is counted before it begins: a batch that always fails is stopped."""
    batch = Batch.objects.filter(intake=number, intake__state=State.MOVING).order_by("number").first()
    if batch is not None:
        Batch.objects.filter(pk=batch.pk).update(tries=F("tries") + 1)
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=number)
        if intake.state != State.MOVING:
            return False
        return _move_next(intake, timezone.now())


def _move_next(intake: Intake, now: datetime) -> bool:
    one, by = imports.find(intake.kind), _mover(intake)
    why = _why_not(one, by)
    batch = Batch.objects.filter(intake=intake).order_by("number").first()
    if batch is not None and batch.tries > MOST_TRIES:
        why = f"第{batch.number}批试了{MOST_TRIES}次都没有成，是系统的问题，请告诉运维。"
    if one is None or why:
        _end(intake, State.STOPPED, now, sentence=why)
        return False
    if batch is None:
        _end(intake, State.DONE, now)
        return False
    rows = staged.rows_of(batch)
    Entered.objects.bulk_create(_entered(one, intake, row, by) for row in rows)
    batch.delete()
    intake.moved_count += len(rows)
    intake.save(update_fields=["moved_count"])
    return True


def _mover(intake: Intake) -> User:
    """Posts are asked once in a batch, as in a request: who loses a post brings in no later batch."""
    by = User.objects.get(pk=intake.by_id)
    by.kept_posts = {}
    return by


def _why_not(one: Import | None, by: User) -> str:
    if one is None:
        return "平台不再收这种表。"
    if not one.is_open_to(by):
        return f"{by.name}现在的岗位已经不能导入，余下的没有导入。"
    return ""


def _entered(one: Import, intake: Intake, row: Row, by: User) -> Entered:
    day, document = row.values[HAPPENED], row.values[DOCUMENT]
    entered = Entered(intake=intake, row=row.number, happened_on=day, document=document)
    at = imports.happened_at(day)
    try:
        with transaction.atomic():
            made = one.take(by=by, happened_at=at, **imports.values_of(row.values))
    except Refused as refusal:
        entered.sentence = refusal.sentence[:LONGEST_SENTENCE]
        return entered
    entered.label, entered.key = f"{app_of(type(made).__module__)}.{type(made).__name__}", made.pk
    facts: dict[str, JSON] = {"intake": intake.pk, "row": row.number, "document": document}
    note(by=by, did="sheets.entered", what=made, happened_at=at, facts=facts)
    return entered


def _end(intake: Intake, state: State, now: datetime, *, sentence: str = "") -> None:
    """What lay sealed is gone, with the key; what came in stands in its own tables."""
    staged.clear(intake)
    intake.state, intake.ended_at, intake.sentence = state, now, sentence
    intake.save(update_fields=["state", "ended_at", "sentence", "told_sealed"])
    taken = Entered.objects.filter(intake=intake, sentence="").count()
    facts: dict[str, JSON] = {
        "taken": taken,
        "refused": intake.moved_count - taken,
        "rows_sha256": intake.rows_sha256,
        "sha256": intake.sha256,
        "why": sentence,
    }
    did = "sheets.intake_done" if state == State.DONE else "sheets.intake_stopped"
    note(by=intake.by, did=did, what=intake, happened_at=now, facts=facts)
