"""The desk of stations: the register beside what one station is, whom it serves, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, desk
from xiangji.core.parties.queries import Names, seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.core.values import Level
from xiangji.stations import actions
from xiangji.stations.models import Check, Member, Station
from xiangji.stations.office.centre import ACTIONS as CENTRE_ACTIONS
from xiangji.stations.office.centre import holds, shown
from xiangji.stations.office.checks import CheckForm, address_of, proof, result
from xiangji.stations.office.duties import ACTIONS as DUTY_ACTIONS
from xiangji.stations.office.duties import told as told_of_duty
from xiangji.stations.office.equipment_forms import LeaveForm, PersonForm, RecordForm
from xiangji.stations.office.forms import (
    AssignForm,
    DescriptionForm,
    LetGoForm,
    OpenForm,
    RegisterForm,
    StepForm,
)
from xiangji.stations.office.living import ACTIONS as LIFE_ACTIONS
from xiangji.stations.office.living import told as told_of_life
from xiangji.stations.office.living import unreported
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.patrols import ACTIONS as PATROL_ACTIONS
from xiangji.stations.office.patrols import told as told_of_patrols
from xiangji.stations.office.performance import ACTIONS as SERVICE_ACTIONS
from xiangji.stations.office.performance import told as told_of_centre
from xiangji.stations.office.places_of_county import TownFilter
from xiangji.stations.queries import centre, checks, equipment, register
from xiangji.stations.rules.register import Host, StationKind
from xiangji.stations.rules.states import State

_KINDS_OF_MARK = {State.PLANNED: "wait", State.OPEN: "ok", State.SUSPENDED: "warn", State.CLOSED: "bad"}


class StationFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="类别", empty_label="都看", choices=[(kind.value, kind.word) for kind in StationKind]
    )
    town = TownFilter("place_id")
    host = django_filters.ChoiceFilter(
        label="依托", empty_label="都看", choices=[(host.value, host.word) for host in Host]
    )

    class Meta:
        model = Station
        fields: list[str] = []


def _state(station: Station) -> Mark:
    state = register.state(station)
    return Mark(_KINDS_OF_MARK[state], state.word)  # type: ignore[arg-type]


def _where(station: Station) -> Named:
    above = station.place.parent if station.place.level == Level.VILLAGE.value else None
    return Named(station.place.name, above.name if above else "")


@desk
class StationDesk(Desk[Station]):
    key = "stations"
    title = "站点"
    menu = STATIONS
    order = 10
    capability = "stations.read_register"
    unit = "个"
    columns = (
        Column("站点", lambda row: Named(row.name, row.code), look="wide", order="code"),
        Column("类别", lambda row: row.station_kind.word, look="nowrap", order="kind"),
        Column("在哪里", _where, order="place_id"),
        Column("状态", _state, look="nowrap", order="last_step"),
        Column("服务的村", "serves", look="num", order="serves"),
    )
    export = (
        Column("站点编码", "code"),
        Column("名称", "name"),
        Column("类别", lambda row: row.station_kind.word),
        Column("区划代码", "place_id"),
        Column("设在哪里", "place.name"),
        Column("地址", "address"),
        Column("运营单位", lambda row: row.operator.name if row.operator else ""),
        Column("依托", lambda row: row.get_host_display()),
        Column("建设方式", lambda row: row.get_build_display()),
        Column("面积（平方米）", "area_m2"),
        Column("营业时间", "hours"),
        Column("服务电话", "phone"),
        Column("宽带（Mbps）", "broadband_mbps"),
        Column("光纤到村", lambda row: "是" if row.has_fibre else "否"),
        Column("预算行", "budget_line"),
        Column("状态", _state),
        Column("从哪天起", "last_day"),
        Column("服务的村", "serves"),
        Column("原系统编码", "former_code"),
    )
    chips = (
        Chip("open", "营业", register.in_state(State.OPEN)),
        Chip("suspended", "停业", register.in_state(State.SUSPENDED)),
        Chip("planned", "还没开业", register.in_state(State.PLANNED)),
        Chip("closed", "已关闭", register.in_state(State.CLOSED)),
        Chip("unreported", "缺上月月报", unreported),
    )
    filters = StationFilter
    search = ("code", "name", "place__name", "former_code")
    ordering = ("code",)
    detail = "stations/office/_station.html"
    has_evidence = True
    empty = Empty(
        new="还没有登记站点。先登记中心和镇级站，村级点可以用 Excel 表补录。", done="这里没有站点。"
    )
    actions = (
        Action(
            "register",
            "登记一个站点",
            capability="stations.keep_register",
            form=RegisterForm,
            act=actions.register_station,
            look="go",
            done="登记了。开业那天再记开业。",
            of_list=True,
        ),
        Action(
            "open",
            "记开业",
            capability="stations.open_station",
            form=OpenForm,
            act=actions.open_station,
            named="station",
            look="go",
            done="开业了。",
            when=lambda thing, _person: register.state(thing) is State.PLANNED,
        ),
        Action(
            "check",
            "记一次检查",
            capability="stations.check_station",
            form=CheckForm,
            act=actions.record_check,
            named="station",
            done="记下了。请在这里加现场照片。",
            opens=address_of,
            look="go",
            when=lambda thing, _person: register.state(thing) is not State.PLANNED,
        ),
        Action(
            "suspend",
            "记停业",
            capability="stations.open_station",
            form=StepForm,
            act=actions.suspend_station,
            named="station",
            done="停业了。停业期间不算覆盖。",
            when=lambda thing, _person: register.state(thing) is State.OPEN,
        ),
        Action(
            "reopen",
            "记恢复营业",
            capability="stations.open_station",
            form=StepForm,
            act=actions.reopen_station,
            named="station",
            done="恢复营业了。",
            when=lambda thing, _person: register.state(thing) in {State.SUSPENDED, State.CLOSED},
        ),
        Action(
            "close",
            "记关闭",
            capability="stations.open_station",
            form=StepForm,
            act=actions.close_station,
            named="station",
            look="stop",
            done="关闭了，它服务的村可以定给别的站点。",
            when=lambda thing, _person: register.state(thing) in {State.OPEN, State.SUSPENDED},
        ),
        Action(
            "assign",
            "定服务的村",
            capability="stations.keep_register",
            form=AssignForm,
            act=actions.assign_village,
            named="station",
            done="定了。",
            when=lambda thing, _person: register.state(thing) in {State.OPEN, State.SUSPENDED},
        ),
        Action(
            "let-go",
            "不再服务一个村",
            capability="stations.keep_register",
            form=LetGoForm,
            act=actions.end_assignment,
            named="station",
            look="stop",
            done="记下了，以前服务过的还看得到。",
            when=lambda thing, _person: register.state(thing) in {State.OPEN, State.SUSPENDED},
        ),
        Action(
            "change",
            "改登记的内容",
            capability="stations.keep_register",
            form=DescriptionForm,
            act=actions.change_station,
            named="station",
            done="改了，原来写的在历史里。",
        ),
        Action(
            "name-person",
            "加一个人",
            capability="stations.keep_register",
            form=PersonForm,
            act=actions.name_person,
            named="station",
            done="加了。",
        ),
        Action(
            "end-person",
            "不再担任",
            capability="stations.keep_register",
            form=LeaveForm,
            act=actions.end_person,
            named="station",
            look="stop",
            done="记下了，以前担任过还看得到。",
        ),
        Action(
            "record",
            "加一件设备",
            capability="stations.keep_register",
            form=RecordForm,
            act=actions.record_equipment,
            named="station",
            done="登记了。检查记在“设备”里。",
        ),
        *CENTRE_ACTIONS,
        *PATROL_ACTIONS,
        *DUTY_ACTIONS,
        *LIFE_ACTIONS,
        *SERVICE_ACTIONS,
    )

    def for_person(self, person: User) -> QuerySet[Station]:
        return register.for_person(person)

    def title_of(self, thing: Station) -> str:
        return thing.name

    def note_of(self, thing: Station) -> str:
        return f"{thing.code}，{thing.station_kind.word}"

    def mark_of(self, thing: Station) -> Mark:
        return _state(thing)

    def told(self, thing: Station, person: User) -> Mapping[str, object]:
        served = list(register.served_by(thing))
        return {
            "steps": register.steps_of(thing),
            "now": [row for row in served if row.until is None],
            "before": [row for row in served if row.until is not None],
            "where": _where(thing),
            "equipment": equipment.standing_in(thing),
            "people": _people(thing, person),
            "last_check": _last_check(thing),
            "holds": holds(thing, person),
            "zones": centre.zones_of(thing),
            "line": centre.line_of(thing),
            "residents": shown(thing, person),
            **told_of_duty(thing, person, timezone.localdate()),
            **told_of_patrols(thing),
            "life": told_of_life(thing),
            "centre": told_of_centre(thing),
        }


def _last_check(station: Station) -> tuple[Check, Mark, Mark] | None:
    found = checks.last_of(station)
    return (found, result(found), proof(found)) if found else None


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a station as the post of the reader may see them."""

    row: Member
    name: str
    phone: str


def _people(station: Station, reader: User) -> list[Person]:
    rows = equipment.people_of(station)
    whole = may(reader, "stations.keep_register", place=station.place_code, organisation=station.operator)
    names = Names.WHOLE if whole else Names.MASKED
    parties = seen([row.party_id for row in rows], purpose=Purpose.CONTACT, names=names) if rows else {}
    return [Person(row, parties[row.party_id].name, parties[row.party_id].phone) for row in rows]
