"""The forms of meetings: whom a centre asks, by town or by name, and who came."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.core.places.county import current_county
from xiangji.core.values import Level, PlaceCode
from xiangji.stations.office.places_of_county import towns
from xiangji.stations.queries import meetings as reading
from xiangji.stations.queries import requests
from xiangji.stations.rules.meetings import (
    LIST_LENGTH,
    TITLE_LENGTH,
    Askable,
    MeetingKind,
    stations_in,
    stations_typed,
)
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.states import REASON_LENGTH

MINUTE = "%Y-%m-%dT%H:%M"
A_DAY, AN_HOUR, MORNING = timedelta(days=1), timedelta(hours=1), time(9)


def moment_field(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    )


class CallForm(ActionForm):
    """All open stations of the chosen towns are asked, and those that are typed."""

    centre = forms.TypedChoiceField(label="哪个中心", coerce=int)
    kind = forms.TypedChoiceField(
        label="会议还是培训", coerce=MeetingKind, choices=[(each.value, each.word) for each in MeetingKind]
    )
    title = forms.CharField(label="题目", max_length=TITLE_LENGTH)
    starts = moment_field("开会")
    ends = moment_field("散会")
    places = forms.MultipleChoiceField(
        label="请哪些镇",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选了的，里面营业的站点都请；后面写着有几个。",
    )
    typed = forms.CharField(
        label="另外请哪些站点",
        required=False,
        max_length=LIST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写站点的编号或者全名，用顿号、逗号隔开，或者一行一个。上面选了镇的，可以不写。",
    )

    def prepare(self) -> None:
        centres = requests.centres_for(self.by)
        asked = {one.key: one for centre in centres for one in reading.askable(centre)}
        self.askable = list(asked.values())
        _offer(self, "centre", [(one.pk, one.name) for one in centres])
        _offer(self, "places", _places(self.askable))
        start = timezone.localtime() + A_DAY
        start = start.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
        self.fields["starts"].initial, self.fields["ends"].initial = start, start + AN_HOUR

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        found = stations_in(told.pop("places", []), self.askable)
        try:
            found |= stations_typed(told.pop("typed", ""), self.askable)
        except StationRefused as refusal:
            self.add_error("typed", refusal.sentence)
        return {**told, "stations": sorted(found)}


class CameForm(ActionForm):
    stations = forms.TypedMultipleChoiceField(label="谁到了", coerce=int, widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        waiting = [one.invitation.station for one in reading.guests_of(self.thing) if not one.attendance]
        _offer(self, "stations", [(one.pk, f"{one.code} {one.name}") for one in waiting])


class CallOffForm(ActionForm):
    reason = forms.CharField(label="为什么取消", max_length=REASON_LENGTH)


def _offer(form: ActionForm, field: str, choices: list[tuple[Any, str]]) -> None:
    cast("forms.ChoiceField", form.fields[field]).choices = choices


def _places(askable: list[Askable]) -> list[tuple[str, str]]:
    """The whole county, then each of its towns where somebody can be asked."""
    county = current_county()
    per_town = Counter(
        code.digits for one in askable for code in PlaceCode(one.place).line if code.level is Level.TOWN
    )
    whole = [(county.code.digits, f"{county.words.county}，{len(askable)}个")] if askable else []
    return whole + [
        (town.code, f"{town.name}，{per_town[town.code]}个") for town in towns() if per_town[town.code]
    ]
