"""Monthly reports: entered, corrected by a next version, brought in as a table, and read again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money, Month, PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import MonthlyReport
from xiangji.stations.queries import reports
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.reports import Line, Service
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.life_cast import LATER, NOTHING, SEPTEMBER, a_report, filled
from xiangji.stations.tests.station_cast import SUMMER, a_point, a_station, clerk, closed
from xiangji.stations.tests.test_station_imports import brought_in, page, staged

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG = "370481104200"


def corrected(report: MonthlyReport, by: User, reason: str = "抄错了", **changes: Any) -> MonthlyReport:  # noqa: ANN401
    return actions.correct_month(
        report=report, filled=filled(**changes), reason=reason, by=by, happened_at=LATER
    )


def test_a_report_is_corrected_by_a_next_version_and_the_newest_counts() -> None:
    person = clerk()
    station = a_station("TZ-001", place=LAKE_TOWN)
    first = a_report(station, person)

    second = corrected(first, person, residents=25)

    assert (second.version, second.reason) == (2, "抄错了")
    assert [each.version for each in reports.versions_of(first)] == [2, 1]
    assert MonthlyReport.objects.get(pk=first.pk).residents == 20
    assert [each.pk for each in reports.between([station.pk], SEPTEMBER, SEPTEMBER)] == [second.pk]
    assert Entry.objects.filter(did="stations.month_corrected").count() == 1


def test_a_month_is_reported_once_and_an_old_version_is_not_corrected_again() -> None:
    person = clerk()
    station = a_station("TZ-001", place=LAKE_TOWN)
    first = a_report(station, person)
    corrected(first, person, residents=25)

    with pytest.raises(StationRefused, match="已经有了"):
        a_report(station, person)
    with pytest.raises(StationRefused, match="已经有第2版"):
        corrected(first, person, residents=26)

    assert MonthlyReport.objects.count() == 2


def test_a_correction_that_changes_nothing_or_says_no_reason_is_refused() -> None:
    person = clerk()
    first = a_report(a_station("TZ-001", place=LAKE_TOWN), person)

    with pytest.raises(StationRefused, match="和原来一样"):
        corrected(first, person)
    with pytest.raises(StationRefused, match="理由"):
        corrected(first, person, " ", residents=21)

    assert MonthlyReport.objects.count() == 1


def test_a_month_after_the_station_closed_and_a_month_before_it_opened_are_refused() -> None:
    person = clerk()
    station = closed(a_station("TZ-001", place=LAKE_TOWN))

    for month in (Month(2026, 8), Month(2026, 2), Month(2026, 12)):
        with pytest.raises(StationRefused, match="月份"):
            a_report(station, person, month, **NOTHING)
    a_report(station, person, Month(2026, SUMMER.month - 1))

    assert MonthlyReport.objects.count() == 1


def test_the_database_itself_keeps_what_was_reported() -> None:
    person = clerk()
    report = a_report(a_station("TZ-001", place=LAKE_TOWN), person)

    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.update(number=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReport.objects.create(
            station=report.station, month=report.month, version=1, days_open=1, residents=0, lines={},
            number=0, income_fen=0, money_fen=0, by=person, at=LATER,
        )  # fmt: skip
    assert MonthlyReport.objects.get().number == 40


def test_a_stranger_reports_nothing_and_a_town_clerk_only_reads_his_own_town() -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)
    firm = Organisation.objects.create(
        name="示例·别家", kind=Organisation.Kind.COMPANY, place_id=COUNTY.digits, opened_at=LONG_AGO
    )
    stranger = one(PostKind.CONTRACTOR, organisation=firm)
    town, other = (one(PostKind.TOWN_CLERK, place=PlaceCode(code)) for code in (LAKE_TOWN, RIVER_TOWN))

    with pytest.raises(NotYours):
        a_report(station, stranger)
    with pytest.raises(NotPermitted):
        a_report(station, town)
    assert not MonthlyReport.objects.exists()

    report = a_report(station, clerk())
    assert [row.pk for row in reports.for_person(town)] == [report.pk]
    assert not reports.for_person(other).exists()
    assert not reports.for_person(stranger).exists()
    shelf = f"/office/evidence/of/stations.MonthlyReport:{report.pk}/"
    assert [inside(each).get(shelf).status_code for each in (town, other, stranger)] == [200, 404, 404]


@pytest.mark.proves("STA-20")
def test_the_form_of_a_town_station_asks_for_its_books_and_its_paper_shows_them() -> None:
    person, client = clerk(), Client()
    client.force_login(person)
    station = a_station("TZ-001", place=LAKE_TOWN)
    typed = {
        "station": station.pk,
        "month": "2026-09",
        "days_open": 28,
        "residents": 12,
        "trade_0": 10,
        "trade_1": "100.50",
        "trade_2": "2000",
        "parcel_0": 30,
        "cost": "120",
    }

    refused = client.post("/office/station-reports/do/report/", typed)
    assert refused.status_code == 422
    assert "镇级站要有货物收发台账" in refused.content.decode()
    assert 'value="100.50"' in refused.content.decode()
    assert not MonthlyReport.objects.exists()
    books = {"goods_in": 40, "goods_out": 12, "purchased_kg": 500, "purchased": "1500"}
    taken = client.post("/office/station-reports/do/report/", typed | books)

    report = MonthlyReport.objects.get()
    assert (taken.status_code, taken["Location"]) == (302, f"/office/station-reports/{report.pk}/")
    assert report.service_lines[Service.TRADE] == Line(10, Money(10050), Money.from_yuan(2_000))
    told = client.get(f"/office/station-reports/{report.pk}/?chip=all").content.decode()
    assert "收进40件，发出12件" in told
    assert "500公斤，付款1,500.00元" in told
    assert "人工填报" in told


def test_a_correction_keeps_what_was_there_in_the_form() -> None:
    client = Client()
    client.force_login(clerk())
    report = a_report(a_station("TZ-001", place=LAKE_TOWN), clerk())

    told = client.get(f"/office/station-reports/{report.pk}/?chip=all").content.decode()

    assert 'name="trade_0" value="10"' in told
    assert 'name="goods_in" value="40"' in told


def test_a_month_that_nobody_can_read_is_said_and_nothing_is_kept() -> None:
    client = Client()
    client.force_login(clerk())
    station = a_station("TZ-001", place=LAKE_TOWN)

    answer = client.post(f"/office/stations/{station.pk}/report/", {"month": "去年九月", "days_open": 1})

    assert answer.status_code == 422
    assert "看不懂“去年九月”" in answer.content.decode()
    assert not MonthlyReport.objects.exists()


HEAD = [
    *(
        "站点编码",
        "月份",
        "营业天数",
        "服务人数",
        "代买代卖次数",
        "代买代卖收入（元）",
        "代买代卖经手金额（元）",
    ),
    *("快递收发次数", "运行成本（元）", "货物收进（件）", "货物发出（件）", "发生日期", "文号或凭据"),
]


def a_row(**changed: Any) -> list[Any]:  # noqa: ANN401 - a cell may hold anything
    row = {
        "code": "TZ-001",
        "month": "2026-09",
        "days": 28,
        "residents": 20,
        "trades": 10,
        "income": 100,
        "money": "2000.50",
        "parcels": 30,
        "cost": 150,
        "in": 40,
        "out": 12,
        "on": "2026-10-03",
        "document": "示例九月报表",
    }
    return list((row | changed).values())


def test_the_reports_of_all_stations_of_a_month_come_in_as_one_table() -> None:
    a_station("TZ-001", place=LAKE_TOWN)
    a_point("TZ-002", WANGZHUANG)
    client = inside(one(PostKind.COMMERCE_CLERK))
    quiet = a_row(
        code="TZ-002", residents=0, trades=None, income=None, money=None, parcels=None, cost=None, out=None
    )
    quiet[9] = None

    brought_in(client, "station-reports", a_row(), quiet, head=HEAD)

    town, point = MonthlyReport.objects.order_by("station__code")
    assert (town.number, town.income, town.money) == (40, Money.from_yuan(100), Money(200_050))
    assert (town.cost, town.of_month) == (Money.from_yuan(150), SEPTEMBER)
    assert (point.number, point.residents, point.days_open, point.books) == (0, 0, 28, None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"month": "2026-13"}, "年和月"),
        ({"month": "2026-02"}, "站点开着的月份"),
        ({"month": "2026-10"}, "已经过完的月份"),
        ({"days": 31}, "在0到30之间"),
        ({"residents": 41}, "在1到40之间"),
        ({"trades": 0}, "大于0，因为写了收入或金额"),
        ({"in": None, "out": None}, "镇级站要有货物收发台账"),
        ({"income": "一百"}, "金额"),
        ({"parcels": -1}, "不小于零"),
        ({"code": "TZ-999"}, "已经登记的站点的编码"),
    ],
)
def test_each_wrong_cell_of_the_table_is_named_before_anything_comes_in(
    changed: dict[str, Any], said: str
) -> None:
    a_station("TZ-001", place=LAKE_TOWN)
    client = inside(one(PostKind.COMMERCE_CLERK))

    intake = staged(client, "station-reports", a_row(**changed), head=HEAD)

    assert intake.state == "faulty"
    assert said in page(client, intake)
    assert not MonthlyReport.objects.exists()


def test_the_same_month_twice_in_a_table_is_named_and_a_month_that_is_there_is_a_doubt() -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)
    client = inside(one(PostKind.COMMERCE_CLERK))

    twice = staged(client, "station-reports", a_row(), a_row(residents=9), head=HEAD)
    a_report(station, clerk())
    again = staged(client, "station-reports", a_row(residents=25), head=HEAD)

    assert twice.state == "faulty"
    assert "第2行已经有了" in page(client, twice)
    assert again.state == "waiting"
    assert "导入就是更正成第2版" in page(client, again)


@pytest.mark.parametrize("month", [date(2026, 9, 1), "2026年9月", "2026/9"])
def test_a_month_as_people_or_excel_write_it_is_still_that_month(month: object) -> None:
    a_station("TZ-001", place=LAKE_TOWN)
    client = inside(one(PostKind.COMMERCE_CLERK))

    brought_in(client, "station-reports", a_row(month=month), head=HEAD)

    assert MonthlyReport.objects.get().of_month == SEPTEMBER
