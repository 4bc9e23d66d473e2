"""Figures of the service desk: each is the number of its rows, in its period and place."""

from datetime import date

import pytest

from xiangji.core.measures import find
from xiangji.core.values import Period, PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import ServiceRequest
from xiangji.stations.rules.matching import Outcome, Side
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN
from xiangji.stations.tests.request_cast import a_centre, a_request, an_offer
from xiangji.stations.tests.station_cast import NOW, clerk

pytestmark = pytest.mark.usefixtures("the_county")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


def read(code: str, place: PlaceCode, period: Period) -> tuple[int, int | None, str, int]:
    measure = find(code)
    assert measure
    reading = measure(place, period)
    rows = sum(row.num for row in measure.rows_of(place, period, None))
    return int(reading.num), None if reading.den is None else int(reading.den), reading.no_data, rows


def test_requests_are_counted_in_the_days_on_which_they_came_and_were_done() -> None:
    centre, person = a_centre(), clerk()
    a_request(centre, person)
    a_request(centre, person, result="办了。")
    late = a_request(centre, person, result="办了。")
    ServiceRequest.objects.filter(pk=late.pk).update(due_on=date(2026, 10, 1))

    assert read("stations.requests_asked", COUNTY, OCTOBER) == (3, None, "", 3)
    assert read("stations.requests_done", COUNTY, OCTOBER) == (2, None, "", 2)
    assert read("stations.requests_on_time", COUNTY, OCTOBER) == (1, 2, "", 1)
    assert read("stations.requests_asked", COUNTY, SEPTEMBER) == (0, None, "", 0)
    assert read("stations.requests_on_time", COUNTY, SEPTEMBER)[2] == "这段时间还没有办结的申请"


def test_a_pair_that_came_to_something_counts_once() -> None:
    centre, person = a_centre(), clerk()
    offer = an_offer(centre, person)
    need = an_offer(centre, person, side=Side.NEED, name="示例·李庄户", phone="13800000082")
    pair = actions.match_offer(offer=offer, other=need.pk, by=person, happened_at=NOW)
    assert read("stations.matches_agreed", COUNTY, OCTOBER) == (0, None, "", 0)

    actions.record_match_result(
        offer=offer, match=pair.pk, outcome=Outcome.AGREED, words="成了。", by=person, happened_at=NOW
    )

    assert read("stations.matches_agreed", COUNTY, OCTOBER) == (1, None, "", 1)


@pytest.mark.parametrize(
    "code",
    [
        "stations.requests_asked",
        "stations.requests_done",
        "stations.requests_on_time",
        "stations.matches_agreed",
    ],
)
def test_where_there_is_no_centre_nothing_is_known(code: str) -> None:
    a_centre()

    assert read(code, PlaceCode(LAKE_TOWN), OCTOBER)[2] == "还没有公共服务中心"
