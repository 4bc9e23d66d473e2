"""On the paper of a centre: what it offers, and what its operator achieved in a year (STA-05, STA-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django import forms
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Action, ActionForm
from xiangji.core.places.county import current_county
from xiangji.stations import actions
from xiangji.stations.models import AddedService, Station
from xiangji.stations.office.forms import day_field
from xiangji.stations.office.request_forms import choices
from xiangji.stations.queries import performance as reading
from xiangji.stations.queries import requests
from xiangji.stations.queries.performance import Performance
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.services import Source, named_for, others, service_of
from xiangji.stations.rules.states import REASON_LENGTH

A_YEAR = timedelta(days=365)


class AddServiceForm(ActionForm):
    service = forms.ChoiceField(label="加哪一项", help_text="别的方案里写到、本县方案没有写的。")
    since = day_field("从哪天起")
    reason = forms.CharField(label="为什么加", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.ChoiceField", self.fields["service"])
        added = {one.service for one in requests.added_to([self.thing.pk])}
        field.choices = choices(one for one in others(current_county().code) if one.key not in added)
        self.fields["since"].initial = timezone.localdate()


class DropServiceForm(ActionForm):
    added = forms.TypedChoiceField(label="不再提供哪一项", coerce=int)
    until = day_field("从哪天起不再")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["added"])
        field.choices = [(one.pk, str(one)) for one in requests.added_to([self.thing.pk])]
        self.fields["until"].initial = timezone.localdate()


@dataclass(frozen=True, slots=True)
class Offered:
    """The words of a plan, and the services that the centre offers because of them."""

    source: Source
    words: tuple[str, ...]
    is_added: bool


@dataclass(frozen=True, slots=True)
class Told:
    performance: Performance
    offered: tuple[Offered, ...]


def told(station: Station) -> Told | None:
    """None for a station that is no centre."""
    if not is_centre(station):
        return None
    today = timezone.localdate()
    added = requests.added_to([station.pk])
    return Told(reading.performance_of(station, today - A_YEAR, today), _offered(added))


def is_centre(station: Station) -> bool:
    return station.station_kind is StationKind.CENTRE


def _offered(added: list[AddedService]) -> tuple[Offered, ...]:
    """By the plan's own words; what was added stands below, each with the words it comes from."""
    found: dict[tuple[Source, bool], list[str]] = {}
    for one in named_for(current_county().code):
        found.setdefault((one.source, False), []).append(one.word)
    for row in added:
        service = service_of(row.service)
        found.setdefault((service.source, True), []).append(service.word)
    return tuple(Offered(source, tuple(words), is_added) for (source, is_added), words in found.items())


def _centre(thing: Station, _person: User) -> bool:
    return is_centre(thing)


ACTIONS = (
    Action(
        "add-service",
        "加一项服务",
        capability="stations.keep_register",
        form=AddServiceForm,
        act=actions.add_service,
        named="station",
        done="加了，服务台和网上都可以选。",
        when=_centre,
    ),
    Action(
        "drop-service",
        "不再提供一项服务",
        capability="stations.keep_register",
        form=DropServiceForm,
        act=actions.drop_service,
        named="station",
        look="stop",
        done="记下了，以前办过的还看得到。",
        when=_centre,
    ),
)
