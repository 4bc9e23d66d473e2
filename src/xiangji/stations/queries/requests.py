"""Reads of the service desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.places.county import current_county
from xiangji.core.values import PlaceCode
from xiangji.stations.models import AddedService, Rating, RequestStep, ServiceRequest, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.desk_figures import Figures, Ticket, figures
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.requests import OPEN, CustomerKind, Step
from xiangji.stations.rules.requests import State as RequestState
from xiangji.stations.rules.services import Audience, Service, named_for, service_of
from xiangji.stations.rules.states import State

READ, HANDLE = "stations.read_requests", "stations.handle_requests"
IS_OPEN = Q(state__in=[state.value for state in OPEN])


def in_state(*states: RequestState) -> Q:
    return Q(state__in=[state.value for state in states])


def late(today: date) -> Q:
    return IS_OPEN & Q(due_on__lt=today)


def rows() -> QuerySet[ServiceRequest]:
    """With the customer's `score` where there is one."""
    scored = Rating.objects.filter(request=OuterRef("pk")).values("score")[:1]
    beside = ("centre__place", "centre__operator", "station", "party", "taken_by")
    return ServiceRequest.objects.select_related(*beside).annotate(score=Subquery(scored))


def for_person(person: User) -> QuerySet[ServiceRequest]:
    return rows().filter(reach(person, READ).q(place="centre__place_id", organisation="centre__operator_id"))


def steps_of(request: ServiceRequest) -> list[RequestStep]:
    return list(RequestStep.objects.filter(request=request).select_related("by").order_by("pk"))


def result_of(steps: Collection[RequestStep]) -> str:
    """The words of the last ending."""
    endings = [one.text for one in steps if Step(one.step) in {Step.DONE, Step.REFUSED, Step.WITHDRAWN}]
    return endings[-1] if endings else ""


def rating_of(request: ServiceRequest) -> Rating | None:
    return Rating.objects.filter(request=request).select_related("by").first()


def centres() -> QuerySet[Station]:
    """Service centres of the county that are open now."""
    start, end = current_county().code.range
    here = Q(kind=StationKind.CENTRE.value, place_id__gte=start, place_id__lt=end)
    return register.rows().filter(here, register.in_state(State.OPEN)).order_by("code")


def centres_for(person: User) -> list[Station]:
    """Those at whose desk this person takes in."""
    reached = reach(person, HANDLE).q(place="place_id", organisation="operator_id")
    return list(centres().filter(reached))


def added_to(stations: Collection[int]) -> list[AddedService]:
    """Those of now."""
    return list(AddedService.objects.filter(station__in=stations, until=None).order_by("pk"))


def offered(stations: Collection[int], *audiences: Audience) -> tuple[Service, ...]:
    """What the county's own plan names, then what these centres added; of the audiences, or of all."""
    added = [service_of(one.service) for one in added_to(stations)]
    every = dict.fromkeys([*named_for(current_county().code), *added])
    return tuple(one for one in every if not audiences or one.audience in audiences)


def figures_of(centre: Station, since: date, today: date) -> Figures:
    """Of what was asked at a centre since a day."""
    found = ServiceRequest.objects.filter(centre=centre, received_at__gte=_start(since))
    return figures(_tickets(found), today=today)


def guided(centre: Station, since: date) -> frozenset[int]:
    """The stations to which the centre gave something since a day."""
    found = ServiceRequest.objects.filter(
        centre=centre, customer_kind=CustomerKind.STATION.value, received_at__gte=_start(since)
    )
    return frozenset(found.values_list("station", flat=True))


def in_place(place: PlaceCode) -> QuerySet[ServiceRequest]:
    """At centres that stand in a place, the oldest first."""
    start, end = place.range
    return ServiceRequest.objects.filter(centre__place_id__gte=start, centre__place_id__lt=end).order_by("pk")


def _tickets(found: QuerySet[ServiceRequest]) -> list[Ticket]:
    scored = Rating.objects.filter(request=OuterRef("pk")).values("score")[:1]
    values = found.annotate(score=Subquery(scored)).values_list(
        "service", "customer_kind", "state", "received_at", "due_on", "ended_at", "score"
    )
    return [
        Ticket(
            service,
            CustomerKind(kind),
            RequestState(state),
            timezone.localdate(received),
            due,
            timezone.localdate(ended) if ended else None,
            score,
        )
        for service, kind, state, received, due, ended, score in values
    ]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
