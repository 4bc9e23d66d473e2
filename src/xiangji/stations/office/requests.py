"""The service desk (服务台): what was asked of the centre, and what was done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, Todo, desk
from xiangji.core.parties.queries import Names, seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.stations import actions
from xiangji.stations.models import ServiceRequest
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.request_forms import (
    CounterForm,
    GuidanceForm,
    PostponeForm,
    ProgressForm,
    RateForm,
    ReopenForm,
    ResultForm,
    TakeForm,
    WithdrawForm,
    choices,
    listed,
    short,
)
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.requests import CustomerKind, State, Step, Way, steps_after
from xiangji.stations.rules.services import SERVICES

LISTED = 14
_MARKS = {
    State.WAITING: "wait",
    State.IN_HAND: "info",
    State.DONE: "ok",
    State.REFUSED: "bad",
    State.WITHDRAWN: "info",
}


class RequestFilter(Filters):
    customer_kind = django_filters.ChoiceFilter(
        label="谁来办", empty_label="都看", choices=[(kind.value, kind.word) for kind in CustomerKind]
    )
    service = django_filters.ChoiceFilter(label="办什么", empty_label="都看", choices=choices(SERVICES))
    way = django_filters.ChoiceFilter(
        label="怎么来的", empty_label="都看", choices=[(way.value, way.word) for way in Way]
    )

    class Meta:
        model = ServiceRequest
        fields: list[str] = []


def state_of(row: ServiceRequest) -> Mark:
    if row.status.is_open and row.due_on < timezone.localdate():
        return Mark("bad", "过期没办")
    return Mark(_MARKS[row.status], row.status.word)  # type: ignore[arg-type]


def _who(row: Any) -> str:  # noqa: ANN401 - with what `together` hung on it
    return str(row.who)


def _can(step: Step) -> Callable[[ServiceRequest, User], bool]:
    def can(thing: ServiceRequest, _person: User) -> bool:
        return step in steps_after(thing.status)

    return can


def _address(row: ServiceRequest) -> str:
    return reverse("office-paper", args=["service-requests", row.pk])


def _to_rate(thing: Any, _person: User) -> bool:  # noqa: ANN401 - a row of `reading.rows()`
    return thing.status is State.DONE and thing.score is None


@desk
class RequestDesk(Desk[ServiceRequest]):
    key = "service-requests"
    title = "服务台"
    menu = STATIONS
    order = 12
    capability = "stations.read_requests"
    unit = "件"
    columns = (
        Column(
            "办什么",
            lambda row: Named(row.service_word, f"{row.number}　{short(row.wish, LISTED)}"),
            look="wide",
            order="service",
        ),
        Column("谁", lambda row: Named(_who(row), row.kind.word)),
        Column("办到哪里", state_of, look="nowrap", order="state"),
        Column("收到", "received_at", look="nowrap", order="received_at"),
        Column("哪天前", "due_on", look="nowrap", order="due_on"),
    )
    export = (
        Column("编号", "number"),
        Column("中心", "centre.name"),
        Column("办什么", "service_word"),
        Column("谁来办", lambda row: row.kind.word),
        Column("谁", _who),
        Column("想办什么", "wish"),
        Column("怎么来的", "get_way_display"),
        Column("收到", "received_at"),
        Column("哪天前", "due_on"),
        Column("办到哪里", state_of),
        Column("办结", "ended_at"),
        Column("谁接办", lambda row: row.taken_by.name if row.taken_by else ""),
        Column("满意度", "score"),
    )
    chips = (
        Chip("waits", "等人接", reading.in_state(State.WAITING)),
        Chip("late", "过期没办", lambda _person: reading.late(timezone.localdate())),
        Chip("mine", "我在办的", lambda person: reading.in_state(State.IN_HAND) & Q(taken_by=person)),
        Chip("in-hand", "在办", reading.in_state(State.IN_HAND)),
        Chip("done", "办好了", reading.in_state(State.DONE)),
        Chip("others", "办不了、不办了", reading.in_state(State.REFUSED, State.WITHDRAWN)),
    )
    todo = Todo(chip="waits", capability="stations.handle_requests", sentence="服务申请等人接。")
    filters = RequestFilter
    search = ("number", "wish", "station__name", "station__code")
    ordering = ("-pk",)
    detail = "stations/office/_request.html"
    has_evidence = True
    empty = Empty(
        new="还没有人来办事。有人来、有人打电话，点“记一件”；网上来的自己会到这里。",
        done="没有等人接的，都接了。",
    )
    actions = (
        Action(
            "take-in",
            "记一件",
            capability="stations.handle_requests",
            form=CounterForm,
            act=actions.take_in_request,
            look="go",
            done=lambda row: f"记下了，编号{row.number}。",
            opens=_address,
            of_list=True,
        ),
        Action(
            "guide",
            "记给站点的指导",
            capability="stations.handle_requests",
            form=GuidanceForm,
            act=actions.guide_station,
            done=lambda row: f"记下了，编号{row.number}。",
            opens=_address,
            of_list=True,
        ),
        Action(
            "take",
            "接办",
            capability="stations.handle_requests",
            form=TakeForm,
            act=actions.take_request,
            named="request",
            look="go",
            done="接了，记在您名下。",
            opens=_address,
            when=_can(Step.TAKEN),
        ),
        Action(
            "finish",
            "办好了",
            capability="stations.handle_requests",
            form=ResultForm,
            act=actions.finish_request,
            named="request",
            look="go",
            done="办好了。",
            when=_can(Step.DONE),
        ),
        Action(
            "refuse",
            "办不了",
            capability="stations.handle_requests",
            form=ResultForm,
            act=actions.refuse_request,
            named="request",
            look="stop",
            when=_can(Step.REFUSED),
        ),
        Action(
            "note",
            "记进展",
            capability="stations.handle_requests",
            form=ProgressForm,
            act=actions.note_progress,
            named="request",
            when=_can(Step.NOTED),
        ),
        Action(
            "postpone",
            "改期",
            capability="stations.handle_requests",
            form=PostponeForm,
            act=actions.postpone_request,
            named="request",
            when=_can(Step.POSTPONED),
        ),
        Action(
            "withdraw",
            "本人不办了",
            capability="stations.handle_requests",
            form=WithdrawForm,
            act=actions.withdraw_request,
            named="request",
            look="stop",
            when=_can(Step.WITHDRAWN),
        ),
        Action(
            "rate",
            "记满意度",
            capability="stations.handle_requests",
            form=RateForm,
            act=actions.rate_request,
            named="request",
            when=_to_rate,
        ),
        Action(
            "reopen",
            "再办",
            capability="stations.handle_requests",
            form=ReopenForm,
            act=actions.reopen_request,
            named="request",
            when=_can(Step.REOPENED),
        ),
    )

    def for_person(self, person: User) -> QuerySet[ServiceRequest]:
        return reading.for_person(person)

    def together(self, things: Sequence[Any]) -> None:
        """Names masked, and no seal opened: a list is looked over by many."""
        for row in things:
            row.who = row.station.name if row.station else listed(row.party)

    def title_of(self, thing: ServiceRequest) -> str:
        return f"{thing.service_word}　{thing.number}"

    def note_of(self, thing: ServiceRequest) -> str:
        return f"{thing.kind.word}，{short(thing.wish)}"

    def mark_of(self, thing: ServiceRequest) -> Mark:
        return state_of(thing)

    def told(self, thing: ServiceRequest, person: User) -> Mapping[str, object]:
        steps = reading.steps_of(thing)
        return {
            "who": _contact(thing, person),
            "steps": steps,
            "result": reading.result_of(steps) if not thing.status.is_open else "",
            "rating": reading.rating_of(thing),
            "station": reverse("office-paper", args=["stations", thing.station_id])
            if thing.station_id
            else "",
            "source": thing.named_service.source,
        }


def _contact(thing: ServiceRequest, reader: User) -> object:
    """Name whole for who handles it; None for a station."""
    if thing.party_id is None:
        return None
    firm = thing.centre.operator
    whole = may(reader, "stations.handle_requests", place=thing.place_code, organisation=firm)
    names = Names.WHOLE if whole else Names.MASKED
    return seen([thing.party_id], purpose=Purpose.CONTACT, names=names)[thing.party_id]


def _found(key: str) -> ServiceRequest | None:
    return reading.rows().filter(pk=int(key)).first() if key.isdecimal() else None


def _may(person: User, key: str, *, adding: bool) -> bool:
    found = _found(key)
    if found is None:
        return False
    firm = found.centre.operator
    if adding:
        return may(person, "stations.handle_requests", place=found.place_code, organisation=firm)
    return may(person, "stations.read_requests", place=found.place_code, organisation=firm)


@owner_of(
    "stations.ServiceRequest",
    may_see=lambda person, key: _may(person, key, adding=False),
    may_add=lambda person, key: _may(person, key, adding=True),
)
def request_paper(key: str) -> Paper | None:
    found = _found(key)
    return Paper(f"{found.service_word} {found.number}", _address(found)) if found else None
