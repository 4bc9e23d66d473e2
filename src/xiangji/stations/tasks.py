"""What stations does by the clock."""

from django.utils import timezone

from xiangji.core.events import every
from xiangji.stations.actions.rating import forget_look_ups


@every("03:20")
def forget_what_was_looked_up_wrongly() -> None:
    """A wrong look-up counts for its day and is nothing afterwards."""
    forget_look_ups(by=None, happened_at=timezone.now())
