"""The desks of upkeep (运维) and of broadband (宽带): STA-47, STA-48."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, desk
from xiangji.core.office.people_forms import PlaceField
from xiangji.core.values import Money, PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Broadband, Upkeep
from xiangji.stations.office.duties import ReasonForm
from xiangji.stations.office.forms import DayForm
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.queries import register
from xiangji.stations.queries import upkeep as reading
from xiangji.stations.rules.broadband import LEAST_MBPS, NAME_LENGTH, NOTE_LENGTH, Line, Tariff, Whose
from xiangji.stations.rules.register import FASTEST
from xiangji.stations.rules.upkeep import CLAUSE, QUOTE, WORDS_LENGTH, UpkeepKind, Work

KEEP, KEEP_BROADBAND = "stations.keep_register", "stations.keep_broadband"


def _cost() -> forms.DecimalField:
    return forms.DecimalField(label="花了多少（元）", min_value=0, max_digits=12, decimal_places=2)


class MendForm(DayForm):
    words = forms.CharField(label="怎么修的", max_length=WORDS_LENGTH)
    cost = _cost()

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        return kept if self.errors else kept | {"cost": Money.from_yuan(kept["cost"])}


class UpkeepForm(DayForm):
    firm = forms.TypedChoiceField(label="哪家做的", coerce=int)
    kind = forms.TypedChoiceField(
        label="类别", coerce=UpkeepKind, choices=[(kind.value, kind.word) for kind in UpkeepKind]
    )
    words = forms.CharField(label="做了什么", max_length=WORDS_LENGTH)
    cost = _cost()
    station = forms.CharField(label="站点编码", required=False, help_text="全部站点、整个系统的，空着。")
    field_order = ("firm", "kind", "day", "words", "cost", "station")

    def prepare(self) -> None:
        super().prepare()
        reached = reach(self.by, KEEP).q(place="place_id", organisation="pk")
        rows = Organisation.objects.filter(reached).exclude(kind=Organisation.Kind.OFFICE).order_by("name")
        field = cast("forms.TypedChoiceField", self.fields["firm"])
        field.choices = [(firm.pk, firm.name) for firm in rows]

    def clean_station(self) -> int | None:
        typed = self.cleaned_data["station"].strip().upper()
        found = register.for_person(self.by, KEEP).filter(code=typed).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(f"没有找到编码{typed}的站点，请照牌子上的写。")
        return found.pk if found else None

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if self.errors:
            return kept
        work = Work(kept["kind"], kept["day"], kept["words"], Money.from_yuan(kept["cost"]))
        return {"firm": kept["firm"], "station": kept["station"], "work": work}


class UpkeepFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="类别", empty_label="都看", choices=[(kind.value, kind.word) for kind in UpkeepKind]
    )
    since = django_filters.DateFilter(label="从哪天起", field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="day", lookup_expr="lte")

    class Meta:
        model = Upkeep
        fields: list[str] = []


def _where(row: Upkeep) -> Named:
    return Named(row.station.name, row.station.code) if row.station else Named("全部站点")


def _counts(row: Upkeep) -> Mark:
    return Mark("wait", "作废了") if row.struck_out else Mark("ok", "算数")


@desk
class UpkeepDesk(Desk[Upkeep]):
    key = "upkeep"
    title = "运维"
    menu = STATIONS
    order = 22
    capability = "stations.read_register"
    unit = "条"
    columns = (
        Column("做了什么", lambda row: Named(row.words, row.get_kind_display()), look="wide", order="kind"),
        Column("站点", _where, order="station__code"),
        Column("哪天", "day", look="nowrap", order="day"),
        Column("花费", "cost", look="num", order="cost_fen"),
        Column("状态", _counts, look="nowrap"),
    )
    export = (
        Column("类别", lambda row: row.get_kind_display()),
        Column("做了什么", "words"),
        Column("哪家做的", "firm.name"),
        Column("站点编码", lambda row: row.station.code if row.station else ""),
        Column("站点", lambda row: row.station.name if row.station else "全部站点"),
        Column("设备", lambda row: str(row.equipment) if row.equipment else ""),
        Column("哪天", "day"),
        Column("花费（元）", "cost"),
        Column("为什么作废", "struck_out"),
        Column("谁记的", "by.name"),
    )
    chips = (
        *(Chip(kind.value, kind.word, reading.COUNTS & Q(kind=kind.value)) for kind in UpkeepKind),
        Chip("struck-out", "作废了", ~reading.COUNTS),
    )
    filters = UpkeepFilter
    search = ("words", "firm__name", "station__code", "station__name")
    ordering = ("-day", "-pk")
    detail = "stations/office/_upkeep.html"
    has_evidence = True
    empty = Empty(
        new="还没有记过运维。承建企业做的系统升级、设备维修、培训指导记在这里，附发票。",
        done="这里没有运维。",
    )
    actions = (
        Action(
            "record",
            "记一条运维",
            capability=KEEP,
            form=UpkeepForm,
            act=actions.record_upkeep,
            look="go",
            done="记下了。请在这里加发票、验收单。",
            opens=lambda made: reverse("office-paper", args=["upkeep", made.pk]),
            of_list=True,
        ),
        Action(
            "strike-out",
            "作废",
            capability=KEEP,
            form=ReasonForm,
            act=actions.strike_out_upkeep,
            named="upkeep",
            look="stop",
            done="作废了，还看得到。",
            when=lambda thing, _person: not thing.struck_out,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Upkeep]:
        return reading.for_person(person)

    def title_of(self, thing: Upkeep) -> str:
        return thing.get_kind_display()

    def note_of(self, thing: Upkeep) -> str:
        return f"{thing.firm.name}，{thing.day}"

    def mark_of(self, thing: Upkeep) -> Mark:
        return _counts(thing)

    def told(self, thing: Upkeep, person: User) -> Mapping[str, object]:  # noqa: ARG002
        year = thing.day.year
        return {"year": year, "sum": reading.cost_of(thing.firm_id, year), "quote": QUOTE, "clause": CLAUSE}


def _found(key: str) -> Upkeep | None:
    return reading.rows().filter(pk=int(key)).first() if key.isdecimal() else None


def _may(person: User, key: str, capability: str) -> bool:
    found = _found(key)
    return found is not None and may(
        person, capability, place=PlaceCode(found.place_id), organisation=found.firm
    )


@owner_of(
    "stations.Upkeep",
    may_see=lambda person, key: _may(person, key, "stations.read_register"),
    may_add=lambda person, key: _may(person, key, KEEP),
)
def upkeep_paper(key: str) -> Paper | None:
    found = _found(key)
    return Paper(str(found), reverse("office-paper", args=["upkeep", found.pk])) if found else None


class LineForm(DayForm):
    whose = forms.TypedChoiceField(
        label="谁的", coerce=Whose, choices=[(each.value, each.word) for each in Whose]
    )
    place = PlaceField(label="在哪里")
    name = forms.CharField(label="哪一家", required=False, max_length=NAME_LENGTH, help_text="村的空着。")
    mbps = forms.IntegerField(label="宽带（Mbps）", min_value=0, max_value=FASTEST, help_text="没有宽带写0。")
    has_fibre = forms.BooleanField(label="光纤", required=False)
    tariff = forms.TypedChoiceField(
        label="资费", coerce=Tariff, choices=[(each.value, each.word) for each in Tariff]
    )
    note = forms.CharField(
        label="说明", required=False, max_length=NOTE_LENGTH, help_text="有优惠的写是什么优惠、谁给的。"
    )
    field_order = ("whose", "place", "name", "mbps", "has_fibre", "tariff", "note", "day")

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if self.errors:
            return kept
        line = Line(
            kept["whose"], kept["name"], kept["mbps"], kept["has_fibre"], kept["tariff"], kept["note"]
        )
        return {"place": kept["place"].digits, "day": kept["day"], "line": line}


class LineFilter(Filters):
    whose = django_filters.ChoiceFilter(
        label="谁的", empty_label="都看", choices=[(each.value, each.word) for each in Whose]
    )
    tariff = django_filters.ChoiceFilter(
        label="资费", empty_label="都看", choices=[(each.value, each.word) for each in Tariff]
    )

    class Meta:
        model = Broadband
        fields: list[str] = []


def _reach(row: Broadband) -> Mark:
    if row.line.reaches:
        return Mark("ok", "够")
    if not row.mbps:
        return Mark("bad", "没有宽带")
    return Mark("bad", f"不到{LEAST_MBPS}" if row.mbps < LEAST_MBPS else "不是光纤")


def _above(row: Broadband) -> str:
    """Of a village its town; of others the place itself."""
    above = row.place.parent if row.whose == Whose.VILLAGE.value else None
    return above.name if above else row.place.name


REACHES = Q(has_fibre=True, mbps__gte=LEAST_MBPS)


@desk
class BroadbandDesk(Desk[Broadband]):
    key = "broadband"
    title = "宽带"
    menu = STATIONS
    order = 24
    capability = KEEP_BROADBAND
    unit = "条"
    columns = (
        Column("谁的", lambda row: Named(row.name or row.place.name, row.get_whose_display()), look="wide"),
        Column("在哪里", _above, order="place_id"),
        Column("Mbps", "mbps", look="num", order="mbps"),
        Column("够不够", _reach, look="nowrap"),
        Column("资费", lambda row: Tariff(row.tariff).word, look="nowrap"),
        Column("哪天", "day", look="nowrap", order="day"),
    )
    export = (
        Column("谁的", lambda row: row.get_whose_display()),
        Column("哪一家", "name"),
        Column("区划代码", "place_id"),
        Column("在哪里", "place.name"),
        Column("宽带（Mbps）", "mbps"),
        Column("光纤", lambda row: "是" if row.has_fibre else "否"),
        Column("资费", lambda row: Tariff(row.tariff).word),
        Column("说明", "note"),
        Column("哪天的情况", "day"),
        Column("是不是最近的", lambda row: "是" if row.is_last else "否"),
        Column("谁记的", "by.name"),
    )
    chips = (
        Chip("lacks", "不够", Q(is_last=True) & ~REACHES),
        Chip("cheaper", "资费有优惠", Q(is_last=True, tariff__in=["reduced", "free"])),
        Chip("earlier", "以前的", Q(is_last=False)),
    )
    filters = LineFilter
    search = ("name", "place__name")
    ordering = ("-day", "-pk")
    detail = "stations/office/_broadband.html"
    empty = Empty(
        new="还没有记过宽带。一个村一个村地记，或者用 Excel 表补录；公开的覆盖页上就看得到。",
        done="这里没有宽带。",
    )
    actions = (
        Action(
            "record",
            "记宽带",
            capability=KEEP_BROADBAND,
            form=LineForm,
            act=actions.record_broadband,
            look="go",
            of_list=True,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Broadband]:
        return reading.lines_for(person, KEEP_BROADBAND)

    def title_of(self, thing: Broadband) -> str:
        return thing.name or thing.place.name

    def note_of(self, thing: Broadband) -> str:
        return thing.get_whose_display()

    def mark_of(self, thing: Broadband) -> Mark:
        return _reach(thing)


MENDING = Action(
    "mend",
    "修好了",
    capability=KEEP,
    form=MendForm,
    act=actions.mend_equipment,
    named="equipment",
    done="记下了，设备又是完好的。发票加在运维里。",
    opens=lambda made: reverse("office-paper", args=["upkeep", made.pk]),
    when=lambda thing, _person: thing.retired_on is None and thing.last_finding == "broken",
)
