"""What the clock runs for programme."""

from django.utils import timezone

from xiangji.core.events import every
from xiangji.programme import actions


@every("00:20")
def end_publicities() -> None:
    """What has stood its days, and against which nobody has anything open, is in force."""
    actions.conclude_due(by=None, happened_at=timezone.now())
