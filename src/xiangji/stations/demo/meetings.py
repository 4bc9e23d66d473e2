"""The demo's meetings: monthly ones with who came, written by hand, and one that is still to come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.stations import actions
from xiangji.stations.models import Meeting, Station
from xiangji.stations.queries import meetings as reading
from xiangji.stations.queries import requests
from xiangji.stations.rules.meetings import MeetingKind

TITLES = (
    (MeetingKind.MEETING, "站长月度例会（示例）"),
    (MeetingKind.TRAINING, "远程培训：手机拍货（示例）"),
    (MeetingKind.MEETING, "快递和代收工作会（示例）"),
    (MeetingKind.TRAINING, "远程培训：怎样开网店（示例）"),
)
ASKED, AN_HOUR = 24, timedelta(hours=1)


@transaction.atomic
def build_meetings(*, now: datetime) -> None:
    """Every four weeks back from today, at nine; the newest is next week. Every fifth station stayed away."""
    if Meeting.objects.exists():
        return
    clerk = person_in(PostKind.COMMERCE_CLERK)
    for centre in requests.centres()[:1]:
        for number, (kind, title) in enumerate(TITLES):
            day = timezone.localdate(now) + timedelta(days=7 - 28 * number)
            starts = timezone.make_aware(datetime.combine(day, time(9)))
            _held(centre, kind, title, starts, now, clerk)


def _held(
    centre: Station, kind: MeetingKind, title: str, starts: datetime, now: datetime, clerk: User
) -> None:
    stations = list(reading.stations_to_ask(centre).values_list("pk", flat=True)[:ASKED])
    if not stations:
        return
    meeting = actions.call_meeting(
        centre=centre.pk,
        kind=kind,
        title=title,
        starts=starts,
        ends=starts + AN_HOUR,
        stations=stations,
        by=clerk,
        happened_at=min(now, starts - timedelta(days=3)),
    )
    came = [pk for number, pk in enumerate(stations) if number % 5]
    if starts < now and came:
        actions.record_attendance(meeting=meeting, stations=came, by=clerk, happened_at=starts + AN_HOUR)
