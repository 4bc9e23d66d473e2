"""The desk of patrols (巡查, STA-48): what is planned, what was found, and what is not mended yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
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
from xiangji.core.places.models import Place
from xiangji.stations import actions
from xiangji.stations.models import Patrol, Station
from xiangji.stations.office.duties import ReasonForm
from xiangji.stations.office.forms import DAY, DayForm, day_field
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.places_of_county import TownFilter, towns
from xiangji.stations.queries import patrols as reading
from xiangji.stations.queries import register
from xiangji.stations.rules.patrols import DAYS_TO_MEND, MOST_A_DAY, MOST_PLANNED, WORDS_LENGTH, Item
from xiangji.stations.rules.states import State

CHECK = "stations.check_station"


def _until(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class PatrolForm(DayForm):
    """A line for each of the checklist: empty where all is well."""

    due = _until("发现问题的，哪天前改好")
    note = forms.CharField(label="说明", required=False, max_length=WORDS_LENGTH)

    def prepare(self) -> None:
        super().prepare()
        self.fields["due"].initial = timezone.localdate() + timedelta(days=DAYS_TO_MEND)
        for item in Item:
            self.fields[item.value] = forms.CharField(
                label=item.word, required=False, max_length=WORDS_LENGTH
            )
        first = self.fields[next(iter(Item)).value]
        first.help_text = "哪一项不对，就在那一项写哪里不对；都好的空着。"
        self.order_fields(["day", *(item.value for item in Item), "due", "note"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        found = {item: typed[item.value] for item in Item}
        return {"day": typed["day"], "due": typed["due"], "note": typed["note"], "findings": found}


class RoundForm(ActionForm):
    town = forms.ModelChoiceField(
        label="镇", required=False, queryset=Place.objects.none(), empty_label="我管的都算"
    )
    count = forms.IntegerField(label="这一轮去几个站点", min_value=1, max_value=MOST_PLANNED, initial=10)
    a_day = forms.IntegerField(label="一天去几个", min_value=1, max_value=MOST_A_DAY, initial=5)
    first = day_field("从哪天起", "只排工作日。")

    def prepare(self) -> None:
        cast("forms.ModelChoiceField[Place]", self.fields["town"]).queryset = towns()
        self.fields["first"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        return kept if self.errors else kept | {"town": kept["town"].code if kept["town"] else ""}


class FollowUpForm(DayForm):
    finding = forms.TypedChoiceField(label="哪一项", coerce=int)
    is_mended = forms.TypedChoiceField(
        label="结果", coerce=lambda word: word == "yes", choices=(("yes", "改好了"), ("no", "没改好"))
    )
    words = forms.CharField(label="看到什么", max_length=WORDS_LENGTH)
    due = _until("没改好的，哪天前改好")

    def prepare(self) -> None:
        super().prepare()
        left = [one for one in reading.findings_of(self.thing) if not one.is_mended]
        field = cast("forms.TypedChoiceField", self.fields["finding"])
        field.choices = [(one.row.pk, f"{one.item.word}：{one.row.words}") for one in left]


class PatrolFilter(Filters):
    town = TownFilter("station__place_id")
    since = django_filters.DateFilter(label="从哪天起", field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="day", lookup_expr="lte")

    class Meta:
        model = Patrol
        fields: list[str] = []


def result(row: Any) -> Mark:  # noqa: ANN401 - a row of `reading.rows()`
    if row.called_off:
        return Mark("wait", "取消了")
    if row.day is None:
        is_late = row.planned_for < timezone.localdate()
        return Mark("warn", "过了日子没去") if is_late else Mark("wait", "该去")
    if row.next_due is not None:
        is_over = row.next_due < timezone.localdate()
        return Mark("bad" if is_over else "warn", f"{row.open_findings}项没改好")
    return Mark("ok", "都改好了" if row.found else "没有问题")


def picture(row: Any) -> Mark | None:  # noqa: ANN401 - a row of `reading.rows()`
    if row.day is None:
        return None
    return Mark("ok", "有照片") if row.has_picture else Mark("warn", "没有照片")


def address_of(patrol: Patrol) -> str:
    return reverse("office-paper", args=["patrols", patrol.pk])


@desk
class PatrolDesk(Desk[Patrol]):
    key = "patrols"
    title = "巡查"
    menu = STATIONS
    order = 31
    capability = "stations.read_register"
    unit = "次"
    columns = (
        Column(
            "站点", lambda row: Named(row.station.name, row.station.code), look="wide", order="station__code"
        ),
        Column("打算哪天", "planned_for", look="nowrap", order="planned_for"),
        Column("哪天去的", "day", look="nowrap", order="day"),
        Column("问题", result, look="nowrap"),
        Column("期限", "next_due", look="nowrap", order="next_due"),
        Column("照片", picture, look="nowrap"),
    )
    export = (
        Column("站点编码", "station.code"),
        Column("站点", "station.name"),
        Column("打算哪天", "planned_for"),
        Column("哪天去的", "day"),
        Column("谁去的", lambda row: row.by.name if row.by else ""),
        Column("几项问题", "found"),
        Column("没改好", "open_findings"),
        Column("最近的期限", "next_due"),
        Column("照片", picture),
        Column("说明", "note"),
        Column("为什么取消", "called_off"),
    )
    chips = (
        Chip("waits", "该去的", reading.WAITS),
        Chip("late", "过了日子没去", lambda _person: reading.late(timezone.localdate())),
        Chip("not-mended", "没改好", reading.NOT_MENDED),
        Chip("overdue", "过了期限", lambda _person: reading.overdue(timezone.localdate())),
        Chip("no-picture", "没有照片", reading.MADE & Q(has_picture=False)),
    )
    filters = PatrolFilter
    todo = Todo(chip="overdue", capability=CHECK, sentence="巡查的问题过了期限，请复查。")
    search = ("station__code", "station__name", "note")
    ordering = ("-day", "-pk")
    detail = "stations/office/_patrol.html"
    has_evidence = True
    empty = Empty(
        new="还没有巡查。点“排一轮巡查”，平台先排最久没人去过的站点；也可以打开一个站点，记一次巡查。",
        done="这里没有巡查。",
    )
    actions = (
        Action(
            "plan",
            "排一轮巡查",
            capability=CHECK,
            form=RoundForm,
            act=actions.plan_round,
            look="go",
            done=lambda made: f"排好了，{len(made)}个站点，最久没人去过的在前面。",
            opens=lambda _made: reverse("office-desk", args=["patrols"]) + "?chip=waits",
            of_list=True,
        ),
        Action(
            "make",
            "记巡查",
            capability=CHECK,
            form=PatrolForm,
            act=actions.make_patrol,
            named="patrol",
            look="go",
            done="记下了。请在这里加现场照片。",
            opens=address_of,
            when=lambda thing, _person: thing.day is None and not thing.called_off,
        ),
        Action(
            "call-off",
            "不去了",
            capability=CHECK,
            form=ReasonForm,
            act=actions.call_off_patrol,
            named="patrol",
            look="stop",
            done="取消了。",
            when=lambda thing, _person: thing.day is None and not thing.called_off,
        ),
        Action(
            "follow-up",
            "记复查",
            capability=CHECK,
            form=FollowUpForm,
            act=actions.follow_up,
            named="patrol",
            look="go",
            opens=lambda made: address_of(made.finding.patrol),
            when=lambda thing, _person: thing.next_due is not None,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Patrol]:
        return reading.for_person(person)

    def title_of(self, thing: Patrol) -> str:
        return thing.station.name

    def note_of(self, thing: Patrol) -> str:
        return f"{thing.day}巡查" if thing.day else f"打算{thing.planned_for}去"

    def mark_of(self, thing: Patrol) -> Mark:
        return result(thing)

    def told(self, thing: Patrol, person: User) -> Mapping[str, object]:  # noqa: ARG002
        findings = reading.findings_of(thing)
        wrong = {one.item for one in findings}
        return {
            "findings": findings,
            "well": [item for item in Item if item not in wrong] if thing.day else [],
            "picture": picture(thing),
        }


def told(station: Station) -> Mapping[str, object]:
    """For the paper of a station."""
    return {"patrols": [(row, result(row)) for row in reading.of_station(station)]}


ACTIONS = (
    Action(
        "patrol",
        "记一次巡查",
        capability=CHECK,
        form=PatrolForm,
        act=actions.record_patrol,
        named="station",
        done="记下了。请在这里加现场照片。",
        opens=address_of,
        when=lambda thing, _person: register.state(thing) is not State.PLANNED,
    ),
)


def _found(key: str) -> Patrol | None:
    return reading.rows().filter(pk=int(key)).first() if key.isdecimal() else None


def _may(person: User, key: str, capability: str) -> bool:
    found = _found(key)
    return found is not None and may(
        person, capability, place=found.station.place_code, organisation=found.station.operator
    )


@owner_of(
    "stations.Patrol",
    may_see=lambda person, key: _may(person, key, "stations.read_register"),
    may_add=lambda person, key: _may(person, key, CHECK),
)
def patrol_paper(key: str) -> Paper | None:
    found = _found(key)
    return Paper(f"{found.station.name} {found}", address_of(found)) if found else None
