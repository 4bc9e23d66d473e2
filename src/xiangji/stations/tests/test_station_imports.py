"""Stations and served villages from a table, also of a former system."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from xiangji.core.accounts.models import Organisation
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import a_file
from xiangji.core.sheets.models import Entered, Intake
from xiangji.stations.models import Served, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.states import State
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN
from xiangji.stations.tests.station_cast import a_station, fresh

pytestmark = pytest.mark.usefixtures("the_county")
HEAD = [
    *("站点编码", "名称", "类别", "设在哪里", "依托", "建设方式"),
    *("面积（平方米）", "光纤到村", "原系统编码", "已经开业", "发生日期", "文号或凭据"),
]
SERVED = ["站点编码", "服务的村", "发生日期", "文号或凭据"]


def a_row(**changed: Any) -> list[Any]:  # noqa: ANN401 - a cell may hold anything
    row = {
        "code": "TZ-001",
        "name": "望庄示例点",
        "kind": "村级服务点",
        "place": "望庄村委会",
        "host": "供销社网点",
        "build": "升级改造",
        "area": 60,
        "fibre": "是",
        "former": "old-17",
        "open": "是",
        "on": "2025-03-15",
        "document": "示例登记表",
    }
    return list((row | changed).values())


def staged(client: Client, kind: str, *rows: list[Any], head: list[str]) -> Intake:
    answer = client.post(f"/office/import/{kind}/", {"file": a_file(*rows, head=head)})
    assert answer.status_code == 302, answer.content.decode()
    return Intake.objects.latest("pk")


def page(client: Client, intake: Intake) -> str:
    return client.get(f"/office/import/{intake.kind}/{intake.pk}/").content.decode()


def brought_in(client: Client, kind: str, *rows: list[Any], head: list[str]) -> Intake:
    intake = staged(client, kind, *rows, head=head)
    assert intake.state == "waiting", page(client, intake)
    assert client.post(f"/office/import/{kind}/{intake.pk}/confirm/").status_code == 302
    return intake


def test_stations_of_a_former_system_come_in_and_their_villages_by_the_former_code() -> None:
    client = inside(one(PostKind.COMMERCE_CLERK))

    brought_in(
        client,
        "stations",
        a_row(),
        a_row(code="TZ-002", place=LAKE_TOWN, kind="镇级服务站", former="old-18", open="否"),
        head=HEAD,
    )
    brought_in(client, "served-villages", ["old-17", "东古民族村委会", "2025-06-01", "示例通知"], head=SERVED)

    point = fresh(Station.objects.get(former_code="old-17"))
    assert (point.code, point.area_m2, point.has_fibre) == ("TZ-001", 60, True)
    assert register.state(point) is State.OPEN
    assert str(register.steps_of(point)[0].day) == "2025-03-15"
    assert register.state(fresh(Station.objects.get(code="TZ-002"))) is State.PLANNED
    assert {(row.village.name, row.is_own) for row in register.served_by(point)} == {
        ("望庄村委会", True),
        ("东古民族村委会", False),
    }
    assert Entered.objects.filter(document="示例登记表").count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": "邻县社区居民委员会"}, "滕州市的镇、村"),
        ({"place": "370402001001"}, "滕州市的镇、村"),
        ({"place": LAKE_TOWN}, "村级服务点可以设的滕州市的镇或村"),
        ({"place": "37"}, "村级服务点可以设的滕州市的镇或村"),
        ({"kind": "网点"}, "县级公共服务中心、电商园区、镇级服务站、村级服务点之一"),
        ({"code": "一号"}, "字母、数字或短横"),
        ({"area": 0}, "1到100,000之间的整数"),
        ({"area": "六十"}, "整数"),
        ({"code": "TZ-900"}, "还没有登记过的编码"),
    ],
)
def test_each_wrong_cell_is_named_with_what_is_expected_and_nothing_comes_in(
    changed: dict[str, Any], said: str
) -> None:
    a_station("TZ-900", place=LAKE_TOWN)
    client = inside(one(PostKind.COMMERCE_CLERK))

    intake = staged(client, "stations", a_row(code="TZ-003", former=""), a_row(**changed), head=HEAD)

    assert intake.state == "faulty"
    assert said in page(client, intake)
    assert Station.objects.count() == 1


def test_a_village_of_another_county_and_the_same_one_twice_are_named() -> None:
    a_station("TZ-900", place=LAKE_TOWN)
    client = inside(one(PostKind.COMMERCE_CLERK))
    row = ["TZ-900", "望庄村委会", "2026-06-01", "示例通知"]

    elsewhere = staged(client, "served-villages", row, ["TZ-900", "370402001001", *row[2:]], head=SERVED)
    twice = staged(client, "served-villages", row, row, head=SERVED)

    assert "滕州市的村的全名" in page(client, elsewhere)
    assert "第2行已经定给同一个站点" in page(client, twice)
    assert (elsewhere.state, twice.state) == ("faulty", "faulty")
    assert not Served.objects.exists()


def test_a_row_that_cannot_be_is_told_and_holds_up_no_other() -> None:
    a_station("TZ-900", place=LAKE_TOWN)
    client = inside(one(PostKind.COMMERCE_CLERK))

    first = brought_in(client, "stations", a_row(), a_row(code="TZ-002", former=""), head=HEAD)

    assert "同一天只能有一个本村的站点" in page(client, first)
    assert set(Station.objects.values_list("code", flat=True)) == {"TZ-900", "TZ-001"}


def test_an_operator_brings_in_his_own_stations_and_opens_none() -> None:
    firm = Organisation.objects.create(
        name="示例公司", kind=Organisation.Kind.COMPANY, place_id=COUNTY.digits, opened_at=LONG_AGO
    )
    client = inside(one(PostKind.CONTRACTOR, organisation=firm))
    head = [*[title for title in HEAD if title != "已经开业"], "运营单位"]
    row = a_row()
    own = [*row[:9], *row[10:], firm.name]

    brought_in(client, "stations", own, head=head)

    station = fresh(Station.objects.get())
    assert station.operator == firm
    assert register.state(station) is State.PLANNED
