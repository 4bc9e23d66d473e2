"""What stations does when others tell something."""

from django.utils import timezone

from xiangji.core.events import hears
from xiangji.core.outside.events import OutsideAnswered
from xiangji.stations import actions
from xiangji.stations.actions.meetings import ROOM_ASKED


@hears(OutsideAnswered)
def keep_who_was_there(fact: OutsideAnswered) -> None:
    """Safe to run twice: who is written down already stays as he was."""
    if fact.name == ROOM_ASKED:
        actions.seen_in_room(exchange=fact.exchange, about=fact.about, by=None, happened_at=timezone.now())
