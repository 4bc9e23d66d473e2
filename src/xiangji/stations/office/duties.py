"""The desk of duties (值班, STA-48): who is on duty where, and the roster of a month as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
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
    Todo,
    desk,
)
from xiangji.core.values import Month
from xiangji.stations import actions
from xiangji.stations.models import Duty, Station
from xiangji.stations.office.forms import day_field
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.places_of_county import TownFilter
from xiangji.stations.queries import duty as reading
from xiangji.stations.queries import register
from xiangji.stations.rules.duty import Part
from xiangji.stations.rules.states import REASON_LENGTH, State

WEEKDAYS = tuple(zip("0123456", "一二三四五六日", strict=True))
WEEK, LONGEST = timedelta(days=7), 93


class DutyForm(ActionForm):
    """Days of a stretch that fall on the ticked weekdays, in the ticked parts."""

    member = forms.TypedChoiceField(label="谁值班", coerce=int)
    first = day_field("从哪天起")
    last = day_field("到哪天为止", "包括这一天。")
    weekdays = forms.MultipleChoiceField(
        label="星期几",
        choices=WEEKDAYS,
        initial=[value for value, _ in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    parts = forms.MultipleChoiceField(
        label="时段",
        choices=[(part.value, part.word) for part in Part],
        initial=["morning", "afternoon"],
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        today = timezone.localdate()
        found = reading.members_now(self.thing, today) if self.thing else []
        field = cast("forms.TypedChoiceField", self.fields["member"])
        field.choices = [
            (one.pk, f"{reading.name_of(one.party.name, whole=True)}，{one.get_role_display()}")
            for one in found
        ]
        self.fields["first"].initial, self.fields["last"].initial = today, today + WEEK - timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        count = min((typed["last"] - typed["first"]).days + 1, LONGEST + 1)
        every = [typed["first"] + timedelta(days=number) for number in range(count)]
        return {
            "member": typed["member"],
            "days": [day for day in every if str(day.weekday()) in typed["weekdays"]],
            "parts": [Part(part) for part in typed["parts"]],
        }


class ReasonForm(ActionForm):
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH)


class DutyFilter(Filters):
    town = TownFilter("station__place_id")
    part = django_filters.ChoiceFilter(
        label="时段", empty_label="都看", choices=[(part.value, part.word) for part in Part]
    )
    since = django_filters.DateFilter(label="从哪天起", field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="day", lookup_expr="lte")

    class Meta:
        model = Duty
        fields: list[str] = []


def _state(row: Any) -> Mark:  # noqa: ANN401 - a row of `reading.rows()`
    if row.called_off_at is not None:
        return Mark("wait", "撤下了")
    if row.stopped and row.day >= row.last_day:
        return Mark("bad", "站点没营业")
    return Mark("ok", "排好了")


def _between(first: int, last: int) -> Any:  # noqa: ANN401 - a Q by person
    def where(_person: User) -> Q:
        today = timezone.localdate()
        return reading.HOLDS & Q(day__range=(today + timedelta(days=first), today + timedelta(days=last)))

    return where


@desk
class DutyDesk(Desk[Duty]):
    key = "duties"
    title = "值班"
    menu = STATIONS
    order = 32
    capability = "stations.read_register"
    unit = "次"
    columns = (
        Column(
            "站点", lambda row: Named(row.station.name, row.station.code), look="wide", order="station__code"
        ),
        Column("哪天", "day", look="nowrap", order="day"),
        Column("时段", lambda row: Part(row.part).word, look="nowrap"),
        Column("谁值班", "who", look="nowrap"),
        Column("状态", _state, look="nowrap"),
    )
    export = (
        Column("站点编码", "station.code"),
        Column("站点", "station.name"),
        Column("哪天", "day"),
        Column("时段", lambda row: Part(row.part).word),
        Column("谁值班", "who"),
        Column("状态", _state),
        Column("为什么撤下", "reason"),
        Column("谁排的", "by.name"),
    )
    chips = (
        Chip("today", "今天", _between(0, 0)),
        Chip("week", "今天起七天", _between(0, 6)),
        Chip("not-open", "站点没营业", reading.NOT_OPEN),
        Chip("called-off", "撤下了", Q(called_off_at__isnull=False)),
    )
    filters = DutyFilter
    todo = Todo(chip="not-open", capability="stations.keep_register", sentence="站点停了还排着值班，请撤下。")
    search = ("station__code", "station__name")
    ordering = ("-day", "station__code", "pk")
    detail = "stations/office/_duty.html"
    empty = Empty(
        new="还没有排过值班。打开一个站点，点“排值班”；也可以用 Excel 表补录。", done="这里没有值班。"
    )
    actions = (
        Action(
            "call-off",
            "撤下这次值班",
            capability="stations.keep_register",
            form=ReasonForm,
            act=actions.call_off_duty,
            named="duty",
            look="stop",
            done="撤下了，还看得到。",
            when=lambda thing, _person: thing.called_off_at is None,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Duty]:
        return reading.for_person(person)

    def together(self, things: Sequence[Any]) -> None:
        """Whole names where the reader keeps the roster, else masked ones."""
        for row in things:
            row.who = reading.name_of(row.member.party.name, whole=row.keeps)

    def title_of(self, thing: Duty) -> str:
        return thing.station.name

    def note_of(self, thing: Duty) -> str:
        return f"{thing.day}{Part(thing.part).word}"

    def mark_of(self, thing: Duty) -> Mark:
        return _state(thing)

    def told(self, thing: Duty, person: User) -> Mapping[str, object]:
        whole = may(
            person,
            "stations.keep_register",
            place=thing.station.place_code,
            organisation=thing.station.operator,
        )
        (roster,) = reading.rosters([thing.station], Month.of(thing.day), whole=whole)
        who = reading.name_of(thing.member.party.name, whole=whole)
        return {"who": who, "roster": roster, "month": Month.of(thing.day)}

    def history_of(self, thing: Duty) -> tuple[str, ...]:
        return (f"stations.Station {thing.station_id}",)


def told(station: Station, person: User, today: date) -> Mapping[str, object]:
    """For the paper of a station."""
    whole = may(person, "stations.keep_register", place=station.place_code, organisation=station.operator)
    month = Month.of(today)
    (roster,) = reading.rosters([station], month, whole=whole)
    return {"roster": roster, "month": month}


ACTIONS = (
    Action(
        "put-on-duty",
        "排值班",
        capability="stations.keep_register",
        form=DutyForm,
        act=actions.put_on_duty,
        named="station",
        done=lambda made: f"排好了，{len(made)}次。",
        when=lambda thing, _person: register.state(thing) is State.OPEN,
    ),
)
