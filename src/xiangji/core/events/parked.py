"""What a person does about deliveries that stopped: send them again, or let them go."""

from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.errors import Refused
from xiangji.core.events.delivering import PARKED, SKIPPED
from xiangji.core.events.models import Delivery


def parked() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=PARKED).order_by("pk")


def let_go(which: str, reason: str) -> Delivery:
    """Never to be delivered, so that what waits behind it goes on. The caller notes who wanted it, and why.

    Inside a transaction: the row is locked, so that nobody sends it again meanwhile.
    """
    number = int(which) if which.isascii() and which.isdigit() and len(which) <= 18 else 0
    delivery = parked().select_for_update(of=("self",)).select_related("fact").filter(pk=number).first()
    if delivery is None:
        raise Refused(
            "not_a_parked_delivery",
            f"没有放过。没有编号是“{which[:40]}”的停下的消息，应当是 ./xj manage events 列出的编号。",
        )
    delivery.state, delivery.ended_at = SKIPPED, timezone.now()
    delivery.error = f"{delivery.error}不再送：{reason}"
    delivery.save(update_fields=["state", "ended_at", "error"])
    return delivery
