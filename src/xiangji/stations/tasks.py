"""What stations does by the clock."""

from django.utils import timezone

from xiangji.core.events import every
from xiangji.stations import actions
from xiangji.stations.actions.rating import forget_look_ups
from xiangji.stations.queries import meetings


@every("03:20")
def forget_what_was_looked_up_wrongly() -> None:
    """A wrong look-up counts for its day and is nothing afterwards."""
    forget_look_ups(by=None, happened_at=timezone.now())


@every(minutes=5)
def ask_who_is_in_the_rooms() -> None:
    """While a meeting runs and a server is connected; what it answers comes later."""
    now = timezone.now()
    if meetings.is_connected():
        for meeting in meetings.running(now):
            actions.ask_who_is_there(meeting=meeting, by=None, happened_at=now)
