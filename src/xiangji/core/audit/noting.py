import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from xiangji.core.audit.entries import AUDIT
from xiangji.core.audit.models import Entry
from xiangji.core.audit.text import JSON, Actor, Deed
from xiangji.core.chain import sealing
from xiangji.core.events.event import app_of

PLATFORM = "平台"


def note(
    *,
    by: Actor | None,
    did: str,
    what: models.Model | str,
    happened_at: datetime | None,
    facts: Mapping[str, JSON],
    command: UUID | None,
) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{did} was noted outside of a transaction")
    deed = Deed(
        by_key="" if by is None else str(by.pk),
        by_name=PLATFORM if by is None else by.name,
        did=did,
        what=_name_of(what),
        noted_at=timezone.now(),
        happened_at=happened_at,
        command=command,
        facts=dict(facts),
    )
    text = deed.text()
    entry = Entry.objects.create(
        noted_at=deed.noted_at,
        did=deed.did,
        what=deed.what,
        by_key=deed.by_key,
        command=deed.command,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    sealing.queue(AUDIT, entry.pk)


def _name_of(what: models.Model | str) -> str:
    """The model and the key, such as programme.Programme 12; what else the row says may be personal."""
    return (
        what if isinstance(what, str) else f"{app_of(type(what).__module__)}.{type(what).__name__} {what.pk}"
    )
