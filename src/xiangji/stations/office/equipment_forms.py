"""The forms of equipment and people."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.accounts.permitting import reach
from xiangji.core.office.desk import ActionForm
from xiangji.core.values import Money
from xiangji.stations.models import Station
from xiangji.stations.office.forms import DAY, DayForm, day_field
from xiangji.stations.queries import equipment as reading
from xiangji.stations.rules.equipment import (
    DUTY_LENGTH,
    NOTE_LENGTH,
    SERIAL_LENGTH,
    EquipmentKind,
    Finding,
    Role,
    Thing,
)
from xiangji.stations.rules.register import LINE_LENGTH
from xiangji.stations.rules.states import REASON_LENGTH


class RecordForm(ActionForm):
    kind = forms.TypedChoiceField(
        label="设备类别", coerce=EquipmentKind, choices=[(kind.value, kind.word) for kind in EquipmentKind]
    )
    serial = forms.CharField(
        label="序列号", required=False, max_length=SERIAL_LENGTH, help_text="铭牌上的；没有的空着。"
    )
    bought_on = forms.DateField(label="哪天买的", required=False, widget=forms.DateInput(attrs=DAY))
    cost = forms.DecimalField(
        label="价格（元）", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    budget_line = forms.CharField(label="预算行", required=False, max_length=LINE_LENGTH)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        cost = Money.from_yuan(typed["cost"]) if typed["cost"] is not None else Money(0)
        return {
            "thing": Thing(typed["kind"], typed["serial"], typed["bought_on"], cost, typed["budget_line"])
        }


class InspectForm(DayForm):
    finding = forms.TypedChoiceField(
        label="结果", coerce=Finding, choices=[(each.value, each.word) for each in Finding]
    )
    note = forms.CharField(
        label="说明", required=False, max_length=NOTE_LENGTH, help_text="坏了、不见了的，写怎么回事。"
    )


class MoveForm(DayForm):
    reached = forms.TypedChoiceField(label="调到哪个站点", coerce=int)
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        super().prepare()
        reached = reach(self.by, "stations.keep_register").q(place="place_id", organisation="operator_id")
        rows = Station.objects.filter(reached).exclude(pk=self.thing.station_id).order_by("code")
        field = cast("forms.TypedChoiceField", self.fields["reached"])
        field.choices = [(row.pk, f"{row.code} {row.name}") for row in rows]


class RetireForm(DayForm):
    reason = forms.CharField(label="为什么报废", max_length=REASON_LENGTH)


class PersonForm(ActionForm):
    role = forms.TypedChoiceField(
        label="身份", coerce=Role, choices=[(role.value, role.word) for role in Role]
    )
    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="电话", help_text="密封保存，页面上遮住。", max_length=30)
    duty = forms.CharField(label="擅长、负责什么", required=False, max_length=DUTY_LENGTH)
    since = day_field("从哪天起")

    def prepare(self) -> None:
        self.fields["since"].initial = timezone.localdate()


class LeaveForm(ActionForm):
    member = forms.TypedChoiceField(label="谁不再担任", coerce=int)
    until = day_field("从哪天起不再担任")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        found = [row for row in reading.people_of(self.thing) if row.until is None]
        field = cast("forms.TypedChoiceField", self.fields["member"])
        field.choices = [
            (row.pk, f"{row.get_role_display()}，{row.since}起" + (f"，{row.duty}" if row.duty else ""))
            for row in found
        ]
        self.fields["until"].initial = timezone.localdate()
