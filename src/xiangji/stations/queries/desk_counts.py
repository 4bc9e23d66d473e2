"""Which requests and pairs a figure of the service desk counts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from xiangji.core.values import Period, PlaceCode
from xiangji.stations.models import MatchResult, ServiceRequest, Station
from xiangji.stations.queries import matching, requests
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.requests import State


def has_centre(place: PlaceCode) -> bool:
    start, end = place.range
    return Station.objects.filter(kind=StationKind.CENTRE.value, place__gte=start, place__lt=end).exists()


def asked_in(place: PlaceCode, period: Period) -> list[ServiceRequest]:
    return [one for one in requests.in_place(place) if timezone.localdate(one.received_at) in period]


def done_in(place: PlaceCode, period: Period) -> list[ServiceRequest]:
    found = requests.in_place(place).filter(state=State.DONE.value)
    return [one for one in found if one.ended_at and timezone.localdate(one.ended_at) in period]


def on_time(done: Iterable[ServiceRequest]) -> list[ServiceRequest]:
    return [one for one in done if one.ended_at and timezone.localdate(one.ended_at) <= one.due_on]


def agreed_in(place: PlaceCode, period: Period) -> list[MatchResult]:
    found = matching.agreed_in(place).select_related("match")
    return [one for one in found if timezone.localdate(one.at) in period]
