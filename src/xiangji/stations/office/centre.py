"""Zones and residents on the paper of a centre or a park: forms and buttons of its desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django import forms
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.desk import Action, ActionForm
from xiangji.core.parties.queries import Names, seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.stations import actions
from xiangji.stations.models import Resident, Station
from xiangji.stations.office.forms import day_field
from xiangji.stations.queries import centre
from xiangji.stations.rules.centre import HOLDERS, SUPPORT_LENGTH, ZoneKind
from xiangji.stations.rules.register import LARGEST_AREA
from xiangji.stations.rules.states import REASON_LENGTH


def _area() -> forms.IntegerField:
    return forms.IntegerField(label="面积（平方米）", required=False, min_value=1, max_value=LARGEST_AREA)


class ZoneForm(ActionForm):
    kind = forms.TypedChoiceField(
        label="功能区", coerce=ZoneKind, choices=[(kind.value, kind.word) for kind in ZoneKind]
    )
    area_m2 = _area()
    since = day_field("从哪天起")

    def prepare(self) -> None:
        self.fields["since"].initial = timezone.localdate()


class EndZoneForm(ActionForm):
    zone = forms.TypedChoiceField(label="哪个功能区", coerce=int)
    until = day_field("从哪天起不再")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["zone"])
        field.choices = [(row.pk, str(row)) for row in centre.zones_of(self.thing)]
        self.fields["until"].initial = timezone.localdate()


class SettleForm(ActionForm):
    name = forms.CharField(label="企业名称或姓名", max_length=60)
    credit_code = forms.CharField(
        label="统一社会信用代码", required=False, max_length=40, help_text="企业、合作社写；个人空着。"
    )
    phone = forms.CharField(label="电话", required=False, max_length=30, help_text="密封保存，页面上遮住。")
    area_m2 = _area()
    support = forms.CharField(
        label="得到的支持", required=False, max_length=SUPPORT_LENGTH, help_text="例如：免一年房租。"
    )
    has_priority = forms.BooleanField(label="帮扶对象，优先入驻", required=False)
    since = day_field("哪天入驻")

    def prepare(self) -> None:
        self.fields["since"].initial = timezone.localdate()


class LeaveForm(ActionForm):
    resident = forms.TypedChoiceField(label="谁离开", coerce=int)
    until = day_field("哪天离开")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        there = [one for one in shown(self.thing, self.by) if one.row.until is None]
        field = cast("forms.TypedChoiceField", self.fields["resident"])
        field.choices = [(one.row.pk, one.name) for one in there]
        self.fields["until"].initial = timezone.localdate()


@dataclass(frozen=True, slots=True)
class Shown:
    """A resident as the post of the reader may see them; priority is for who keeps the register."""

    row: Resident
    name: str
    phone: str
    has_priority: bool


def shown(station: Station, reader: User) -> list[Shown]:
    rows = centre.residents_of(station)
    if not rows:
        return []
    keeps = may(reader, "stations.keep_register", place=station.place_code, organisation=station.operator)
    names = Names.WHOLE if keeps else Names.MASKED
    found = seen([row.party_id for row in rows], purpose=Purpose.CONTACT, names=names)
    return [
        Shown(row, found[row.party_id].name, found[row.party_id].phone, keeps and row.has_priority)
        for row in rows
    ]


def holds(thing: Station, _person: User) -> bool:
    return thing.station_kind in HOLDERS


ACTIONS = (
    Action(
        "open-zone",
        "加一个功能区",
        capability="stations.keep_register",
        form=ZoneForm,
        act=actions.open_zone,
        named="station",
        when=holds,
    ),
    Action(
        "end-zone",
        "不再有这个功能区",
        capability="stations.keep_register",
        form=EndZoneForm,
        act=actions.end_zone,
        named="station",
        look="stop",
        when=holds,
    ),
    Action(
        "settle",
        "记入驻",
        capability="stations.keep_register",
        form=SettleForm,
        act=actions.settle_resident,
        named="station",
        when=holds,
    ),
    Action(
        "leave",
        "记离开",
        capability="stations.keep_register",
        form=LeaveForm,
        act=actions.leave_station,
        named="station",
        look="stop",
        when=holds,
    ),
)
