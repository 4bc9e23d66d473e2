"""What the clock runs for programme."""

from django.utils import timezone

from xiangji.core.events import every
from xiangji.programme import actions


@every("00:20")
def end_publicities() -> None:
    """Whose last day has passed and against whom nobody has anything open is in force."""
    actions.put_due_in_force(by=None, happened_at=timezone.now())
