"""Asking somebody outside: the question is written down in the caller's transaction and sent afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.audit import note
from xiangji.core.audit.text import Actor
from xiangji.core.errors import Refused
from xiangji.core.outside import keeping
from xiangji.core.outside.models import SENTENCE_LENGTH, Direction, Exchange, State
from xiangji.core.outside.remotes import Remote
from xiangji.core.outside.rules import signing
from xiangji.core.outside.rules.masking import masked


class OutsideRefused(Refused):
    """Something of the queue cannot be so."""


class NotSigned(Refused):
    """What came in is not from whom it says."""

    status = 401


@transaction.atomic
def ask(
    to: Remote,
    *,
    name: str,
    key: str,
    path: str,
    method: str = "GET",
    body: bytes = b"",
    about: str = "",
    also_fine: Collection[int] = (),
) -> Exchange:
    """Put it into the queue. Asked again with the same key, it is the same question."""
    now = timezone.now()
    made, _ = Exchange.objects.get_or_create(
        direction=Direction.OUT,
        remote=to.key,
        key=key,
        defaults={
            "name": name,
            "about": about,
            "method": method,
            "path": path,
            "also_fine": " ".join(str(each) for each in sorted(also_fine)),
            "body": keeping.seal(body, field="body", key=key, made_at=now),
            "body_shown": masked(body),
            "due_at": now,
            "made_at": now,
        },
    )
    return made


@transaction.atomic
def receive(
    of: Remote, *, name: str, path: str, body: bytes, headers: Mapping[str, str], secret: str
) -> Exchange | None:
    """What somebody outside sends us, if it is signed. None: it is here already, nothing is to be done."""
    now = timezone.now()
    signed = headers.get(signing.HEADER) or headers.get("X-Jaas-Signature", "")
    is_theirs = signing.is_signed(
        body, header=signed, secret=secret, now=int(now.timestamp())
    ) or signing.is_bearer(headers.get("Authorization", ""), token=secret)
    if not is_theirs:
        said = "没有收。签名或者口令不对，或者发出的时间和现在差了五分钟以上。"
        raise NotSigned("outside_not_signed", said)
    key = hashlib.sha256(body).hexdigest()
    made, is_new = Exchange.objects.get_or_create(
        direction=Direction.IN,
        remote=of.key,
        key=key,
        defaults={
            "name": name,
            "method": "POST",
            "path": path,
            "body": keeping.seal(body, field="body", key=key, made_at=now),
            "body_shown": masked(body),
            "state": State.DONE,
            "due_at": now,
            "made_at": now,
            "ended_at": now,
        },
    )
    return made if is_new else None


def answer_of(number: int) -> tuple[int, str]:
    """Status and body of what was answered."""
    found = Exchange.objects.get(pk=number)
    text = keeping.opened(bytes(found.answer), field="answer", key=found.key, made_at=found.made_at)
    return found.status or 0, text


@transaction.atomic
def send_again(exchange: Exchange, *, by: Actor | None, happened_at: datetime) -> Exchange:
    """A person looked at what had stopped: it is due now, with all its tries before it."""
    locked = _locked(exchange)
    if locked.direction != Direction.OUT or locked.state in {State.DONE, State.DROPPED}:
        said = f"没有重送。这一条{locked.get_state_display()}，只有等着送、停下等人的可以重送。"
        raise OutsideRefused("exchange_is_not_open", said)
    locked.state, locked.tries, locked.due_at = State.WAITING, 0, timezone.now()
    locked.save(update_fields=["state", "tries", "due_at"])
    note(by=by, did="outside.sent_again", what=locked, happened_at=happened_at, facts={"name": locked.name})
    return locked


@transaction.atomic
def drop(exchange: Exchange, *, reason: str, by: Actor | None, happened_at: datetime) -> Exchange:
    """It is not sent any more, and says why."""
    locked, kept = _locked(exchange), reason.strip()
    if locked.direction != Direction.OUT or locked.state in {State.DONE, State.DROPPED}:
        said = f"没有停送。这一条{locked.get_state_display()}，已经了结。"
        raise OutsideRefused("exchange_has_ended", said)
    if not kept or len(kept) > SENTENCE_LENGTH or not kept.isprintable():
        said = f"没有停送。请用一行写明为什么不送了，最多{SENTENCE_LENGTH}个字。"
        raise OutsideRefused("drop_without_reason", said)
    locked.state, locked.ended_at, locked.sentence = State.DROPPED, timezone.now(), kept
    locked.save(update_fields=["state", "ended_at", "sentence"])
    facts = {"name": locked.name, "reason": kept}
    note(by=by, did="outside.dropped", what=locked, happened_at=happened_at, facts=facts)
    return locked


def _locked(exchange: Exchange) -> Exchange:
    return Exchange.objects.select_for_update().get(pk=exchange.pk)
