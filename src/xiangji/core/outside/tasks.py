from django.utils import timezone

from xiangji.core.events import every
from xiangji.core.outside import keeping
from xiangji.core.outside.models import Attempt, Exchange
from xiangji.core.outside.sending import send_due

# What one statement may remove while others wait for SQLite's write lock.
AT_ONCE = 2_000


@every(minutes=1)
def send_what_is_due() -> None:
    """In the clock's own thread: a slow remote holds up neither facts nor seals."""
    send_due()


@every("03:40")
def forget_what_was_exchanged() -> None:
    """A month after it ended. What still waits stays, and keeps its day's key."""
    before = timezone.now() - keeping.KEPT
    days = set(Exchange.objects.filter(ended_at__lt=before).values_list("made_at__date", flat=True))
    over = Exchange.objects.filter(ended_at__lt=before).order_by("pk")
    while ids := list(over.values_list("pk", flat=True)[:AT_ONCE]):
        Attempt.objects.filter(exchange__in=ids).delete()
        Exchange.objects.filter(pk__in=ids).delete()
    for day in sorted(days):
        if not Exchange.objects.filter(made_at__date=day).exists():
            keeping.destroy(day)
