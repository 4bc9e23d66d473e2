import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as rate
from hypothesis import strategies as st

from xiangji.stations import actions
from xiangji.stations.models import Served, Station
from xiangji.stations.rules.equipment import Role
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN, a_county
from xiangji.stations.tests.request_cast import a_centre
from xiangji.stations.tests.station_cast import NOW, SPRING, SUMMER, a_point, a_station, clerk, closed

pytestmark = pytest.mark.django_db

HOPE, EAST = "370481104200", "370481104201"


@pytest.fixture(autouse=True)
def the_county(db: None) -> None:
    a_county()


def seen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def assigned(station: Station, village: str) -> None:
    actions.assign_village(station=station, village=village, since=SPRING, by=None, happened_at=NOW)


def paused(station: Station) -> None:
    actions.suspend_station(station=station, day=SUMMER, reason="装修", by=None, happened_at=NOW)


def test_a_part_of_a_name_finds_the_village_and_says_who_serves_it(client: Client) -> None:
    assigned(a_station(place=LAKE_TOWN, name="示例滨湖服务站"), HOPE)

    page = seen(client, "/stations/find/?q=望")

    assert f'<a href="/stations/village/{HOPE}/">望庄村委会</a>' in page
    assert "示例滨湖服务站" in page


def test_a_village_without_a_station_is_said_to_have_none_in_the_results(client: Client) -> None:
    assert "还没有定站点" in seen(client, "/stations/find/?q=望")


def test_a_search_without_a_result_says_what_to_try_and_offers_the_towns(client: Client) -> None:
    page = seen(client, "/stations/find/?q=没有这个村")

    assert "没有“没有这个村”的结果。少写一个字" in page
    assert page.count('class="tile"') == 3


def test_a_name_that_is_searched_is_never_read_as_markup(client: Client) -> None:
    assert "<b>望" not in seen(client, "/stations/find/?q=<b>望")


@rate(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_searched_is_answered(client: Client, typed: str) -> None:
    assert client.get("/stations/find/", {"q": typed}).status_code == 200


@pytest.mark.proves("STA-27")
def test_a_village_without_its_own_point_reads_who_was_assigned_to_it(client: Client) -> None:
    a_point("SL-009", EAST, name="示例东古服务点")
    assigned(a_station(place=LAKE_TOWN, name="示例滨湖服务站", phone="0632-5500001"), HOPE)

    page = seen(client, f"/stations/village/{HOPE}/")

    assert "本村没有站点，由下面的站点服务。" in page
    assert "示例滨湖服务站" in page
    assert '<a href="tel:0632-5500001">0632-5500001</a>' in page
    assert "示例东古服务点" not in page


def test_a_village_reads_where_its_own_point_is_and_its_hours(client: Client) -> None:
    a_point("SL-009", HOPE, name="示例望庄服务点", address="大槐树下", hours="有人就开")

    page = seen(client, f"/stations/village/{HOPE}/")

    assert "本村就有站点。" in page
    assert "滨湖镇望庄村委会，大槐树下" in page
    assert "门口写的是“有人就开”，去以前先打电话问一声。" in page


def test_a_village_of_nobody_is_sent_to_its_town_and_to_no_other(client: Client) -> None:
    a_station("SL-001", place=LAKE_TOWN, name="示例滨湖服务站")
    a_station("SL-002", place=RIVER_TOWN, name="示例界河服务站")

    page = seen(client, f"/stations/village/{HOPE}/")

    assert "镇里的服务站在营业，可以先去那里。" in page
    assert "示例滨湖服务站" in page
    assert "示例界河服务站" not in page


def test_without_a_town_station_the_points_of_neighbours_are_named(client: Client) -> None:
    a_point("SL-009", EAST, name="示例东古服务点")

    page = seen(client, f"/stations/village/{HOPE}/")

    assert "同镇这些站点在营业；还没有坐标，不知道哪个近。" in page
    assert "示例东古服务点" in page


def test_a_village_whose_station_pauses_is_warned_and_sent_to_the_centre(client: Client) -> None:
    a_centre()
    point = a_point("SL-009", HOPE, name="示例望庄服务点")
    paused(point)

    page = seen(client, f"/stations/village/{HOPE}/")

    assert "示例望庄服务点从2026年7月1日起停业，先别去。" in page
    assert "可以到市里的公共服务中心。" in page
    assert "示例滕州电商公共服务中心" in page


def test_where_nothing_is_open_the_village_is_told_so(client: Client) -> None:
    closed(a_station(place=LAKE_TOWN, name="示例滨湖服务站"))

    page = seen(client, f"/stations/village/{HOPE}/")

    assert "滕州市还没有在营业的站点。要办的事，先问村委会。" in page
    assert "示例滨湖服务站" not in page


@pytest.mark.parametrize(
    "code", ["370481", LAKE_TOWN, "370481104999", "370402001001", "abc", "３７０４８１１０４２００", "1" * 40]
)
def test_what_is_no_village_of_this_county_is_not_there(client: Client, code: str) -> None:
    assert client.get(f"/stations/village/{code}/").status_code == 404


def test_a_station_shows_what_it_is_and_whom_it_serves_today(client: Client) -> None:
    station = a_station("SL-001", place=LAKE_TOWN, name="示例滨湖服务站", phone="0632-5500001")
    assigned(station, HOPE)
    assigned(station, EAST)
    Served.objects.filter(village=EAST).update(until=SUMMER, end_reason="并入新站")

    page = seen(client, "/stations/at/SL-001/")

    assert "编码 SL-001" in page
    assert f'<a href="/stations/village/{HOPE}/">望庄村委会</a>' in page
    assert EAST not in page


def test_a_station_that_was_closed_says_so(client: Client) -> None:
    closed(a_station("SL-001", place=LAKE_TOWN))

    assert "这个站点已经关闭。" in seen(client, "/stations/at/SL-001/")


def test_the_public_face_of_a_station_names_no_person(client: Client) -> None:
    station = a_station("SL-001", place=LAKE_TOWN, phone="0632-5500001")
    actions.name_person(
        station=station,
        role=Role.HEAD,
        name="示例·周站长",
        phone="13800000021",
        duty="",
        since=SPRING,
        by=clerk(),
        happened_at=NOW,
    )

    page = seen(client, "/stations/at/SL-001/")

    assert "周站长" not in page
    assert "13800000021" not in page


@pytest.mark.parametrize("code", ["SL-404", "%00", "<b>", "无"])
def test_a_station_that_does_not_exist_is_not_there(client: Client, code: str) -> None:
    assert client.get(f"/stations/at/{code}/").status_code == 404


def test_a_town_leads_to_the_faces_of_its_stations(client: Client) -> None:
    assigned(a_station("SL-001", place=LAKE_TOWN), HOPE)

    assert seen(client, f"/stations/{LAKE_TOWN}/").count('href="/stations/at/SL-001/"') == 2
