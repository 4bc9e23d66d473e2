"""The desk of monthly reports: what each station did, month by month (STA-32, STA-51)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import django_filters
from django.db.models import QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, desk
from xiangji.core.sheets import entered
from xiangji.core.ui.formats import chinese_month
from xiangji.core.values import Month
from xiangji.stations import actions
from xiangji.stations.models import MonthlyReport
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.places_of_county import TownFilter
from xiangji.stations.office.report_forms import CorrectForm, MonthField, ReportAnyForm
from xiangji.stations.queries import reports as reading
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.reports import Line, Service

KINDS = [(kind.value, kind.word) for kind in (StationKind.TOWN_STATION, StationKind.VILLAGE_POINT)]


class MonthFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    field_class = MonthField


class ReportFilter(Filters):
    month = MonthFilter(label="月份", method="in_month")
    kind = django_filters.ChoiceFilter(
        label="类别", empty_label="都看", choices=KINDS, field_name="station__kind"
    )
    town = TownFilter("station__place_id")

    class Meta:
        model = MonthlyReport
        fields: list[str] = []

    def in_month(
        self, rows: QuerySet[MonthlyReport], _name: str, month: Month | None
    ) -> QuerySet[MonthlyReport]:
        return rows if month is None else rows.filter(month=month.first_day)


def _month(row: MonthlyReport) -> str:
    return chinese_month(row.of_month)


def _standing(row: MonthlyReport) -> Mark:
    if row.version > 1:
        return Mark("info", f"更正过，第{row.version}版")
    return Mark("ok", "人工填报") if row.number else Mark("warn", "没有业务")


def _service(service: Service, part: str) -> Column:
    titles = {"number": "次数", "income": "收入（元）", "money": "经手金额（元）"}

    def figure(row: MonthlyReport) -> object:
        return getattr(row.service_lines.get(service, Line()), part)

    return Column(f"{service.word}{titles[part]}", figure)  # type: ignore[arg-type]


@desk
class ReportDesk(Desk[MonthlyReport]):
    key = "station-reports"
    title = "站点月报"
    menu = STATIONS
    order = 40
    capability = "stations.read_register"
    unit = "份"
    columns = (
        Column(
            "站点", lambda row: Named(row.station.name, row.station.code), look="wide", order="station__code"
        ),
        Column("月份", lambda row: str(row.of_month), look="nowrap", order="month"),
        Column("业务", "number", look="num", order="number"),
        Column("服务人数", "residents", look="num", order="residents"),
        Column("收入", "income", look="num", order="income_fen"),
        Column("情况", _standing, look="nowrap", order="version"),
    )
    export = (
        Column("站点编码", "station.code"),
        Column("站点", "station.name"),
        Column("月份", lambda row: str(row.of_month)),
        Column("第几版", "version"),
        Column("营业天数", "days_open"),
        Column("服务人数", "residents"),
        Column("业务次数", "number"),
        Column("收入（元）", "income"),
        Column("经手金额（元）", "money"),
        Column("运行成本（元）", "cost"),
        *(_service(service, part) for service in Service for part in ("number", "income", "money")),
        Column("货物收进（件）", "goods_in"),
        Column("货物发出（件）", "goods_out"),
        Column("收购农产品（公斤）", "purchased_kg"),
        Column("收购付款（元）", lambda row: row.books.purchased if row.books else None),
        Column("凭据", "document"),
        Column("为什么更正", "reason"),
    )
    chips = (
        Chip("idle", "没有业务", reading.NO_BUSINESS),
        Chip("loss", "收入不够成本", reading.AT_A_LOSS),
        Chip("corrected", "更正过", reading.CORRECTED),
    )
    filters = ReportFilter
    search = ("station__code", "station__name", "document")
    ordering = ("-month", "station__code")
    detail = "stations/office/_report.html"
    has_evidence = True
    empty = Empty(
        new="还没有月报。一个月过完，运营单位用 Excel 表把各站点的一起报上来，或者在这里一份一份填。",
        done="这里没有月报。",
    )
    actions = (
        Action(
            "report",
            "填一份月报",
            capability="stations.keep_register",
            form=ReportAnyForm,
            act=actions.report_month,
            look="go",
            done="记下了。请在这里加纸质月报的照片。",
            opens=lambda made: address_of(made),
            of_list=True,
        ),
        Action(
            "correct",
            "更正",
            capability="stations.keep_register",
            form=CorrectForm,
            act=actions.correct_month,
            named="report",
            done="更正了，原来那一版还看得到。",
            opens=lambda made: address_of(made),
        ),
    )

    def for_person(self, person: User) -> QuerySet[MonthlyReport]:
        return reading.for_person(person)

    def title_of(self, thing: MonthlyReport) -> str:
        return f"{thing.station.name} {_month(thing)}"

    def note_of(self, thing: MonthlyReport) -> str:
        return thing.station.code

    def mark_of(self, thing: MonthlyReport) -> Mark:
        return _standing(thing)

    def told(self, thing: MonthlyReport, person: User) -> Mapping[str, object]:  # noqa: ARG002
        earlier = [each for each in reading.versions_of(thing) if each.pk != thing.pk]
        return {
            "lines": list(thing.service_lines.items()),
            "earlier": earlier,
            "source": entered.marks([thing]).get(thing.pk),
            "books": thing.books,
        }

    def history_of(self, thing: MonthlyReport) -> Iterable[str]:
        return [self.what(each) for each in reading.versions_of(thing)]


def address_of(report: MonthlyReport) -> str:
    """Where the paper of the report is added as a picture."""
    return reverse("office-paper", args=["station-reports", report.pk])


def _found(key: str) -> MonthlyReport | None:
    found = MonthlyReport.objects.select_related("station__operator")
    return found.filter(pk=int(key)).first() if key.isdecimal() else None


def _may(person: User, key: str, capability: str) -> bool:
    found = _found(key)
    return found is not None and may(
        person, capability, place=found.station.place_code, organisation=found.station.operator
    )


@owner_of(
    "stations.MonthlyReport",
    may_see=lambda person, key: _may(person, key, "stations.read_register"),
    may_add=lambda person, key: _may(person, key, "stations.keep_register"),
)
def report_paper(key: str) -> Paper | None:
    found = _found(key)
    return Paper(f"{found.station.name} {_month(found)}月报", address_of(found)) if found else None
