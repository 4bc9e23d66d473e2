"""The way into the room of a meeting: a link with a token, made for whoever goes in, and kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.office.doors import in_office, person_of
from xiangji.stations import actions
from xiangji.stations.queries import meetings as reading


@require_safe
@in_office()
def enter(request: HttpRequest, pk: int, station: int | None = None) -> HttpResponse:
    person = person_of(request)
    meeting = get_object_or_404(reading.for_person(person), pk=pk)
    address = actions.enter_meeting(meeting=meeting, station=station, by=person, happened_at=timezone.now())
    return HttpResponseRedirect(address)
