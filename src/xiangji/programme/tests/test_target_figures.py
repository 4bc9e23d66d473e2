"""A target of a plan beside the figure that counts it, and the rows behind that."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from xiangji.core.measures import Reading, Row, measure, registry
from xiangji.core.values import Period, PlaceCode
from xiangji.programme.queries import visible
from xiangji.programme.tests.examples import (
    RUNNING,
    TENGZHOU,
    TODAY,
    WANGKUI,
    register,
    register_running,
)
from xiangji.programme.tests.test_board import page, shown, words
from xiangji.programme.web import board
from xiangji.programme.web.target_rows import TargetRow
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN, a_county
from xiangji.stations.tests.station_cast import a_centre, a_point, a_station, closed


@pytest.fixture
def counted_points() -> Iterator[None]:
    """As if the stations counted 204 open village points of the 240."""
    own = registry._registry.pop("stations.village_points_open")

    @measure(
        "stations.village_points_open",
        title="村级服务点",
        unit="points",
        kind="stock",
        adds="sum",
        note="已经开门的。",
    )
    def points(place: PlaceCode, period: Period) -> Reading:
        return Reading(num=204)

    @points.rows
    def rows(place: PlaceCode, period: Period, by: object) -> list[Row]:
        return [Row("洪绪镇的服务点", "/stations/370481101/", num=120), Row("其余各镇的服务点", num=84)]

    yield
    registry._registry["stations.village_points_open"] = own


@pytest.mark.proves("PRG-04")
def test_a_target_stands_beside_its_figure_which_opens_to_its_rows(
    counties: None, counted_points: None, client: Client
) -> None:
    register_running()

    row = next(row for row in shown(RUNNING).targets if row.target.key == "village_points")

    assert (row.judged.now, row.judged.word) == ("204", "按期推进")
    assert row.judged.share == 85
    assert row.href == f"/plan/{RUNNING}/targets/village_points/"
    assert f'href="{row.href}"' in page(client, "/plan/")
    said = words(page(client, row.href))
    assert "计划240个，现在204个。" in said
    assert "洪绪镇的服务点" in said
    assert "其余各镇的服务点" in said


def test_a_target_that_nobody_counts_has_no_page_of_rows(counties: None, client: Client) -> None:
    register_running()

    assert client.get(f"/plan/{RUNNING}/targets/training_person_times/").status_code == 404
    assert client.get(f"/plan/{RUNNING}/targets/no_such_target/").status_code == 404


@pytest.mark.proves("STA-02")
@pytest.mark.parametrize(
    ("key", "county", "place", "area", "planned", "clause"),
    [
        ("tengzhou-2019", "tengzhou", TENGZHOU, 1_500, "≥ 1,500", "五(三)1; 附件1"),
        ("wangkui-2018", "wangkui", WANGKUI, 1_000, "≥ 1,000", "四(一)"),
    ],
)
def test_the_board_holds_the_area_of_the_open_centre_against_the_plan(
    counties: None,
    settings: LazySettings,
    key: str,
    county: str,
    place: PlaceCode,
    area: int,
    planned: str,
    clause: str,
) -> None:
    settings.COUNTY = county
    register(key)
    running = register(key, years=8)

    def target() -> TargetRow:
        found = visible(running.key, place=place)
        assert found is not None
        return next(row for row in board.of(found, TODAY).targets if row.target.key == "centre_area")

    assert target().judged.outcome == "no_data"
    closed(a_centre("C-1", place, 9_000))
    a_centre("C-2", place, area - 1)
    short = target().judged
    a_centre("C-3", place, area)
    reached = target()

    assert (short.now, short.outcome) == (f"{area - 1:,}", "no_deadline")
    assert (reached.judged.now, reached.judged.outcome) == (f"{area:,}", "reached")
    assert (reached.target.planned, reached.target.section) == (planned, clause)


@pytest.mark.proves("STA-18", "STA-23")
def test_the_board_holds_the_plan_s_numbers_of_stations_against_those_that_are_open(db: None) -> None:
    a_county()
    register_running()
    a_station("T-1", place=LAKE_TOWN)
    closed(a_station("T-2", place=RIVER_TOWN))
    a_point("P-1", "370481104200")
    a_point("P-2", "370481114200", opened=None)

    rows = {row.target.key: row for row in shown(RUNNING).targets}

    for key, planned, now in (("town_stations", "21", "1"), ("village_points", "240", "1")):
        assert (rows[key].target.planned, rows[key].judged.now) == (planned, now)
        assert rows[key].judged.verdict in {"warn", "bad"}
