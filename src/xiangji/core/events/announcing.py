from django.db import connection
from django.utils import timezone

from xiangji.core.events import codec, registry
from xiangji.core.events.event import Event, app_of
from xiangji.core.events.models import Delivery, Fact


def write_down(fact: Event) -> None:
    name = fact.event_name()
    if not connection.in_atomic_block:
        raise RuntimeError(f"{name} was announced outside of a transaction")
    now = timezone.now()
    row = Fact.objects.create(name=name, key=fact.order_key(), body=codec.to_json(fact), announced_at=now)
    Delivery.objects.bulk_create(
        Delivery(fact=row, reaction=reaction.name, queue=_queue(fact, reaction.app), due_at=now)
        for reaction in registry.reactions_to(name)
    )


def _queue(fact: Event, listener: str) -> str:
    """For each app that listens, one app's facts about one thing stand in one queue; others do not wait."""
    key = fact.order_key()
    return f"{app_of(type(fact).__module__)}/{key} → {listener}" if key else ""
