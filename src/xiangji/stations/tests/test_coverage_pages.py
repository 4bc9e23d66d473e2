"""Who serves whom on the public pages, the coverage page, and the figures that the plans' targets read."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.measures import find, one_look
from xiangji.core.places.models import Place
from xiangji.core.values import Period
from xiangji.programme.tests.examples import register_running
from xiangji.stations import actions
from xiangji.stations.queries import coverage
from xiangji.stations.rules.coverage import Basis, Share
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN, a_county
from xiangji.stations.tests.station_cast import NOW, SPRING, a_point, a_station

LAKE, SOUTH, NORTH = "370481104200", "370481114200", "370481114201"


@pytest.fixture(autouse=True)
def network(db: None, settings: LazySettings) -> None:
    """Two points: one serves its own village and one more; a town station that is only planned."""
    settings.COUNTY = "tengzhou"
    a_county()
    a_point("P-1", LAKE, name="望庄服务点", hours="8:00-18:00", phone="0632-0000001")
    south = a_point("P-2", SOUTH, name="南界河服务点")
    actions.assign_village(station=south, village=NORTH, since=SPRING, by=None, happened_at=NOW)
    a_station("T-1", place=RIVER_TOWN, name="界河服务站", opened=None)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def reading(code: str) -> tuple[int, int | None, str]:
    found = find(code)
    assert found is not None
    told = found(COUNTY, Period.of_day(timezone.localdate()))
    return told.num, told.den, told.no_data


@pytest.mark.proves("STA-27")
def test_a_villager_finds_who_serves_the_village_and_when_it_is_open(client: Client) -> None:
    lake, river = text(client, f"/stations/{LAKE_TOWN}/"), text(client, f"/stations/{RIVER_TOWN}/")

    assert "望庄服务点" in lake
    assert "8:00-18:00" in lake
    assert "0632-0000001" in lake
    assert f'id="v{NORTH}"' in river
    north = river[river.index(f'id="v{NORTH}"') :][:400]
    assert "南界河服务点" in north


def test_a_village_whose_station_paused_is_served_by_nobody(client: Client) -> None:
    south = coverage.who_serves(SOUTH, timezone.localdate())[0][0]

    actions.suspend_station(
        station=south, day=timezone.localdate(), reason="站长请假", by=None, happened_at=timezone.now()
    )

    river = text(client, f"/stations/{RIVER_TOWN}/")
    assert "还没有站点服务" in river[river.index(f'id="v{SOUTH}"') :][:300]
    assert "停" in river[river.index('id="sP-2"') :][:300]


@pytest.mark.proves("STA-28")
def test_both_bases_stand_beside_the_plan_s_share_and_its_clause(client: Client) -> None:
    register_running()

    page = text(client, "/stations/coverage/")

    found = coverage.seen(COUNTY, timezone.localdate())
    assert found.coverage.share(Basis.OWN) == Share(2, 4)
    assert found.coverage.share(Basis.SERVED) == Share(3, 4)
    target = found.target(coverage.ALL)
    assert target is not None
    assert (target.ratio, target.clause) == (Fraction(7, 10), "三; 四(一)2")
    assert "电商服务覆盖面不低于70%的行政村" in page
    assert "还差1个村" in page
    assert "达到" in page
    assert "社区" in page


@pytest.mark.proves("STA-29")
def test_poor_villages_are_counted_apart_once_their_list_is_there(client: Client) -> None:
    assert "贫困村名单还没有导入" in text(client, "/stations/coverage/")
    assert reading("stations.poor_villages_served")[2] == "还没有导入贫困村名单"

    Place.objects.filter(code__in=[NORTH, "370481104201"]).update(
        poverty="registered", poverty_source="示例名单"
    )

    assert reading("stations.poor_villages_served") == (1, 2, "")
    page = text(client, "/stations/coverage/")
    assert "50 %（1/2）" in page
    assert "33.33 %（1/3）" in page


def test_the_figures_of_the_targets_count_what_is_open() -> None:
    assert reading("stations.village_points_open") == (2, None, "")
    assert reading("stations.town_stations_open") == (0, None, "")
    assert reading("stations.stations_open") == (2, None, "")
    assert reading("stations.villages_served") == (3, 4, "")
    assert reading("stations.centres_open") == (0, None, "站点还没有登记")


def test_the_rows_of_a_share_are_the_villages_that_are_served() -> None:
    found = find("stations.villages_served")
    assert found is not None

    rows = found.rows_of(COUNTY, Period.of_day(timezone.localdate()), None)

    assert [row.href for row in rows] == [
        f"/stations/{LAKE_TOWN}/#v{LAKE}",
        f"/stations/{RIVER_TOWN}/#v{SOUTH}",
        f"/stations/{RIVER_TOWN}/#v{NORTH}",
    ]


def test_before_a_station_opened_it_served_nobody() -> None:
    found = find("stations.villages_served")
    assert found is not None

    told = found(COUNTY, Period.of_day(SPRING - timedelta(days=1)))

    assert (told.num, told.den) == (0, 4)


def test_one_look_at_all_figures_reads_each_table_once(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    codes = (
        "village_points_open",
        "town_stations_open",
        "stations_open",
        "villages_served",
        "poor_villages_served",
    )

    with django_assert_max_num_queries(3), one_look():
        for code in codes:
            reading(f"stations.{code}")


def test_new_points_are_proposed_in_poor_villages_first() -> None:
    Place.objects.filter(code="370481104201").update(poverty="registered", poverty_source="示例名单")

    found, units = coverage.proposal(
        COUNTY, timezone.localdate(), wanted=Fraction(1), poor=Fraction(1), most=6, kilometres=3
    )

    assert [units[point.code].name for point in found.points] == ["东古民族村委会"]
    assert found.neighbourhood == "同一个镇（还没有坐标）"
