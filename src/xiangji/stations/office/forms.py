"""The forms of the register: each gives exactly what its action asks for by name."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.accounts.models import Organisation
from xiangji.core.accounts.permitting import reach
from xiangji.core.office.desk import ActionForm
from xiangji.core.office.people_forms import PlaceField
from xiangji.stations.models import Served
from xiangji.stations.rules.register import (
    ADDRESS_LENGTH,
    CODE_LENGTH,
    FASTEST,
    HOURS_LENGTH,
    LARGEST_AREA,
    LINE_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    Build,
    Description,
    Host,
    StationKind,
)
from xiangji.stations.rules.states import REASON_LENGTH

DAY = {"type": "date"}
WRITTEN = tuple(Description.__dataclass_fields__)


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )


class DescriptionForm(ActionForm):
    """What is written of a station; its operator is chosen from those whom this person reaches."""

    name = forms.CharField(label="名称", max_length=NAME_LENGTH)
    operator = forms.TypedChoiceField(
        label="运营单位", required=False, coerce=int, empty_value=None, help_text="还没有定就空着。"
    )
    host = forms.TypedChoiceField(
        label="依托", coerce=Host, choices=[(host.value, host.word) for host in Host]
    )
    build = forms.TypedChoiceField(
        label="建设方式", coerce=Build, choices=[(each.value, each.word) for each in Build]
    )
    address = forms.CharField(label="地址", required=False, max_length=ADDRESS_LENGTH)
    hours = forms.CharField(
        label="营业时间", required=False, max_length=HOURS_LENGTH, help_text="例如：每天8:00到18:00。"
    )
    phone = forms.CharField(
        label="服务电话", required=False, max_length=PHONE_LENGTH, help_text="贴在门口、人人看得到的电话。"
    )
    area_m2 = forms.IntegerField(label="面积（平方米）", required=False, min_value=1, max_value=LARGEST_AREA)
    broadband_mbps = forms.IntegerField(label="宽带（Mbps）", required=False, min_value=1, max_value=FASTEST)
    has_fibre = forms.BooleanField(label="光纤到村", required=False)
    budget_line = forms.CharField(
        label="预算行", required=False, max_length=LINE_LENGTH, help_text="方案里哪一行钱建的。"
    )

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["operator"])
        reached = reach(self.by, "stations.keep_register").q(place="place_id", organisation="pk")
        rows = Organisation.objects.filter(reached).exclude(kind=Organisation.Kind.OFFICE).order_by("name")
        field.choices = [("", "还没有定"), *((firm.pk, firm.name) for firm in rows)]
        if self.thing is not None:
            for name in (*WRITTEN, "operator"):
                self.fields[name].initial = self._now(name)

    def _now(self, name: str) -> object:
        return self.thing.operator_id if name == "operator" else getattr(self.thing, name)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        kept = {name: value for name, value in self.cleaned_data.items() if name not in WRITTEN}
        return kept | {"description": Description(**{name: self.cleaned_data[name] for name in WRITTEN})}


class RegisterForm(DescriptionForm):
    code = forms.CharField(
        label="站点编码", max_length=CODE_LENGTH * 2, help_text="牌子上印的，登记以后不改，例如 TZ-001。"
    )
    kind = forms.TypedChoiceField(
        label="类别", coerce=StationKind, choices=[(kind.value, kind.word) for kind in StationKind]
    )
    place = PlaceField(label="设在哪里")
    former_code = forms.CharField(
        label="原系统编码", required=False, max_length=40, help_text="从别的系统转来的才写。"
    )
    field_order = ("code", "kind", "place", "name", "operator")

    def clean(self) -> dict[str, Any]:
        kept = super().clean()
        return kept if self.errors else kept | {"place": kept["place"].digits}


class DayForm(ActionForm):
    day = day_field("哪天")

    def prepare(self) -> None:
        self.fields["day"].initial = timezone.localdate()


class OpenForm(DayForm):
    """A form of its own, so that its button stands below it alone."""


class StepForm(DayForm):
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)


class AssignForm(ActionForm):
    village = PlaceField(label="服务哪个村")
    since = day_field("从哪天起")

    def prepare(self) -> None:
        self.fields["since"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        return kept if self.errors else kept | {"village": kept["village"].digits}


class LetGoForm(ActionForm):
    served = forms.TypedChoiceField(label="不再服务哪个村", coerce=int)
    until = day_field("从哪天起不再服务")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        rows = Served.objects.filter(station=self.thing, until=None).select_related("village")
        field = cast("forms.TypedChoiceField", self.fields["served"])
        field.choices = [(row.pk, row.village.name) for row in rows.order_by("village_id")]
        self.fields["until"].initial = timezone.localdate()
