"""Brings what is due to its reaction. What is written before each step is true if we never come back."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from xiangji.core.events import codec, registry
from xiangji.core.events.event import find_kind
from xiangji.core.events.failing import in_words
from xiangji.core.events.models import Delivery
from xiangji.core.events.schedule import MOST_TRIES, wait_after

log = logging.getLogger(__name__)

# Longer than one may wait for SQLite's write lock (30 s): who holds a delivery gets to it before others.
LEASE = timedelta(seconds=60)
WAITING, DONE, PARKED, SKIPPED = Delivery.State.values


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that was taken, and as which try: the number tells whether it is still ours."""

    delivery: int
    tries: int

    def row(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(pk=self.delivery, state=WAITING, tries=self.tries)


def deliver_all() -> int:
    """Everything that is due, here and now. What a reaction raises rises, after the try was written down."""
    delivered = 0
    while claim := take_one():
        delivered += deliver(claim)
    return delivered


def take_one() -> Claim | None:
    """Looks first and locks only when there is something: an idle worker never takes the write lock."""
    if not _due(timezone.now()).exists():
        return None
    with transaction.atomic():
        now = timezone.now()
        delivery = _due(now).select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        tries = delivery.tries + 1
        due_at = now + max(LEASE, wait_after(tries))
        Delivery.objects.filter(pk=delivery.pk).update(tries=tries, due_at=due_at)
    return Claim(delivery.pk, tries)


def deliver(claim: Claim) -> bool:
    """The reaction's writes and the mark `done` are one transaction. False when there was nothing to do."""
    if claim.tries > MOST_TRIES:
        _give_up(claim)
        return False
    try:
        return _react(claim)
    except Exception as reason:
        _fail(claim, reason)
        raise


def _react(claim: Claim) -> bool:
    with transaction.atomic():
        # The row stays locked while the reaction runs: no other worker takes it, however long that lasts.
        delivery = claim.row().select_for_update(of=("self",)).select_related("fact").first()
        if delivery is None:
            return False
        reaction = registry.find_reaction(delivery.fact.name, delivery.reaction)
        kind = find_kind(delivery.fact.name)
        if reaction is None or kind is None:
            _skip(claim, delivery)
            return False
        reaction.react(codec.from_json(kind, delivery.fact.body))
        claim.row().update(state=DONE, ended_at=timezone.now(), error="")
        return True


def _due(now: datetime) -> QuerySet[Delivery]:
    """By state, never by a remembered id; what stands behind an open one of its queue is not due."""
    ahead = Delivery.objects.filter(queue=OuterRef("queue"), fact__lt=OuterRef("fact"), ended_at=None)
    waiting = Delivery.objects.filter(state=WAITING, due_at__lte=now)
    return waiting.filter(Q(queue="") | ~Exists(ahead)).order_by("due_at", "id")


def _fail(claim: Claim, reason: Exception) -> None:
    is_last = claim.tries >= MOST_TRIES
    claim.row().update(
        state=PARKED if is_last else WAITING,
        due_at=timezone.now() + wait_after(claim.tries),
        error=in_words(reason),
    )


def _give_up(claim: Claim) -> None:
    """The last try neither ended nor failed: it took its process with it."""
    sentence = f"第 {MOST_TRIES} 次送达时后台停了，没有留下原因。"
    claim.row().update(state=PARKED, tries=MOST_TRIES, error=sentence)
    log.error("delivery %s is parked: its reaction ended the process %s times", claim.delivery, MOST_TRIES)


def _skip(claim: Claim, delivery: Delivery) -> None:
    sentence = f"没有送达。程序里已经没有“{delivery.reaction}”对“{delivery.fact.name}”的反应。"
    claim.row().update(state=SKIPPED, ended_at=timezone.now(), error=sentence)
    log.warning(
        "delivery %s is skipped: %s no longer hears %s", delivery.pk, delivery.reaction, delivery.fact
    )
