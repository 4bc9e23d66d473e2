"""The register of offers and needs (资源对接): brought together pair by pair, each with its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.desk import (
    Action,
    ActionForm,
    Chip,
    Column,
    Desk,
    Empty,
    Filters,
    Mark,
    Named,
    desk,
)
from xiangji.core.parties.queries import Names, SeenParty, seen_rows
from xiangji.core.parties.rules.fields import Purpose
from xiangji.stations import actions
from xiangji.stations.models import Offer
from xiangji.stations.office.forms import day_field
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.request_forms import listed, short, words
from xiangji.stations.queries import matching as reading
from xiangji.stations.queries import requests
from xiangji.stations.rules.matching import WORDS_LENGTH, Branch, Outcome, Side
from xiangji.stations.rules.requests import NAME_LENGTH
from xiangji.stations.rules.states import REASON_LENGTH

A_QUARTER = timedelta(days=90)
SHOWN = 8


class OfferForm(ActionForm):
    centre = forms.TypedChoiceField(label="哪个中心", coerce=int)
    side = forms.TypedChoiceField(
        label="提供还是需要", coerce=Side, choices=[(side.value, side.word) for side in Side]
    )
    branch = forms.TypedChoiceField(
        label="哪一环", coerce=Branch, choices=[(each.value, each.word) for each in Branch]
    )
    name = forms.CharField(label="姓名或单位", max_length=NAME_LENGTH)
    phone = forms.CharField(label="电话", required=False, max_length=30, help_text="密封保存，页面上遮住。")
    credit_code = forms.CharField(
        label="统一社会信用代码", required=False, max_length=40, help_text="企业、合作社写；个人空着。"
    )
    words = words("什么", longest=WORDS_LENGTH, help_text="货、量、时候、价钱，写得清楚才对得上。")
    goes_rural = forms.BooleanField(
        label="愿意把业务做到村里", required=False, help_text="提供电商服务的才勾。"
    )
    until = day_field("有效到哪天")

    def prepare(self) -> None:
        self.centres = requests.centres_for(self.by)
        if len(self.centres) == 1:
            del self.fields["centre"]
        else:
            field = cast("forms.TypedChoiceField", self.fields["centre"])
            field.choices = [(one.pk, one.name) for one in self.centres]
        self.fields["until"].initial = timezone.localdate() + A_QUARTER

    def clean(self) -> dict[str, Any]:
        super().clean()
        if len(self.centres) == 1:
            self.cleaned_data["centre"] = self.centres[0].pk
        return self.cleaned_data


class MatchForm(ActionForm):
    other = forms.TypedChoiceField(label="和哪一条对", coerce=int)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["other"])
        field.choices = [
            (one.pk, f"{short(one.words)}（{one.until}前）")
            for one in reading.candidates(self.thing, timezone.localdate())
        ]


class ResultForm(ActionForm):
    match = forms.TypedChoiceField(label="哪一对", coerce=int)
    outcome = forms.TypedChoiceField(
        label="结果", coerce=Outcome, choices=[(each.value, each.word) for each in Outcome]
    )
    words = words("怎么样", help_text="谈成的写多少、多久；没谈成的写为什么。")

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["match"])
        waiting = [one for one in reading.pairs_of(self.thing) if one.result is None]
        field.choices = [(one.match.pk, short(one.other.words)) for one in waiting]


class EndForm(ActionForm):
    reason = forms.CharField(label="为什么撤下", max_length=REASON_LENGTH)


class OfferFilter(Filters):
    branch = django_filters.ChoiceFilter(
        label="哪一环", empty_label="都看", choices=[(each.value, each.word) for each in Branch]
    )
    side = django_filters.ChoiceFilter(
        label="提供还是需要", empty_label="都看", choices=[(side.value, side.word) for side in Side]
    )
    goes_rural = django_filters.ChoiceFilter(
        label="愿意做到村里", empty_label="都看", choices=[("true", "愿意")], method="of_rural"
    )

    class Meta:
        model = Offer
        fields: list[str] = []

    def of_rural(self, rows: QuerySet[Offer], _name: str, _value: str) -> QuerySet[Offer]:
        return rows.filter(goes_rural=True)


def _state(row: Any) -> Mark:  # noqa: ANN401 - a row of `reading.rows()`
    if row.is_agreed:
        return Mark("ok", "谈成了")
    if row.ended_on is not None:
        return Mark("info", "撤下了")
    if row.until < timezone.localdate():
        return Mark("info", "过期了")
    return Mark("info", "在谈") if row.is_talked_over else Mark("wait", "等对上")


def _stands(thing: Any, _person: User) -> bool:  # noqa: ANN401 - a row of `reading.rows()`
    return thing.ended_on is None and thing.until >= timezone.localdate()


def _fits_another(thing: Any, person: User) -> bool:  # noqa: ANN401 - a row of `reading.rows()`
    return _stands(thing, person) and reading.candidates(thing, timezone.localdate()).exists()


def _is_talked_over(thing: Any, _person: User) -> bool:  # noqa: ANN401 - a row of `reading.rows()`
    return bool(thing.is_talked_over)


@desk
class MatchingDesk(Desk[Offer]):
    key = "matching"
    title = "资源对接"
    menu = STATIONS
    order = 14
    capability = "stations.read_requests"
    unit = "条"
    columns = (
        Column("什么", lambda row: Named(str(row), short(row.words)), look="wide", order="branch"),
        Column("谁", lambda row: row.who),
        Column("对上没有", _state, look="nowrap"),
        Column("有效到", "until", look="nowrap", order="until"),
    )
    export = (
        Column("提供还是需要", "get_side_display"),
        Column("哪一环", "get_branch_display"),
        Column("什么", "words"),
        Column("谁", lambda row: row.who),
        Column("愿意做到村里", lambda row: "是" if row.goes_rural else "否"),
        Column("有效到", "until"),
        Column("对上没有", _state),
        Column("记下", "at"),
    )
    chips = (
        Chip(
            "waits",
            "等对上",
            lambda _person: reading.running(timezone.localdate()) & Q(is_talked_over=False, is_agreed=False),
        ),
        Chip(
            "talking",
            "在谈",
            lambda _person: reading.running(timezone.localdate()) & Q(is_talked_over=True, is_agreed=False),
        ),
        Chip("agreed", "谈成了", Q(is_agreed=True)),
        Chip("rural", "愿意做到村里", Q(goes_rural=True)),
    )
    filters = OfferFilter
    search = ("words", "party__name")
    detail = "stations/office/_offer.html"
    empty = Empty(
        new="还没有记供需。谁家有货、谁要找平台、谁能贷款运货，点“记一条”，再一对一对地对上。",
        done="这里没有供需。",
    )
    actions = (
        Action(
            "offer",
            "记一条",
            capability="stations.handle_requests",
            form=OfferForm,
            act=actions.record_offer,
            look="go",
            done="记下了。打开它，看有没有对得上的。",
            of_list=True,
        ),
        Action(
            "match",
            "对上",
            capability="stations.handle_requests",
            form=MatchForm,
            act=actions.match_offer,
            named="offer",
            look="go",
            done="对上了，两边谈完了来记结果。",
            when=_fits_another,
        ),
        Action(
            "result",
            "记结果",
            capability="stations.handle_requests",
            form=ResultForm,
            act=actions.record_match_result,
            named="offer",
            done="记下了。",
            when=_is_talked_over,
        ),
        Action(
            "end",
            "撤下",
            capability="stations.handle_requests",
            form=EndForm,
            act=actions.end_offer,
            named="offer",
            look="stop",
            done="撤下了，以前对过的还看得到。",
            when=_stands,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Offer]:
        return reading.for_person(person)

    def together(self, things: Sequence[Any]) -> None:
        for row in things:
            row.who = listed(row.party)

    def title_of(self, thing: Offer) -> str:
        return str(thing)

    def note_of(self, thing: Offer) -> str:
        return short(thing.words)

    def mark_of(self, thing: Offer) -> Mark:
        return _state(thing)

    def told(self, thing: Offer, person: User) -> Mapping[str, object]:
        pairs = reading.pairs_of(thing)
        others = list(reading.candidates(thing, timezone.localdate())[:SHOWN])
        who = _contacts([thing, *(one.other for one in pairs), *others], thing, person)
        return {
            "who": who[thing.party_id],
            "pairs": [(one, who[one.other.party_id]) for one in pairs],
            "others": [(one, who[one.party_id]) for one in others] if _stands(thing, person) else [],
        }


def _contacts(offers: Sequence[Offer], thing: Offer, reader: User) -> dict[int, SeenParty]:
    """Names whole for who brings them together."""
    whole = may(
        reader, "stations.handle_requests", place=thing.place_code, organisation=thing.centre.operator
    )
    names = Names.WHOLE if whole else Names.MASKED
    parties = {one.party_id: one.party for one in offers}
    return seen_rows(parties.values(), purpose=Purpose.CONTACT, names=names)
