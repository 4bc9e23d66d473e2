"""The desks of activities and of local products (STA-22, STA-42, STA-43, STA-44)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, Todo, desk
from xiangji.core.parties.queries import Names, seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.core.ui.formats import number
from xiangji.stations import actions
from xiangji.stations.models import Activity, Product, Station
from xiangji.stations.office.fieldwork_forms import (
    ActivityForm,
    AnswerForm,
    EndForm,
    EndSmartServiceForm,
    ProductForm,
    SmartServiceForm,
)
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.places_of_county import TownFilter
from xiangji.stations.queries import fieldwork as reading
from xiangji.stations.queries import register
from xiangji.stations.rules.fieldwork import ActivityKind
from xiangji.stations.rules.states import State


class ActivityFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="类别", empty_label="都看", choices=[(kind.value, kind.word) for kind in ActivityKind]
    )
    since = django_filters.DateFilter(label="从哪天起", field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(label="到哪天", field_name="day", lookup_expr="lte")

    class Meta:
        model = Activity
        fields: list[str] = []


@desk
class ActivityDesk(Desk[Activity]):
    key = "station-activities"
    title = "站点活动"
    menu = STATIONS
    order = 42
    capability = "stations.read_register"
    unit = "次"
    columns = (
        Column("活动", lambda row: Named(row.title, row.station.name), look="wide", order="title"),
        Column("类别", lambda row: row.get_kind_display(), look="nowrap", order="kind"),
        Column("哪天", "day", look="nowrap", order="day"),
        Column("参加人数", "people", look="num", order="people"),
    )
    export = (
        Column("站点编码", "station.code"),
        Column("站点", "station.name"),
        Column("类别", lambda row: row.get_kind_display()),
        Column("哪天", "day"),
        Column("活动名称", "title"),
        Column("参加人数", "people"),
        Column("说明", "words"),
        Column("谁记的", "by.name"),
    )
    filters = ActivityFilter
    search = ("title", "station__code", "station__name")
    ordering = ("-day", "-pk")
    detail = "stations/office/_activity.html"
    has_evidence = True
    empty = Empty(
        new="还没有记过活动。打开一个站点，记一次宣传或者培训，再加现场照片。", done="这里没有活动。"
    )

    def for_person(self, person: User) -> QuerySet[Activity]:
        return reading.activities_for(person)

    def note_of(self, thing: Activity) -> str:
        return f"{thing.station.name} {thing.day}"


class ProductFilter(Filters):
    town = TownFilter("village_id")
    in_month = django_filters.NumberFilter(label="几月有", method="grown_in", min_value=1, max_value=12)

    class Meta:
        model = Product
        fields: list[str] = []

    def grown_in(self, rows: QuerySet[Product], _name: str, month: Any) -> QuerySet[Product]:  # noqa: ANN401 - a Decimal of django-filter
        return rows.filter(reading.grown_in(int(month)))


def _standing(row: Product) -> Mark:
    if row.until is not None:
        return Mark("wait", "没有了")
    if row.answered_on is None:
        return Mark("warn", "等中心答复")
    return Mark("ok", "公开了") if row.is_public else Mark("info", "答复了")


def _quantity(row: Product) -> str:
    return f"{number(row.quantity)}{row.get_unit_display()}"


def _stands(thing: Product, _person: User) -> bool:
    return thing.until is None


@desk
class ProductDesk(Desk[Product]):
    key = "local-products"
    title = "各村特产"
    menu = STATIONS
    order = 44
    capability = "stations.read_register"
    unit = "样"
    columns = (
        Column("产品", lambda row: Named(row.name, row.village.name), look="wide", order="name"),
        Column("上市", lambda row: row.grown.season, look="nowrap", order="first_month"),
        Column("一年大约", _quantity, look="num", order="quantity"),
        Column("一村一品", lambda row: "是" if row.is_one_village else "", look="nowrap"),
        Column("情况", _standing, look="nowrap", order="answered_on"),
    )
    export = (
        Column("产品", "name"),
        Column("产地", "village.name"),
        Column("区划代码", "village_id"),
        Column("上市", lambda row: row.grown.season),
        Column("一年大约", "quantity"),
        Column("单位", lambda row: row.get_unit_display()),
        Column("一村一品", lambda row: "是" if row.is_one_village else "否"),
        Column("说明", "words"),
        Column("哪个站点报的", "station.name"),
        Column("哪天报的", "collected_on"),
        Column("情况", _standing),
        Column("中心的答复", "answer"),
    )
    chips = (
        Chip("waits", "等中心答复", reading.WAITS),
        Chip("own", "一村一品", reading.OWN),
        Chip("public", "公开了", reading.PUBLIC),
    )
    filters = ProductFilter
    todo = Todo(chip="waits", capability="stations.answer_product", sentence="站点报来的特产，等中心答复。")
    search = ("name", "village__name", "station__code", "station__name")
    ordering = ("-pk",)
    detail = "stations/office/_product.html"
    has_evidence = True
    empty = Empty(new="还没有站点报特产。打开一个站点，点“报一样特产”。", done="这里没有特产。")
    actions = (
        Action(
            "answer",
            "答复",
            capability="stations.answer_product",
            form=AnswerForm,
            act=actions.answer_product,
            named="product",
            look="go",
            done="答复了。",
            when=_stands,
        ),
        Action(
            "end",
            "没有了",
            capability="stations.keep_register",
            form=EndForm,
            act=actions.end_product,
            named="product",
            look="stop",
            done="记下了，不再公开。",
            when=_stands,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Product]:
        return reading.products_for(person)

    def note_of(self, thing: Product) -> str:
        return thing.village.name

    def mark_of(self, thing: Product) -> Mark:
        return _standing(thing)

    def told(self, thing: Product, person: User) -> Mapping[str, object]:
        return {"grower": _grower(thing, person), "quantity": _quantity(thing)}


def _grower(product: Product, reader: User) -> str:
    """Name and phone as the post of the reader may see them."""
    if product.grower_id is None:
        return ""
    whole = may(
        reader,
        "stations.keep_register",
        place=product.station.place_code,
        organisation=product.station.operator,
    )
    names = Names.WHOLE if whole else Names.MASKED
    found = seen([product.grower_id], purpose=Purpose.CONTACT, names=names)[product.grower_id]
    return f"{found.name}　{found.phone}"


def activity_address(row: Activity) -> str:
    return reverse("office-paper", args=["station-activities", row.pk])


def product_address(row: Product) -> str:
    return reverse("office-paper", args=["local-products", row.pk])


def _has_opened(thing: Station, _person: User) -> bool:
    return register.state(thing) is not State.PLANNED


def _runs(thing: Station, _person: User) -> bool:
    return bool(reading.smart_services_of(thing))


# Buttons on the paper of a station.
ACTIONS = (
    Action(
        "hold-activity",
        "记一次活动",
        capability="stations.keep_register",
        form=ActivityForm,
        act=actions.record_activity,
        named="station",
        done="记下了。请在这里加现场照片。",
        opens=activity_address,
        when=_has_opened,
    ),
    Action(
        "tell-product",
        "报一样特产",
        capability="stations.keep_register",
        form=ProductForm,
        act=actions.tell_product,
        named="station",
        done="报给中心了。可以在这里加照片。",
        opens=product_address,
        when=_has_opened,
    ),
    Action(
        "start-smart-service",
        "加一个智慧乡村应用",
        capability="stations.keep_register",
        form=SmartServiceForm,
        act=actions.start_smart_service,
        named="station",
        done="记下了。",
        when=_has_opened,
    ),
    Action(
        "end-smart-service",
        "不再用一个智慧乡村应用",
        capability="stations.keep_register",
        form=EndSmartServiceForm,
        act=actions.end_smart_service,
        named="station",
        look="stop",
        when=_runs,
    ),
)


def _found(model: type[Activity | Product], key: str) -> Any:  # noqa: ANN401 - one of two models
    rows = model.objects.select_related("station__operator")
    return rows.filter(pk=int(key)).first() if key.isdecimal() else None


def _may(model: type[Activity | Product], capability: str) -> Callable[[User, str], bool]:
    def allowed(person: User, key: str) -> bool:
        found = _found(model, key)
        return found is not None and may(
            person, capability, place=found.station.place_code, organisation=found.station.operator
        )

    return allowed


@owner_of(
    "stations.Activity",
    may_see=_may(Activity, "stations.read_register"),
    may_add=_may(Activity, "stations.keep_register"),
)
def activity_paper(key: str) -> Paper | None:
    found = _found(Activity, key)
    return Paper(f"{found.station.name} {found.title}", activity_address(found)) if found else None


@owner_of(
    "stations.Product",
    may_see=_may(Product, "stations.read_register"),
    may_add=_may(Product, "stations.keep_register"),
)
def product_paper(key: str) -> Paper | None:
    found = _found(Product, key)
    return Paper(f"各村特产 {found.name}", product_address(found)) if found else None
