"""The forms of the service desk; the first is filled in at the counter, often on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.core.parties import masks
from xiangji.core.parties.models import Kind, Party
from xiangji.stations.models import Station
from xiangji.stations.office.forms import day_field
from xiangji.stations.queries import register
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.requests import (
    BEST,
    CALLERS,
    NAME_LENGTH,
    RESULT_LENGTH,
    WISH_LENGTH,
    CustomerKind,
    Way,
)
from xiangji.stations.rules.services import Audience, Service
from xiangji.stations.rules.states import State

Choices = list[tuple[str, list[tuple[str, str]]]]


def choices(services: Iterable[Service]) -> Choices:
    """Below the words of the plan under which each stands."""
    grouped = groupby(services, lambda one: one.source)
    return [(source.title, [(one.key, one.word) for one in named]) for source, named in grouped]


def words(label: str, *, longest: int = RESULT_LENGTH, required: bool = True, help_text: str = "") -> Any:  # noqa: ANN401 - a field
    """Lengths are judged by the action, which says how many characters were written."""
    box = forms.Textarea(attrs={"rows": 3, "maxlength": longest})
    return forms.CharField(label=label, widget=box, required=required, help_text=help_text)


def listed(party: Party) -> str:
    """A person's name masked, a firm's whole; its seals stay closed."""
    if not party.name:
        return "（已删除）"
    return masks.name(party.name) if party.kind == Kind.PERSON else party.name


def short(text: str, longest: int = 40) -> str:
    """For lists and choices."""
    return text if len(text) <= longest else f"{text[:longest]}……"


class TakingForm(ActionForm):
    """At which centre, where somebody answers for more than one."""

    audiences: Sequence[Audience] = ()
    centre = forms.TypedChoiceField(label="哪个中心", coerce=int)

    def prepare(self) -> None:
        self.centres: list[Station] = reading.centres_for(self.by)
        if len(self.centres) == 1:
            del self.fields["centre"]
        else:
            self._chosen("centre").choices = [(one.pk, one.name) for one in self.centres]
        offered = reading.offered([one.pk for one in self.centres], *self.audiences)
        self._chosen("service").choices = [("", "请选"), *choices(offered)]

    def _chosen(self, name: str) -> forms.TypedChoiceField:
        return cast("forms.TypedChoiceField", self.fields[name])

    def clean(self) -> dict[str, Any]:
        super().clean()
        if len(self.centres) == 1:
            self.cleaned_data["centre"] = self.centres[0].pk
        return self.cleaned_data


class CounterForm(TakingForm):
    audiences = (Audience.CUSTOMER, Audience.FIRM)
    service = forms.ChoiceField(label="办什么")
    customer_kind = forms.TypedChoiceField(
        label="谁来办",
        coerce=CustomerKind,
        choices=[("", "请选"), *((kind.value, kind.word) for kind in CALLERS)],
    )
    name = forms.CharField(label="姓名或单位", max_length=NAME_LENGTH)
    phone = forms.CharField(
        label="电话", required=False, max_length=30, help_text="密封保存；写了，本人以后凭编号和尾号查得到。"
    )
    wish = words("想办什么", longest=WISH_LENGTH)
    result = words("当场办好的，写结果", required=False, help_text="没办好就空着，记在您名下，以后再记。")
    way = forms.TypedChoiceField(
        label="怎么来的",
        coerce=Way,
        choices=[(way.value, way.word) for way in (Way.DESK, Way.PHONE, Way.VISIT)],
    )
    due_on = forms.DateField(
        label="哪天前办结",
        required=False,
        help_text="空着按5个工作日算。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    credit_code = forms.CharField(
        label="统一社会信用代码", required=False, max_length=40, help_text="企业、合作社写；个人空着。"
    )
    field_order = ("centre", "service")


class GuidanceForm(TakingForm):
    audiences = (Audience.STATION,)
    station = forms.CharField(label="哪个站点", max_length=60, help_text="站点编码，或者站点的全名。")
    service = forms.ChoiceField(label="做什么")
    wish = words("做了什么、要做什么", longest=WISH_LENGTH)
    result = words("已经做好的，写结果", required=False, help_text="没做完就空着。")
    way = forms.TypedChoiceField(
        label="怎么做的",
        coerce=Way,
        choices=[(way.value, way.word) for way in (Way.VISIT, Way.DESK, Way.PHONE)],
    )
    due_on = forms.DateField(
        label="哪天前办结",
        required=False,
        help_text="空着按5个工作日算。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    field_order = ("centre", "station", "service")

    def clean_station(self) -> int:
        typed: str = self.cleaned_data["station"].strip()
        mine = register.for_person(self.by)
        found = list(mine.filter(code=typed.upper())[:1]) or list(mine.filter(name=typed)[:2])
        if len(found) != 1:
            why = "不止一个，请写编码" if found else "没有找到，请写牌子上的编码"
            raise forms.ValidationError(f"叫“{typed}”的站点{why}。")
        if register.state(found[0]) is State.CLOSED:
            raise forms.ValidationError(f"“{found[0].name}”已经关闭。")
        return int(found[0].pk)


class TakeForm(ActionForm):
    """A form of its own, so that its button stands alone."""


class ResultForm(ActionForm):
    text = words("结果", help_text="办好的写办成什么样；办不了的写为什么、可以找谁。")


class ProgressForm(ActionForm):
    text = words("办到哪里")


class PostponeForm(ActionForm):
    due_on = day_field("改到哪天")
    text = words("为什么改期")

    def prepare(self) -> None:
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=7)


class ReopenForm(ActionForm):
    text = words("为什么再办")


class WithdrawForm(ActionForm):
    text = words("谁说不办了，为什么")


class RateForm(ActionForm):
    score = forms.TypedChoiceField(
        label="满意度", coerce=int, choices=[(score, f"{score}分") for score in range(BEST, 0, -1)]
    )
    words = words("怎么说", required=False)
