"""How the worker and its queue are. Read by /readyz and by `manage.py events`."""

from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from xiangji.core.events import Health
from xiangji.core.events.delivering import PARKED, WAITING
from xiangji.core.events.models import Delivery, Presence


def look() -> Health:
    now = timezone.now()
    open_ones = Delivery.objects.filter(ended_at=None).aggregate(
        oldest=Min("fact__announced_at", filter=Q(state=WAITING)),
        waiting=Count("id", filter=Q(state=WAITING)),
        parked=Count("id", filter=Q(state=PARKED)),
    )
    seen_at = Presence.objects.aggregate(seen_at=Max("seen_at"))["seen_at"]
    return Health(
        oldest_seconds=_seconds(open_ones["oldest"] or now, now),
        parked=open_ones["parked"],
        waiting=open_ones["waiting"],
        worker_seen_seconds=None if seen_at is None else _seconds(seen_at, now),
    )


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()))
