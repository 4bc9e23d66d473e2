"""The queue is sent from the clock's thread; what is written before each step is true if we stop there."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.events import announce
from xiangji.core.outside import keeping, remotes
from xiangji.core.outside.events import OutsideAnswered
from xiangji.core.outside.models import SENTENCE_LENGTH, Attempt, Direction, Exchange, State
from xiangji.core.outside.remotes import Outgoing, Remote
from xiangji.core.outside.rules.judging import Judged, Verdict, judge, wait
from xiangji.core.outside.rules.masking import masked
from xiangji.core.outside.wire import Answer, NoAnswer, send

LEASE = timedelta(seconds=60)
# One round holds up the clock's other work no longer than this, and the one answer that is waited for.
ROUND_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A question that was taken, and as which try: the number tells whether it is still ours."""

    exchange: Exchange
    tries: int
    began_at: datetime

    def row(self) -> QuerySet[Exchange]:
        return Exchange.objects.filter(pk=self.exchange.pk, state=State.WAITING, tries=self.tries)


def send_due() -> int:
    """All that is due. A remote that did not answer is left alone for the rest of the round."""
    until, silent, sent = time.monotonic() + ROUND_SECONDS, set[str](), 0
    while time.monotonic() < until and (claim := _take(_reachable(silent))):
        if not _send(claim):
            silent.add(claim.exchange.remote)
        sent += 1
    return sent


def _reachable(silent: Collection[str]) -> list[str]:
    return [one.key for one in remotes.remotes() if one.is_connected and one.key not in silent]


def _take(among: Collection[str]) -> Claim | None:
    """Looks first and locks only when there is something."""
    now = timezone.now()
    due = Exchange.objects.filter(
        direction=Direction.OUT, state=State.WAITING, due_at__lte=now, remote__in=among
    ).order_by("due_at", "pk")
    if not due.exists():
        return None
    with transaction.atomic():
        found = due.select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.tries += 1
        found.due_at = now + max(LEASE, wait(found.tries))
        found.save(update_fields=["tries", "due_at"])
    return Claim(found, found.tries, now)


def _send(claim: Claim) -> bool:
    """Outside of any transaction. False when nobody answered."""
    to = remotes.find(claim.exchange.remote)
    if to is None or claim.tries > to.most_tries:
        _write(claim, None, Judged(Verdict.PARK, claim.exchange.sentence or "试够了，没有留下原因。"), 0)
        return True
    began = time.monotonic()
    try:
        answer = send(_outgoing(claim.exchange, to), to=to.where, seconds=to.timeout_seconds)
    except NoAnswer as reason:
        _write(claim, None, _after(reason.sentence, claim, to), _ms(began))
        return False
    judged = judge(answer.status, also_fine=_also_fine(claim.exchange))
    if judged.verdict is Verdict.AGAIN:
        judged = _after(judged.sentence, claim, to)
    _write(claim, answer, judged, _ms(began))
    return judged.verdict is not Verdict.AGAIN


def _outgoing(exchange: Exchange, to: Remote) -> Outgoing:
    body = keeping.opened(bytes(exchange.body), field="body", key=exchange.key, made_at=exchange.made_at)
    return to.dress(Outgoing(exchange.method, exchange.path, body.encode(), exchange.key))


def _also_fine(exchange: Exchange) -> list[int]:
    return [int(each) for each in exchange.also_fine.split()]


def _after(sentence: str, claim: Claim, to: Remote) -> Judged:
    """Tried often enough, it stops and waits for a person."""
    return Judged(Verdict.PARK if claim.tries >= to.most_tries else Verdict.AGAIN, sentence)


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1_000)


@transaction.atomic
def _write(claim: Claim, answer: Answer | None, judged: Judged, took_ms: int) -> None:
    """Only while it is still ours: a slow answer does not undo what was done meanwhile."""
    status = answer.status if answer else None
    sentence = judged.sentence[:SENTENCE_LENGTH]
    Attempt.objects.create(
        exchange=claim.exchange,
        number=claim.tries,
        began_at=claim.began_at,
        took_ms=took_ms,
        status=status,
        sentence=sentence,
    )
    changed: dict[str, object] = {"status": status, "sentence": sentence}
    if judged.verdict is Verdict.AGAIN:
        changed["due_at"] = timezone.now() + wait(
            claim.tries, retry_after=answer.retry_after if answer else ""
        )
    elif judged.verdict is Verdict.PARK:
        changed["state"] = State.PARKED
    else:
        changed |= {"state": State.DONE, "ended_at": timezone.now(), **_kept(claim.exchange, answer)}
    if claim.row().update(**changed) and judged.verdict is Verdict.DONE:
        one = claim.exchange
        announce(OutsideAnswered(exchange=one.pk, remote=one.remote, name=one.name, about=one.about))


def _kept(exchange: Exchange, answer: Answer | None) -> dict[str, object]:
    body = answer.body if answer else b""
    sealed = keeping.seal(body, field="answer", key=exchange.key, made_at=exchange.made_at)
    return {"answer": sealed, "answer_shown": masked(body)}
