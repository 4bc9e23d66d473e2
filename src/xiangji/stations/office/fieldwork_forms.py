"""The forms of activities, products and smart services."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.core.office.people_forms import PlaceField
from xiangji.core.values import Level
from xiangji.stations.models import Station
from xiangji.stations.office.forms import day_field
from xiangji.stations.queries import fieldwork
from xiangji.stations.rules.fieldwork import (
    MONTHS,
    MOST_PEOPLE,
    MOST_QUANTITY,
    NAME_LENGTH,
    WORDS_LENGTH,
    ActivityKind,
    Grown,
    Held,
    Unit,
)
from xiangji.stations.rules.states import REASON_LENGTH

MONTH_CHOICES = [(number, f"{number}月") for number in range(1, MONTHS + 1)]


class ActivityForm(ActionForm):
    day = day_field("哪天")
    kind = forms.TypedChoiceField(
        label="类别", coerce=ActivityKind, choices=[(kind.value, kind.word) for kind in ActivityKind]
    )
    title = forms.CharField(label="活动名称", max_length=NAME_LENGTH, help_text="例如：教老人用手机缴费。")
    people = forms.IntegerField(label="参加人数", min_value=1, max_value=MOST_PEOPLE)
    words = forms.CharField(label="说明", required=False, max_length=WORDS_LENGTH)

    def prepare(self) -> None:
        self.fields["day"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        held = Held(typed["kind"], typed["day"], typed["title"], typed["people"], typed["words"])
        return {"held": held}


class ProductForm(ActionForm):
    name = forms.CharField(label="产品", max_length=NAME_LENGTH)
    village = PlaceField(label="哪个村产的")
    first_month = forms.TypedChoiceField(label="从几月上市", coerce=int, choices=MONTH_CHOICES)
    last_month = forms.TypedChoiceField(label="到几月", coerce=int, choices=MONTH_CHOICES, initial=MONTHS)
    quantity = forms.IntegerField(label="一年大约多少", min_value=1, max_value=MOST_QUANTITY)
    unit = forms.TypedChoiceField(
        label="单位", coerce=Unit, choices=[(unit.value, unit.word) for unit in Unit]
    )
    is_one_village = forms.BooleanField(label="这个村的一村一品", required=False)
    words = forms.CharField(
        label="说明", required=False, max_length=WORDS_LENGTH, help_text="品种、做法、认证；不写人名和电话。"
    )
    grower = forms.CharField(label="种养的人", required=False, max_length=60)
    phone = forms.CharField(
        label="他的电话", required=False, max_length=30, help_text="密封保存，不公开，页面上遮住。"
    )

    def prepare(self) -> None:
        station: Station = self.thing
        if station.place.level == Level.VILLAGE.value:
            self.fields["village"].initial = station.place_id

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        grown = Grown(
            typed["name"],
            typed["first_month"],
            typed["last_month"],
            typed["quantity"],
            typed["unit"],
            typed["words"],
            typed["is_one_village"],
        )
        kept = {key: typed[key] for key in ("grower", "phone")}
        return kept | {"grown": grown, "village": typed["village"].digits}


class AnswerForm(ActionForm):
    answer = forms.CharField(
        label="中心的答复", max_length=WORDS_LENGTH, help_text="例如：收进网货样品，联系了收购。"
    )
    is_public = forms.BooleanField(label="公开在“各村特产”里", required=False)

    def prepare(self) -> None:
        self.fields["answer"].initial = self.thing.answer
        self.fields["is_public"].initial = self.thing.is_public


class EndForm(ActionForm):
    until = day_field("从哪天起没有了")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        self.fields["until"].initial = timezone.localdate()


class SmartServiceForm(ActionForm):
    name = forms.CharField(
        label="服务应用", max_length=NAME_LENGTH, help_text="例如：村务公开、远程问诊、农技问答、智能广播。"
    )
    since = day_field("从哪天起在站点用")

    def prepare(self) -> None:
        self.fields["since"].initial = timezone.localdate()


class EndSmartServiceForm(ActionForm):
    service = forms.TypedChoiceField(label="哪个服务应用", coerce=int)
    until = day_field("从哪天起不用")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["service"])
        field.choices = [(row.pk, row.name) for row in fieldwork.smart_services_of(self.thing)]
        self.fields["until"].initial = timezone.localdate()
