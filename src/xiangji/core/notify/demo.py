"""The demo's history has been told by events; what is long past has been read."""

from datetime import datetime, timedelta

from xiangji.core.notify.models import Message

LONG_PAST = timedelta(days=10)


def read_what_is_long_past(*, now: datetime) -> None:
    old = Message.objects.filter(happened_at__lt=now - LONG_PAST, read_at=None)
    old.update(read_at=now - LONG_PAST)
