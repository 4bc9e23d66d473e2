"""The desk of equipment: what stands where, and what was found of it (STA-46)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, Todo, desk
from xiangji.stations import actions
from xiangji.stations.models import Equipment
from xiangji.stations.office.equipment_forms import InspectForm, MoveForm, RetireForm
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.upkeep import MENDING
from xiangji.stations.queries import equipment as reading
from xiangji.stations.rules.equipment import EquipmentKind, Finding

_MARKS = {
    Finding.GOOD: Mark("ok", Finding.GOOD.word),
    Finding.BROKEN: Mark("bad", Finding.BROKEN.word),
    Finding.MISSING: Mark("bad", Finding.MISSING.word),
}


class EquipmentFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="类别", empty_label="都看", choices=[(kind.value, kind.word) for kind in EquipmentKind]
    )

    class Meta:
        model = Equipment
        fields: list[str] = []


def _state(row: Any) -> Mark:  # noqa: ANN401 - a row of `reading.rows()`
    if row.retired_on is not None:
        return Mark("wait", "报废了")
    return _MARKS[Finding(row.last_finding)] if row.last_finding else Mark("info", "没查过")


def _stands(thing: Equipment, _person: User) -> bool:
    return thing.retired_on is None


def _stale(_person: User) -> Q:
    return reading.not_seen_since(timezone.localdate())


@desk
class EquipmentDesk(Desk[Equipment]):
    key = "equipment"
    title = "设备"
    menu = STATIONS
    order = 20
    capability = "stations.read_register"
    columns = (
        Column(
            "设备",
            lambda row: Named(row.get_kind_display(), row.serial or "没有序列号"),
            look="wide",
            order="kind",
        ),
        Column("站点", lambda row: Named(row.station.name, row.station.code), order="station__code"),
        Column("价格", "cost", look="num", order="cost_fen"),
        Column("状态", _state, look="nowrap", order="last_finding"),
        Column("最近检查", "last_seen", look="nowrap", order="last_seen"),
    )
    export = (
        Column("类别", lambda row: row.get_kind_display()),
        Column("序列号", "serial"),
        Column("站点编码", "station.code"),
        Column("站点", "station.name"),
        Column("哪天买的", "bought_on"),
        Column("价格（元）", "cost"),
        Column("预算行", "budget_line"),
        Column("状态", _state),
        Column("最近检查", "last_seen"),
        Column("哪天报废", "retired_on"),
    )
    chips = (
        Chip("to-mend", "坏了、不见了", reading.TO_MEND),
        Chip("stale", "半年没查", _stale),
        Chip("standing", "在用", reading.STANDS),
    )
    filters = EquipmentFilter
    todo = Todo(chip="to-mend", capability="stations.keep_register", sentence="设备坏了或者不见了，请处理。")
    search = ("serial", "station__code", "station__name")
    ordering = ("station__code", "kind", "pk")
    detail = "stations/office/_equipment.html"
    has_evidence = True
    empty = Empty(
        new="还没有登记设备。打开一个站点，加一件设备；也可以用 Excel 表补录。", done="这里没有设备。"
    )
    actions = (
        Action(
            "inspect",
            "记检查",
            capability="stations.check_station",
            form=InspectForm,
            act=actions.inspect_equipment,
            named="equipment",
            look="go",
            when=_stands,
        ),
        MENDING,
        Action(
            "move",
            "调到别的站点",
            capability="stations.keep_register",
            form=MoveForm,
            act=actions.move_equipment,
            named="equipment",
            done="调走了。",
            when=_stands,
        ),
        Action(
            "retire",
            "报废",
            capability="stations.keep_register",
            form=RetireForm,
            act=actions.retire_equipment,
            named="equipment",
            look="stop",
            done="报废了，还看得到。",
            when=_stands,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Equipment]:
        return reading.for_person(person)

    def title_of(self, thing: Equipment) -> str:
        return str(thing)

    def note_of(self, thing: Equipment) -> str:
        return thing.station.name

    def mark_of(self, thing: Equipment) -> Mark:
        return _state(thing)

    def told(self, thing: Equipment, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"inspections": reading.inspections_of(thing), "moves": reading.moves_of(thing)}
