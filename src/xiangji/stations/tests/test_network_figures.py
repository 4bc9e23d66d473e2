from datetime import date

import pytest

from xiangji.core.measures import find
from xiangji.core.values import Period, PlaceCode
from xiangji.stations import published
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, a_county, a_place

pytestmark = pytest.mark.django_db

THIS_MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def the_county(db: None) -> None:
    a_county()


@pytest.mark.parametrize(
    ("code", "place", "count"),
    [
        ("stations.towns", COUNTY, 3),
        ("stations.villages", COUNTY, 5),
        ("stations.towns", PlaceCode("3704"), 4),
        ("stations.villages", PlaceCode(LAKE_TOWN), 3),
        ("stations.villages", PlaceCode("370481104200"), 1),
    ],
)
def test_a_figure_is_the_number_of_its_rows(code: str, place: PlaceCode, count: int) -> None:
    measure = find(code)
    assert measure

    reading = measure(place, THIS_MONTH)

    assert (reading.num, reading.den, reading.no_data) == (count, None, "")
    assert sum(row.num for row in measure.rows_of(place, THIS_MONTH, None)) == count


def test_the_rows_of_a_figure_lead_to_the_pages() -> None:
    measure = find("stations.villages")
    assert measure

    row = next(iter(measure.rows_of(PlaceCode(LAKE_TOWN), THIS_MONTH, None)))

    assert row.href.startswith(f"/stations/{LAKE_TOWN}/#v{LAKE_TOWN}")


def test_a_figure_counts_what_stood_at_the_end_of_its_period() -> None:
    a_place("370481199", "旧镇", valid_to=date(2026, 10, 31))
    measure = find("stations.towns")
    assert measure

    assert measure(COUNTY, Period(date(2026, 10, 1), date(2026, 10, 31))).num == 4
    assert measure(COUNTY, THIS_MONTH).num == 3


def test_a_county_without_places_has_no_figure_instead_of_zero() -> None:
    measure = find("stations.villages")
    assert measure

    assert measure(PlaceCode("231221"), THIS_MONTH).no_data == "这里还没有装入区划名单"


def test_others_may_ask_for_the_towns_and_their_sizes() -> None:
    towns = published.network(COUNTY)

    assert [(town.name, town.villages) for town in towns] == [("滨湖镇", 3), ("界河镇", 2), ("示例农场", 0)]
