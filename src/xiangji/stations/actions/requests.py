"""Requests at the service desk: taken in by a person or sent by anybody, handled, and rated (STA-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.calendar import add_working_days
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.stations.actions.callers import party_of
from xiangji.stations.actions.lanes import lane_of
from xiangji.stations.models import RequestStep, ServiceRequest, Station
from xiangji.stations.queries import register
from xiangji.stations.queries import requests as reading
from xiangji.stations.queries.requests import HANDLE
from xiangji.stations.rules import requests as rules
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.requests import CustomerKind, State, Step, Way
from xiangji.stations.rules.services import service_of

LANE_SALT = "stations.request"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of which centre, and how it came; without a day the house's own span counts."""

    centre: Station
    service: str
    wish: str
    way: Way
    due_on: date | None = None


@transaction.atomic
def take_in_request(
    *,
    centre: int,
    service: str,
    customer_kind: CustomerKind,
    name: str,
    credit_code: str = "",
    phone: str,
    wish: str,
    way: Way,
    result: str = "",
    due_on: date | None = None,
    by: User,
    happened_at: datetime,
) -> ServiceRequest:
    """At the counter or on the phone; with a result it is done on the spot."""
    asked = Asked(_centre(centre, by), service, wish, way, due_on)
    if customer_kind is CustomerKind.STATION:
        said = "没有收下。给站点做的，请用“记给站点的指导”，从名单里选站点。"
        raise StationRefused("station_is_no_caller", said)
    _check(asked, customer_kind, happened_at)
    party = party_of(asked.centre, name, credit_code, phone, by, happened_at)
    row = _receive(asked, customer_kind, party=party, by=by, happened_at=happened_at)
    return _begin(row, result, by, happened_at)


@transaction.atomic
def guide_station(
    *,
    centre: int,
    station: int,
    service: str,
    wish: str,
    way: Way,
    result: str = "",
    due_on: date | None = None,
    by: User,
    happened_at: datetime,
) -> ServiceRequest:
    """What the centre does for a station of its county: the station is the customer (STA-11, STA-14)."""
    asked = Asked(_centre(centre, by), service, wish, way, due_on)
    guided = Station.objects.select_related("operator", "place").filter(pk=station).first()
    if guided is None:
        raise NotYours
    permit(by, register.READ, place=guided.place_code, organisation=guided.operator)
    if guided.pk == asked.centre.pk:
        raise StationRefused("centre_guides_itself", "没有收下。中心不给自己记指导，请选镇、村站点。")
    _check(asked, CustomerKind.STATION, happened_at)
    row = _receive(asked, CustomerKind.STATION, station=guided, by=by, happened_at=happened_at)
    return _begin(row, result, by, happened_at)


@transaction.atomic
def ask_centre(
    *,
    service: str,
    customer_kind: CustomerKind,
    name: str,
    phone: str,
    wish: str,
    network: str,
    by: None,
    happened_at: datetime,
) -> ServiceRequest:
    """Anybody may; name and phone are sealed, and the audit trail gets neither."""
    centre = reading.centres().first()
    if centre is None:
        said = f"没有收下。{current_county().name}的公共服务中心现在没有开门，请先问镇上的站点。"
        raise StationRefused("no_centre_is_open", said)
    asked = Asked(centre, service, wish, Way.FORM)
    _check(asked, customer_kind, happened_at)
    if not phone.strip():
        raise StationRefused("request_without_phone", "没有收下。请写电话，我们好联系您。")
    if customer_kind is CustomerKind.STATION:
        raise StationRefused("station_is_no_caller", "没有收下。请选您是哪一类。")
    lane = lane_of(LANE_SALT, network, timezone.localdate(happened_at))
    if ServiceRequest.objects.filter(lane=lane).count() >= rules.ASKED_A_DAY:
        raise rules.TooManyRequests
    party = party_of(centre, name, "", phone, None, happened_at)
    return _receive(asked, customer_kind, party=party, lane=lane, by=by, happened_at=happened_at)


@transaction.atomic
def take_request(*, request: ServiceRequest, by: User, happened_at: datetime) -> ServiceRequest:
    """Whoever takes it handles it from now on."""
    return _step(_locked(request, by), Step.TAKEN, "", by, happened_at)


@transaction.atomic
def note_progress(*, request: ServiceRequest, text: str, by: User, happened_at: datetime) -> ServiceRequest:
    kept = rules.check_words(text, "办到哪里")
    return _step(_locked(request, by), Step.NOTED, kept, by, happened_at)


@transaction.atomic
def postpone_request(
    *, request: ServiceRequest, due_on: date, text: str, by: User, happened_at: datetime
) -> ServiceRequest:
    """Another day, with the reason; it may be earlier."""
    locked = _locked(request, by)
    rules.check_step(locked.number, locked.status, Step.POSTPONED)
    kept = rules.check_words(text, "为什么改期", undone="没有改期")
    rules.check_due(due_on, timezone.localdate(happened_at), undone="没有改期")
    locked.due_on = due_on
    return _step(locked, Step.POSTPONED, kept, by, happened_at)


@transaction.atomic
def finish_request(*, request: ServiceRequest, text: str, by: User, happened_at: datetime) -> ServiceRequest:
    """With its result in words; papers are attached to it."""
    kept = rules.check_words(text, "办成什么样")
    return _step(_locked(request, by), Step.DONE, kept, by, happened_at)


@transaction.atomic
def refuse_request(*, request: ServiceRequest, text: str, by: User, happened_at: datetime) -> ServiceRequest:
    kept = rules.check_words(text, "为什么办不了，可以找谁")
    return _step(_locked(request, by), Step.REFUSED, kept, by, happened_at)


@transaction.atomic
def withdraw_request(
    *, request: ServiceRequest, text: str, by: User, happened_at: datetime
) -> ServiceRequest:
    """The customer does not want it any more."""
    kept = rules.check_words(text, "谁说不办了，为什么")
    return _step(_locked(request, by), Step.WITHDRAWN, kept, by, happened_at)


@transaction.atomic
def reopen_request(*, request: ServiceRequest, text: str, by: User, happened_at: datetime) -> ServiceRequest:
    """It was not done after all: it gets a day anew."""
    kept = rules.check_words(text, "为什么再办")
    locked = _locked(request, by)
    rules.check_step(locked.number, locked.status, Step.REOPENED)
    locked.due_on = _due(timezone.localdate(happened_at))
    return _step(locked, Step.REOPENED, kept, by, happened_at)


def locked_request(request: ServiceRequest) -> ServiceRequest:
    rows = ServiceRequest.objects.select_for_update(of=("self",))
    locked = rows.select_related("centre__operator", "centre__place").filter(pk=request.pk).first()
    if locked is None:
        raise NotYours
    return locked


def _locked(request: ServiceRequest, by: User) -> ServiceRequest:
    locked = locked_request(request)
    permit(by, HANDLE, place=locked.place_code, organisation=locked.centre.operator)
    return locked


def _step(request: ServiceRequest, step: Step, text: str, by: User, happened_at: datetime) -> ServiceRequest:
    """Write the step and what it makes of the request."""
    state = rules.check_step(request.number, request.status, step)
    request.state = state.value
    request.ended_at = None if state.is_open else happened_at
    if request.taken_by_id is None or step in {Step.TAKEN, Step.REOPENED}:
        request.taken_by = by
    request.save(update_fields=["state", "ended_at", "taken_by", "due_on"])
    due = request.due_on if step is Step.POSTPONED else None
    RequestStep.objects.create(request=request, step=step.value, text=text, due_on=due, by=by, at=happened_at)
    facts: dict[str, JSON] = {"step": step.word, "due": request.due_on.isoformat()}
    note(by=by, did="stations.request_handled", what=request, happened_at=happened_at, facts=facts)
    return request


def _begin(request: ServiceRequest, result: str, by: User, happened_at: datetime) -> ServiceRequest:
    """Who takes it in handles it; with a result it is done."""
    begun = _step(request, Step.TAKEN, "", by, happened_at)
    if not result.strip():
        return begun
    kept = rules.check_words(result, "办成什么样", undone="没有收下")
    return _step(begun, Step.DONE, kept, by, happened_at)


def _centre(pk: int, by: User) -> Station:
    found = reading.centres().filter(pk=pk).first()
    if found is None:
        raise StationRefused("no_centre_is_open", "没有收下。请选一个营业的公共服务中心。")
    permit(by, HANDLE, place=found.place_code, organisation=found.operator)
    return found


def _check(asked: Asked, kind: CustomerKind, happened_at: datetime) -> None:
    service = service_of(asked.service)
    if service not in reading.offered([asked.centre.pk]):
        said = f"没有收下。“{asked.centre.name}”不提供“{service.word}”，请从目录里选。"
        raise StationRefused("service_not_offered", said)
    rules.check_service(service, kind)
    rules.check_wish(asked.wish)
    if asked.due_on is not None:
        rules.check_due(asked.due_on, timezone.localdate(happened_at))


def _receive(
    asked: Asked,
    kind: CustomerKind,
    *,
    party: int | None = None,
    station: Station | None = None,
    lane: str = "",
    by: User | None,
    happened_at: datetime,
) -> ServiceRequest:
    today = timezone.localdate(happened_at)
    row = ServiceRequest.objects.create(
        number=_number(today.year),
        centre=asked.centre,
        customer_kind=kind.value,
        party_id=party,
        station=station,
        service=asked.service,
        wish=rules.check_wish(asked.wish),
        way=asked.way.value,
        received_at=happened_at,
        due_on=asked.due_on or _due(today),
        state=State.WAITING.value,
        lane=lane,
    )
    facts: dict[str, JSON] = {
        "number": row.number,
        "service": row.service_word,
        "kind": kind.word,
        "due": row.due_on.isoformat(),
    }
    note(by=by, did="stations.request_received", what=row, happened_at=happened_at, facts=facts)
    return row


def _number(year: int) -> str:
    """Without gaps within a year: whoever gives a number holds the county until it is kept."""
    Place.objects.select_for_update(no_key=True).get(code=current_county().code.digits)
    first = rules.number_of(year, 0)[: -len("0000")]
    return rules.number_of(year, ServiceRequest.objects.filter(number__startswith=first).count() + 1)


def _due(today: date) -> date:
    return add_working_days(today, rules.DUE_WORKING_DAYS).day
