from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from xiangji.core.events.models import Delivery, Fact, Presence
from xiangji.core.events.registry import every

KEPT = timedelta(days=30)
LONGEST_ABSENCE = timedelta(days=1)
# What one statement may remove while others wait for SQLite's write lock.
AT_ONCE = 2_000


@every("03:10")
def forget_what_was_delivered() -> None:
    """Facts are messages, not records: what must be kept stands in the audit and in the apps."""
    before = timezone.now() - KEPT
    ended = Delivery.objects.filter(ended_at__lt=before)
    while ids := list(ended.values_list("pk", flat=True)[:AT_ONCE]):
        Delivery.objects.filter(pk__in=ids).delete()
    owed = Delivery.objects.filter(fact=OuterRef("pk"))
    settled = Fact.objects.filter(~Exists(owed), announced_at__lt=before)
    while ids := list(settled.values_list("pk", flat=True)[:AT_ONCE]):
        Fact.objects.filter(pk__in=ids).delete()
    Presence.objects.filter(seen_at__lt=timezone.now() - LONGEST_ABSENCE).delete()
