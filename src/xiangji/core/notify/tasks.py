from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from xiangji.core.events import every
from xiangji.core.notify.models import Message

KEPT = timedelta(days=365)
# What one statement may remove while others wait for SQLite's write lock.
AT_ONCE = 2_000


@every("03:20")
def forget_what_is_long_read() -> None:
    """Read or settled a year ago. What nobody has seen yet stays."""
    before = timezone.now() - KEPT
    over = Message.objects.filter(Q(read_at__lt=before) | Q(settled_at__lt=before))
    while ids := list(over.values_list("pk", flat=True)[:AT_ONCE]):
        Message.objects.filter(pk__in=ids).delete()
