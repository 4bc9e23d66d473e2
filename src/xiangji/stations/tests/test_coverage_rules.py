"""What counts as covered, on which day, of which villages."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.stations.rules.coverage import Basis, Link, PoorReading, Share, Unit, clashes, coverage

DAY = date(2020, 6, 30)
TOWN = "370481100"


def village(number: int, *, is_poor: bool | None = False, town: str = TOWN) -> Unit:
    return Unit(
        f"{town}{number:03d}", f"示例{number}村", town, "行政村", is_administrative=True, is_poor=is_poor
    )


def community(number: int) -> Unit:
    return Unit(f"{TOWN}{number:03d}", f"示例{number}社区", TOWN, "社区", is_administrative=False)


def own(unit: Unit, station: int = 1, since: date = DAY, until: date | None = None) -> Link:
    return Link(unit.code, station, True, since, until)


def served(unit: Unit, station: int = 1, since: date = DAY, until: date | None = None) -> Link:
    return Link(unit.code, station, False, since, until)


@pytest.mark.proves("STA-28")
def test_the_points_of_tengzhou_alone_are_a_fifth_of_its_villages_and_must_serve_seven_tenths() -> None:
    villages = [village(number % 900, town=f"3704811{number // 60:02d}") for number in range(1122)]
    found = coverage(villages, [own(each, at) for at, each in enumerate(villages[:240])], range(240), DAY)

    share = found.share(Basis.OWN)

    assert (share.covered, share.all) == (240, 1122)
    assert round(float(share.percent or 0), 2) == 21.39
    assert share.reaches(Fraction(70, 100)) is False
    assert share.missing(Fraction(70, 100)) == 786 - 240


@pytest.mark.proves("STA-28")
def test_a_village_that_is_served_counts_on_one_basis_and_not_on_the_other() -> None:
    first, second, third = village(1), village(2), village(3)

    found = coverage([first, second, third], [own(first), served(second)], {1}, DAY)

    assert found.share(Basis.OWN) == Share(1, 3)
    assert found.share(Basis.SERVED) == Share(2, 3)
    assert found.missing(Basis.SERVED) == (third,)


@pytest.mark.proves("STA-27")
def test_a_link_counts_from_its_first_day_to_the_day_before_its_last() -> None:
    one = village(1)
    link = served(one, since=DAY, until=DAY + timedelta(days=2))

    shown = [
        coverage([one], [link], {1}, DAY + timedelta(days=days)).share(Basis.SERVED).covered
        for days in (-1, 0, 1, 2)
    ]

    assert shown == [0, 1, 1, 0]


def test_a_station_that_is_not_open_serves_nobody() -> None:
    one = village(1)

    assert coverage([one], [own(one)], (), DAY).share(Basis.SERVED) == Share(0, 1)


def test_two_stations_cover_a_village_once_and_both_are_named() -> None:
    one = village(1)

    found = coverage([one], [own(one, 4), served(one, 2)], {2, 4}, DAY)

    assert found.share(Basis.SERVED) == Share(1, 1)
    assert found.by == {one.code: (2, 4)}


def test_what_is_no_administrative_village_is_left_out_by_name() -> None:
    one, other = village(1), community(2)

    found = coverage([one, other], [own(one), served(other)], {1}, DAY)

    assert found.share(Basis.SERVED) == Share(1, 1)
    assert [(each.kind, each.units) for each in found.excluded] == [("社区", (other,))]


@pytest.mark.proves("STA-29")
def test_half_of_the_poor_villages_can_be_read_in_two_ways() -> None:
    villages = [village(number, is_poor=number < 4) for number in range(10)]
    found = coverage(villages, [served(each) for each in (*villages[:2], *villages[4:10])], {1}, DAY)

    assert found.poor_share(Basis.SERVED, PoorReading.OF_POOR) == Share(2, 4)
    assert found.poor_share(Basis.SERVED, PoorReading.OF_COVERED) == Share(2, 8)


def test_without_a_list_of_poor_villages_there_is_no_share_of_them() -> None:
    one = village(1, is_poor=None)

    found = coverage([one], [own(one)], {1}, DAY)

    assert not found.knows_the_poor
    assert found.poor_share(Basis.OWN).ratio is None


def test_a_county_without_villages_has_no_share() -> None:
    found = coverage([community(1)], [], (), DAY)

    assert found.share(Basis.OWN).ratio is None
    assert found.share(Basis.OWN).reaches(Fraction(1, 2)) is None


def test_the_poor_villages_that_are_not_covered_are_named_first() -> None:
    rich, poor = village(1), village(2, is_poor=True)

    assert coverage([rich, poor], [], (), DAY).missing(Basis.OWN) == (poor, rich)


def test_a_village_with_two_points_of_its_own_on_one_day_is_a_clash() -> None:
    one = village(1)
    first, second = own(one, 1), own(one, 2)

    assert [(each.first, each.second) for each in clashes([first, second])] == [(first, second)]
    assert (
        clashes([own(one, 1, until=DAY + timedelta(days=1)), own(one, 2, since=DAY + timedelta(days=1))])
        == ()
    )
    assert clashes([first, served(one, 2)]) == ()
    assert len(clashes([served(one, 2), served(one, 2)])) == 1


NUMBERS = st.integers(0, 11)
LINKS = st.builds(
    Link,
    village=NUMBERS.map(lambda number: village(number).code),
    station=st.integers(0, 3),
    is_own=st.booleans(),
    since=st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3)),
    until=st.none() | st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3)),
)


@given(st.lists(LINKS, max_size=20), LINKS, st.sets(st.integers(0, 3)), st.integers(0, 100))
def test_one_more_link_never_covers_less(
    links: list[Link], another: Link, open_stations: set[int], percent: int
) -> None:
    villages = [village(number, is_poor=number % 3 == 0) for number in range(12)]
    wanted = Fraction(percent, 100)

    before = coverage(villages, links, open_stations, DAY)
    after = coverage(villages, [*links, another], open_stations, DAY)

    for basis in Basis:
        assert before.codes(basis) <= after.codes(basis)
        assert before.share(basis).missing(wanted) >= after.share(basis).missing(wanted)
        assert after.share(basis).all == 12
        share = after.share(basis)
        assert Share(share.covered + share.missing(wanted), share.all).reaches(wanted)
    assert after.own <= after.served
    assert set(after.by) == after.served
