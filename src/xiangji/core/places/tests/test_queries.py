from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from xiangji.core.errors import Refused
from xiangji.core.places import (
    Kind,
    Poverty,
    counts,
    kinds_by_town,
    load_regions,
    named,
    place,
    towns,
    villages,
    within,
)
from xiangji.core.places.models import Place
from xiangji.core.places.tests.examples import HEAD, ROWS, region_file
from xiangji.core.values import Level, PlaceCode

pytestmark = pytest.mark.django_db
COUNTY, TOWN = PlaceCode("370481"), PlaceCode("370481101")


@pytest.fixture
def example(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)


@pytest.fixture
def four_counties() -> None:
    load_regions(Path(settings.HOME) / "data" / "regions.csv", by=None)


@pytest.mark.usefixtures("example")
def test_a_place_is_known_by_its_code_with_kind_and_parent() -> None:
    town = place(TOWN)

    assert town is not None
    assert (town.name, town.short, town.kind, town.level) == ("示例二镇", "示例二", Kind.TOWN, Level.TOWN)
    assert town.parent == COUNTY
    assert place(PlaceCode("370481999")) is None


@pytest.mark.usefixtures("example")
def test_a_place_is_found_by_its_whole_name_on_its_level() -> None:
    county = named("示例市", level=Level.COUNTY)

    assert county is not None
    assert county.code == COUNTY
    assert named("示例市", level=Level.TOWN) is None
    assert named("示例", level=Level.COUNTY) is None


def test_a_name_that_two_places_bear_is_asked_about(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path, [*ROWS, "370482,示例市,county,3704"]), by=None)

    with pytest.raises(Refused) as caught:
        named("示例市", level=Level.COUNTY)

    assert caught.value.code == "place_name_not_unique"
    assert "370481、370482" in caught.value.sentence


@pytest.mark.usefixtures("example")
def test_towns_and_villages_come_in_the_order_of_their_codes() -> None:
    assert [town.name for town in towns(COUNTY)] == ["示例一街道", "示例二镇"]
    assert [village.short for village in villages(TOWN)] == ["示例一村", "示例二村"]
    assert len(villages(COUNTY)) == len(villages(PlaceCode("37"))) == 3


@pytest.mark.proves("PRG-30")
@pytest.mark.usefixtures("four_counties")
def test_the_units_of_a_county_are_counted_by_kind() -> None:
    wangkui = counts(PlaceCode("231221"))

    assert (wangkui.towns, wangkui.villages) == (23, 129)
    assert [(entry.kind.label, entry.count) for entry in wangkui.kinds if entry.level is Level.TOWN] == [
        ("镇", 10),
        ("乡", 3),
        ("民族乡", 2),
        ("街道", 4),
        ("良种场", 2),
        ("种畜场", 1),
        ("林场", 1),
    ]


@pytest.mark.proves("PRG-30")
@pytest.mark.usefixtures("example")
def test_poor_villages_are_counted_by_their_list_and_no_list_is_not_zero(tmp_path: Path) -> None:
    assert not counts(COUNTY).poor.listed
    rows = [
        "370481101201,示例一村委会,village,370481101,registered,示例名单",
        "370481101202,示例二村委会,village,370481101,none,示例名单",
        "370481001001,示例一社区居委会,village,370481001,provincial,示例名单",
    ]
    load_regions(region_file(tmp_path, rows, head=f"{HEAD},poverty,poverty_source"), by=None)

    poor = counts(COUNTY).poor
    assert (poor.registered, poor.provincial, poor.listed) == (1, 1, True)
    assert [village.poverty for village in villages(TOWN)] == [Poverty.REGISTERED, Poverty.NONE]


@pytest.mark.usefixtures("four_counties")
def test_a_county_page_needs_two_queries(django_assert_num_queries: Callable[[int], object]) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        listed = towns(PlaceCode("370481"))
        counted = kinds_by_town(PlaceCode("370481"))

    assert len(listed) == 21
    assert {town.code for town in listed} == set(counted)
    assert sum(sum(kinds.values()) for kinds in counted.values()) == 1180
    assert sum(kinds.get(Kind.COMMUNITY, 0) for kinds in counted.values()) == 57


@pytest.mark.usefixtures("example")
def test_an_abolished_village_is_listed_on_its_days_and_always_known_by_code(tmp_path: Path) -> None:
    head = f"{HEAD},valid_from,valid_to"
    rows = ["370481101201,示例一村委会,village,370481101,1984-01-01,2020-12-31"]
    load_regions(region_file(tmp_path, rows, head=head), by=None)

    def listed(on: date | None) -> list[str]:
        return [village.code.digits for village in villages(TOWN, on)]

    assert listed(None) == ["370481101202"]
    assert listed(date(2020, 12, 31)) == listed(date(1984, 1, 1)) == ["370481101201", "370481101202"]
    assert listed(date(1983, 12, 31)) == ["370481101202"]
    assert kinds_by_town(COUNTY) == {PlaceCode("370481001"): {Kind.COMMUNITY: 1}, TOWN: {Kind.VILLAGE: 1}}
    assert place(PlaceCode("370481101201")) is not None


@pytest.mark.usefixtures("four_counties")
def test_a_subtree_in_the_database_is_what_the_codes_say() -> None:
    codes = [PlaceCode(digits) for digits in Place.objects.values_list("code", flat=True)]

    for code in [code for code in codes if code.level is not Level.VILLAGE]:
        found = set(Place.objects.filter(within(code)).values_list("code", flat=True))
        assert found == {other.digits for other in codes if code.contains(other)}
