"""Reads of meetings: for the centre that calls them, and for the stations that are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.places import within
from xiangji.core.values import Level
from xiangji.stations.models import Attendance, Invitation, Meeting, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.meetings import EARLY, LATE, Askable
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

READ, CALL = "stations.read_register", "stations.handle_requests"
HOLDS = Q(called_off_at=None)


@dataclass(frozen=True, slots=True)
class Guest:
    """A station at a meeting, and whether it was there."""

    invitation: Invitation
    attendance: Attendance | None


def rows() -> QuerySet[Meeting]:
    """With `asked` and `came`: how many stations."""
    invited = Invitation.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    there = Attendance.objects.filter(invitation__meeting=OuterRef("pk")).order_by()
    came = there.values("invitation__meeting").annotate(count=Count("pk")).values("count")
    return Meeting.objects.select_related("centre__place", "centre__operator", "by").annotate(
        asked=Coalesce(Subquery(invited.annotate(count=Count("pk")).values("count")), 0),
        came=Coalesce(Subquery(came), 0),
    )


def asked_of(person: User) -> QuerySet[Invitation]:
    """Invitations of stations that are the reader's."""
    return Invitation.objects.filter(
        reach(person, READ).q(place="station__place_id", organisation="station__operator_id")
    )


def for_person(person: User) -> QuerySet[Meeting]:
    own = reach(person, READ).q(place="centre__place_id", organisation="centre__operator_id")
    return rows().filter(own | Exists(asked_of(person).filter(meeting=OuterRef("pk"))))


def guests_of(meeting: Meeting) -> list[Guest]:
    found = Invitation.objects.filter(meeting=meeting).select_related("station").order_by("station__code")
    came = {
        one.invitation_id: one
        for one in Attendance.objects.filter(invitation__meeting=meeting).select_related("by")
    }
    return [Guest(one, came.get(one.pk)) for one in found]


def is_connected() -> bool:
    """A server of video meetings stands in the settings."""
    return bool(settings.VIDEO_URL)


def running(now: datetime) -> QuerySet[Meeting]:
    """Whose doors are open."""
    return Meeting.objects.filter(HOLDS, starts_at__lte=now + EARLY, ends_at__gte=now - LATE).order_by("pk")


def stations_to_ask(centre: Station) -> QuerySet[Station]:
    """The open stations of the county in which the centre stands, wherever in it that is."""
    (county,) = (code for code in centre.place_code.line if code.level is Level.COUNTY)
    kinds = [StationKind.TOWN_STATION.value, StationKind.VILLAGE_POINT.value]
    found = register.rows().filter(register.in_state(State.OPEN), kind__in=kinds)
    return found.filter(within(county, "place_id")).order_by("code")


def askable(centre: Station) -> list[Askable]:
    found = stations_to_ask(centre).values_list("pk", "code", "name", "place_id")
    return [Askable(*each) for each in found]
