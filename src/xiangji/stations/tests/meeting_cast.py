"""A meeting of the small county, called by the real action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from xiangji.core.accounts.models import Post, User
from xiangji.stations import actions
from xiangji.stations.models import Meeting, Station
from xiangji.stations.queries import meetings as reading
from xiangji.stations.rules.meetings import MeetingKind
from xiangji.stations.rules.register import StationKind


def a_meeting(centre: Station, stations: list[Station], by: User, **changes: Any) -> Meeting:  # noqa: ANN401
    """It began ten minutes ago and ends in fifty, unless it is said otherwise."""
    now = timezone.now()
    told = {
        "kind": MeetingKind.MEETING,
        "title": "示例月度例会",
        "starts": now - timedelta(minutes=10),
        "ends": now + timedelta(minutes=50),
        "happened_at": now,
        **changes,
    }
    row = actions.call_meeting(centre=centre.pk, stations=[one.pk for one in stations], by=by, **told)
    return reading.rows().get(pk=row.pk)


def meeting_stands(keeper: Post) -> Meeting:
    """Something on the desk of meetings, for the tests of the workbench; after its centre stands."""
    mine = Station.objects.filter(operator=keeper.organisation)
    centre = mine.filter(kind=StationKind.CENTRE.value).order_by("pk")[0]
    guest = reading.stations_to_ask(centre)[0]
    return a_meeting(centre, [guest], keeper.person)
