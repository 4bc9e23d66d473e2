import csv
from datetime import date
from io import StringIO

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as rate
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from xiangji.stations.tests.cast import FARM, LAKE_TOWN, RIVER_TOWN, a_county, a_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_county(db: None) -> None:
    a_county()


def read(answer_text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(answer_text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), newline="")))


def test_the_network_shows_every_town_with_its_villages_in_words_and_dots(client: Client) -> None:
    page = client.get("/stations/").content.decode()

    assert page.count('class="tile"') == 3
    assert '<span>滨湖镇</span><b>3</b><svg class="dots"' in page
    assert "示意图，非地理位置" in page
    assert "还没有坐标，不算距离" in page


@pytest.mark.proves("PRG-30")
def test_the_network_names_every_kind_of_unit_with_its_count(client: Client) -> None:
    page = client.get("/stations/").content.decode()

    for kind in ("镇 2", "农场 1", "行政村 4", "社区 1"):
        assert f">{kind}</a>" in page


@pytest.mark.proves("PRG-30")
@pytest.mark.parametrize(
    ("county", "words"),
    [("tengzhou", "全部镇（街） 3"), ("haifeng", "全部镇（场） 0"), ("donggang", "全部乡（镇） 0")],
)
def test_the_levels_are_called_as_the_county_calls_them(
    client: Client, settings: LazySettings, county: str, words: str
) -> None:
    settings.COUNTY = county

    assert f">{words}</a>" in client.get("/stations/").content.decode()


def test_the_towns_stand_in_the_order_of_their_codes(client: Client) -> None:
    page = client.get("/stations/").content.decode()

    places = [page.index(f'href="/stations/{code}/"') for code in (LAKE_TOWN, RIVER_TOWN, FARM)]
    assert places == sorted(places)


def test_a_list_of_poor_villages_that_nobody_imported_is_said_to_be_missing(client: Client) -> None:
    assert "名单还没有导入，不猜" in client.get("/stations/").content.decode()


def test_a_search_finds_a_village_and_leads_to_it(client: Client) -> None:
    page = client.get("/stations/", {"q": "望庄"}).content.decode()

    assert "“望庄”找到1个。" in page
    assert '<a href="/stations/370481104/#v370481104200">望庄村委会</a>' in page


def test_a_kind_narrows_the_list(client: Client) -> None:
    page = client.get("/stations/", {"kind": "village", "q": "界河"}).content.decode()

    assert "“界河”行政村找到2个。" in page
    assert '<a href="/stations/370481114/">界河镇</a>' not in page


def test_a_search_that_finds_nothing_says_what_was_searched_and_what_to_try(client: Client) -> None:
    page = client.get("/stations/", {"q": "望庄 冷链"}).content.decode()

    assert "没有“望庄 冷链”的结果。少写一个词" in page


def test_a_long_list_is_cut_and_says_so(client: Client) -> None:
    for number in range(210):
        a_place(f"370481114{300 + number}", f"新{number}村委会")

    page = client.get("/stations/", {"q": "新"}).content.decode()

    assert "“新”找到210个，这里列出前200个。" in page


def test_a_kind_that_does_not_exist_is_refused(client: Client) -> None:
    answer = client.get("/stations/", {"kind": "<b>"})

    assert answer.status_code == 422
    assert "没有“&lt;b&gt;”这一类" in answer.content.decode()


@rate(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_searched_is_answered(client: Client, typed: str) -> None:
    assert client.get("/stations/", {"q": typed}).status_code == 200


def test_a_town_lists_its_own_villages_only(client: Client) -> None:
    page = client.get(f"/stations/{LAKE_TOWN}/").content.decode()

    assert page.count('<li id="v') == 3
    assert 'id="v370481104001" class="key ring"' in page
    assert 'id="v370481104200" class="key dot"' in page
    assert "南界河" not in page


def test_a_town_without_villages_says_so(client: Client) -> None:
    assert "示例农场下面没有村级单位" in client.get(f"/stations/{FARM}/").content.decode()


def test_a_town_leads_to_its_neighbours_in_the_list(client: Client) -> None:
    page = client.get(f"/stations/{RIVER_TOWN}/").content.decode()

    assert '<a class="btn" href="/stations/370481104/">' in page
    assert '<a class="btn" href="/stations/370481400/">' in page


@pytest.mark.parametrize(
    "code",
    [
        "370402001",
        "370481",
        "370481104200",
        "370481999",
        "37048110",
        "abc",
        "370481104%20",
        "３７０４８１１０４",
    ],
)
def test_what_is_not_a_town_of_this_county_is_not_there(client: Client, code: str) -> None:
    assert client.get(f"/stations/{code}/").status_code == 404
    assert client.get(f"/stations/{code}/list.csv").status_code == 404


def test_a_town_that_was_abolished_leaves_the_network_with_its_villages(client: Client) -> None:
    a_place("370481199", "旧镇", valid_to=date(2019, 12, 31))
    a_place("370481199200", "旧村委会")

    page = client.get("/stations/").content.decode()

    assert "旧镇" not in page
    assert "行政村 4" in page
    assert client.get("/stations/370481199/").status_code == 404
    assert "没有“旧村”的结果" in client.get("/stations/", {"q": "旧村"}).content.decode()


def test_the_network_as_a_sheet_holds_every_unit(client: Client, settings: LazySettings) -> None:
    settings.DEMO = False

    rows = read(client.get("/stations/list.csv").content.decode())

    assert rows[0] == ["区划代码", "名称", "类别", "所属"]
    assert rows[1] == ["370481104", "滨湖镇", "镇", "滕州市"]
    assert ["370481104200", "望庄村委会", "行政村", "滨湖镇"] in rows
    assert len(rows) == 1 + 3 + 5


def test_a_town_as_a_sheet_holds_its_own_villages(client: Client, settings: LazySettings) -> None:
    settings.DEMO = False

    rows = read(client.get(f"/stations/{RIVER_TOWN}/list.csv").content.decode())

    assert [row[1] for row in rows[1:]] == ["界河镇", "南界河村委会", "北界河村委会"]


def test_a_name_that_would_run_as_a_formula_is_kept_from_it(client: Client, settings: LazySettings) -> None:
    a_place("370481114202", "=HYPERLINK(1)村")

    rows = read(client.get(f"/stations/{RIVER_TOWN}/list.csv").content.decode())

    assert "'=HYPERLINK(1)村" in [row[1] for row in rows if len(row) > 1]


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/stations/", 3),
        ("/stations/?q=界河", 5),
        (f"/stations/{LAKE_TOWN}/", 5),
        ("/stations/list.csv", 2),
        ("/stations/find/", 2),
        ("/stations/find/?q=界河", 3),
        ("/stations/village/370481104200/", 7),
    ],
)
def test_no_page_asks_once_for_each_town(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_home_offers_the_search_the_door_and_the_tiles(client: Client) -> None:
    page = client.get("/").content.decode()

    assert 'role="search" action="/stations/"' in page
    assert "找村找镇</a>" in page
    assert page.count('class="tile"') == 3
