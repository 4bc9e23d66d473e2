"""The page of how stations live, its sheet, and the figures that others read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from xiangji.core import measures
from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.values import Month, Period, PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Station
from xiangji.stations.queries import life
from xiangji.stations.rules.life import Verdict
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.life_cast import (
    NOTHING,
    PARCELS,
    SEPTEMBER,
    a_report,
    an_activity,
    filled,
)
from xiangji.stations.tests.station_cast import NOW, a_point, a_station, clerk

pytestmark = [
    pytest.mark.usefixtures("the_county"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:openpyxl"),
]
WANGZHUANG, DONGGU, BEIJIEHE = "370481104200", "370481104201", "370481114201"
MONTHS = (Month(2026, 7), Month(2026, 8), SEPTEMBER)
FUNCTIONS = ("运营管理", "电商培训", "快递物流")
IN_OCTOBER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def lived() -> dict[str, Station]:
    """In one town a busy station and a quiet point, in the other a point that reports nothing."""
    person = clerk()
    busy = a_station("TZ-001", place=LAKE_TOWN)
    quiet = a_point("TZ-002", WANGZHUANG)
    silent = a_point("TZ-003", BEIJIEHE)
    for month in MONTHS:
        a_report(busy, person, month)
        a_report(quiet, person, month, **NOTHING, books=None, cost=None)
    return {"busy": busy, "quiet": quiet, "silent": silent}


def page(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    with time_machine.travel(IN_OCTOBER, tick=False):
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.proves("STA-32")
@pytest.mark.proves("STA-51")
def test_the_page_tells_survival_self_support_services_towns_and_whom_to_help(
    lived: dict[str, Station],
) -> None:
    told = page(clerk(), "/office/station-life/")

    assert "2个站点里活着1个" in told
    assert "1个填了成本，1个收入够" in told
    assert "连续3个月没有业务" in told
    assert "建议帮扶" in told
    assert "连续7个月没有月报" in told
    assert "催月报" in told
    assert "代买代卖" in told
    assert told.index("滨湖镇</a>") < told.index("界河镇</a>")
    assert "方案没有写，是平台的口径" in told
    assert "服务台记一次指导" in told
    assert "服务台记一次指导" not in page(one(PostKind.FINANCE), "/office/station-life/")


@pytest.mark.proves("STA-19")
def test_the_paper_of_a_town_station_tells_which_of_its_three_functions_are_seen(
    lived: dict[str, Station],
) -> None:
    def told(station: Station) -> str:
        return page(clerk(), f"/office/stations/{station.pk}/")

    before = told(lived["busy"])
    an_activity(lived["busy"], clerk())
    after = told(lived["busy"])

    assert seen_functions(before) == {"运营管理": True, "电商培训": False, "快递物流": True}
    assert seen_functions(after) == {"运营管理": True, "电商培训": True, "快递物流": True}
    assert "镇级站的三项功能" not in told(lived["quiet"])


def seen_functions(paper: str) -> dict[str, bool]:
    part = paper[paper.index("镇级站的三项功能") :].split("</ul>")[0]
    lines = part.split("<li")[1:]
    return {word: "在做" in line for line in lines for word in FUNCTIONS if f">{word}<small>" in line}


def test_the_page_obeys_town_month_and_who_asks(lived: dict[str, Station]) -> None:
    of_town = page(clerk(), f"/office/station-life/?town={RIVER_TOWN}")
    before = page(clerk(), "/office/station-life/?month=2026-06")
    unreadable = page(clerk(), "/office/station-life/?month=2099-01&town=nowhere")
    own = page(one(PostKind.TOWN_CLERK, place=PlaceCode(RIVER_TOWN)), "/office/station-life/")

    assert "还没有月报" in of_town
    assert "还没有月报，看不出站点怎么活" in before
    assert "2个站点里活着1个" in unreadable
    assert "望庄" not in own
    assert "还没有月报" in own


def test_an_operator_sees_only_his_own_and_who_has_no_stations_is_refused(
    lived: dict[str, Station],
) -> None:
    firm = Organisation.objects.create(
        name="示例·别家", kind=Organisation.Kind.COMPANY, place_id=COUNTY.digits, opened_at=LONG_AGO
    )
    client = Client()
    client.force_login(one(PostKind.DRIVER))

    assert "还没有月报" in page(one(PostKind.CONTRACTOR, organisation=firm), "/office/station-life/")
    assert client.get("/office/station-life/").status_code == 403
    assert client.get("/office/station-life/list.xlsx").status_code == 403


def test_the_sheet_has_every_station_with_its_months(lived: dict[str, Station]) -> None:
    client = Client()
    client.force_login(clerk())
    with time_machine.travel(IN_OCTOBER, tick=False):
        answer = client.get("/office/station-life/list.xlsx?month=2026-09")
        content = b"".join(answer)
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    text = {str(row[0]): row for row in rows}

    assert text["TZ-001"][3] == "活着"
    assert text["TZ-001"][4:8] == (120, 60, 480, 6_000)
    assert text["TZ-002"][9:11] == (None, None)
    assert text["TZ-002"][3] == "没有业务"
    assert text["TZ-003"][3] == "月报不全"
    assert "2026-09" in text["站点编码"]
    assert text["TZ-003"][-1] == "没有月报"


def test_the_towns_come_as_a_sheet_of_their_own(lived: dict[str, Station]) -> None:
    client = Client()
    client.force_login(clerk())

    answer = client.get("/office/station-life/list.xlsx?month=2026-09&of=towns")
    rows = list(load_workbook(BytesIO(b"".join(answer))).active.iter_rows(values_only=True))

    found = {str(row[1]): row for row in rows}
    assert found["滨湖镇"][0] == 1
    assert found["滨湖镇"][2:6] == (1, 2, 120, 60)
    assert found["滨湖镇"][-1] == 40


def test_towns_are_ranked_and_equal_ones_share_a_rank(lived: dict[str, Station]) -> None:
    person = clerk()
    for month in MONTHS:
        a_report(lived["silent"], person, month, **NOTHING, books=None)

    ranked = life.ranked(life.lived(Q(), SEPTEMBER))

    assert [(each.name, each.rank) for each in ranked] == [("滨湖镇", 1), ("界河镇", 2)]
    assert [each.survival.told for each in ranked] == [2, 1]


@pytest.mark.proves("STA-51")
def test_services_residents_and_money_are_counted_by_station_town_and_county(
    lived: dict[str, Station],
) -> None:
    quarter = Period(date(2026, 7, 1), date(2026, 9, 30))
    expected = {
        "stations.services": 120,
        "stations.residents_served": 60,
        "stations.money_handled": 600_000,
        "stations.service_income": 48_000,
    }

    for code, total in expected.items():
        figure = measures.find(code)
        assert figure is not None
        for place, sum_of in ((COUNTY, total), (PlaceCode(LAKE_TOWN), total), (PlaceCode(RIVER_TOWN), None)):
            reading = figure(place, quarter)
            assert reading.by_hand
            rows = list(figure.rows_of(place, quarter, None))
            assert sum(row.num for row in rows) == (reading.num if sum_of is not None else 0)
            assert bool(reading.no_data) is (sum_of is None)
            assert sum_of is None or reading.num == sum_of
    only_half = measures.find("stations.services")
    assert only_half is not None
    assert only_half(COUNTY, Period(date(2026, 8, 2), date(2026, 9, 29))).no_data


def test_a_corrected_month_counts_once(lived: dict[str, Station]) -> None:
    person = clerk()
    row = a_report(a_point("TZ-009", DONGGU), person, SEPTEMBER, lines=PARCELS, books=None)
    actions.correct_month(report=row, filled=filled(books=None), reason="漏了", by=person, happened_at=NOW)

    figure = measures.find("stations.services")
    assert figure is not None
    assert figure(COUNTY, Period.of_month(SEPTEMBER)).num == 80


def test_survival_and_self_support_are_figures_with_their_stations(lived: dict[str, Station]) -> None:
    on = Period.of_day(date(2026, 10, 20))
    alive, feeding = (measures.find(f"stations.{code}") for code in ("alive", "self_supporting"))

    assert alive is not None
    assert feeding is not None
    assert (alive(COUNTY, on).num, alive(COUNTY, on).den) == (1, 2)
    assert len(list(alive.rows_of(COUNTY, on, None))) == 1
    assert (feeding(COUNTY, on).num, feeding(COUNTY, on).den) == (1, 1)
    assert len(list(feeding.rows_of(COUNTY, on, None))) == 1
    assert alive(PlaceCode(RIVER_TOWN), on).no_data


def test_three_questions_tell_the_life_of_a_county_however_many_stations(lived: dict[str, Station]) -> None:
    with CaptureQueriesContext(connection) as few:
        life.lived(Q(), SEPTEMBER)
    a_point("TZ-010", DONGGU)
    with CaptureQueriesContext(connection) as more:
        seen = life.lived(Q(), SEPTEMBER)

    assert len(few) == len(more) == 3
    assert dict(seen.verdicts)[Verdict.UNKNOWN] == 2


def test_stations_that_did_not_report_the_last_month_stand_under_a_chip(lived: dict[str, Station]) -> None:
    told = page(clerk(), "/office/stations/?chip=unreported")

    assert "TZ-003" in told
    assert "TZ-001" not in told
    assert "TZ-002" not in told
