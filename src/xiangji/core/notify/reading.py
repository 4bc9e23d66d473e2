"""What a person reads, and that she has read it. Only ever her own."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.notify.models import Message

UNDER_THE_BELL = Q(read_at=None, settled_at=None)


def unread(person: User) -> QuerySet[Message]:
    return Message.objects.filter(UNDER_THE_BELL, to=person)


def messages_of(person: User) -> QuerySet[Message]:
    """What stands under the bell first, each half with its latest first."""
    place = Case(When(UNDER_THE_BELL, then=Value(0)), default=Value(1))
    return Message.objects.filter(to=person).order_by(place, "-happened_at", "-pk")


def read(person: User, pk: int, *, at: datetime) -> Message:
    """Opened; again changes nothing. Another person's message does not exist."""
    message = Message.objects.filter(to=person, pk=pk).first()
    if message is None:
        raise NotYours
    Message.objects.filter(pk=pk, read_at=None).update(read_at=at)
    return message


def read_all(person: User, *, upto: int, at: datetime) -> int:
    """All that stood under the bell when the page was made: what arrived since stays."""
    return unread(person).filter(pk__lte=upto).update(read_at=at)
