"""Where new points would do most: never more than are needed, and held against trying everything."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from xiangji.stations.rules.siting import Proposal, Site, Wanted, propose


def in_town(count: int, town: str = "一", *, is_served: bool = False, is_free: bool = True) -> list[Site]:
    return [Site(f"{town}{number}", town, is_served, is_free) for number in range(count)]


def at(code: str, east: float, north: float = 35.0) -> Site:
    return Site(code, "一", at=(117 + east, north))


def villages_of(proposal: Proposal) -> list[str]:
    return [code for point in proposal.points for code in point.serves]


def test_without_coordinates_a_point_serves_villages_of_its_own_town_and_it_says_so() -> None:
    proposal = propose([*in_town(6, "一"), *in_town(6, "二")], Wanted(more=12, most=6))

    assert proposal.neighbourhood == "同一个镇（还没有坐标）"
    assert proposal.is_best
    assert proposal.reaches
    assert [len(point.serves) for point in proposal.points] == [6, 6]
    assert all({code[0] for code in point.serves} == {point.code[0]} for point in proposal.points)


def test_with_coordinates_a_point_serves_what_lies_near_it() -> None:
    line = [at(f"村{number}", number * 0.03) for number in range(6)]

    proposal = propose(line, Wanted(more=6, most=3, kilometres=3))

    assert proposal.neighbourhood == "相距3公里以内"
    assert len(proposal.points) == 2
    assert sorted(villages_of(proposal)) == sorted(site.code for site in line)


def test_villages_with_more_registered_households_get_the_point() -> None:
    sites = [Site("甲", "一", need=3), Site("乙", "一", need=40), Site("丙", "一")]

    assert [point.code for point in propose(sites, Wanted(more=3)).points] == ["乙"]


def test_poor_villages_are_reached_even_where_others_would_be_cheaper() -> None:
    sites = [*in_town(6, "一"), Site("二0", "二", is_poor=True)]

    proposal = propose(sites, Wanted(more=6, more_poor=1, most=6))

    assert "二0" in villages_of(proposal)
    assert len(proposal.points) == 2


def test_what_is_reached_already_needs_no_point() -> None:
    assert propose(in_town(3, is_served=True), Wanted(more=0)).points == ()


def test_a_share_that_even_a_point_in_every_village_does_not_reach_is_said() -> None:
    proposal = propose(in_town(3), Wanted(more=5, most=1))

    assert not proposal.reaches
    assert proposal.served == 3


def test_where_nothing_is_free_nothing_is_proposed() -> None:
    proposal = propose(in_town(3, is_free=False), Wanted(more=2))

    assert proposal.points == ()
    assert not proposal.reaches


SITES = st.lists(
    st.builds(
        Site,
        code=st.text("abcdefgh", min_size=3, max_size=3),
        town=st.sampled_from("一二"),
        is_served=st.booleans(),
        is_free=st.booleans(),
        is_poor=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda site: site.code,
)


def fewest(sites: list[Site], wanted: Wanted) -> int | None:
    """By trying every set of new points and every number of villages they may serve."""
    free = [site for site in sites if site.is_free]
    for count in range(len(free) + 1):
        if any(_suffices(chosen, sites, wanted) for chosen in combinations(free, count)):
            return count
    return None


def _suffices(chosen: tuple[Site, ...], sites: list[Site], wanted: Wanted) -> bool:
    """A point serves the village it stands in; what it has left goes to the poor, then to the rest."""
    more = poor = 0
    for town in "一二":
        points = [site for site in chosen if site.town == town]
        own = [site for site in points if not site.is_served]
        waiting = [s for s in sites if s.town == town and not s.is_served and s not in own]
        left = min(len(waiting), wanted.most * len(points) - len(own))
        poor += sum(site.is_poor for site in own) + min(left, sum(site.is_poor for site in waiting))
        more += len(own) + left
    return more >= wanted.more and poor >= wanted.more_poor


@settings(max_examples=60, deadline=None)
@given(SITES, st.integers(0, 6), st.integers(0, 3), st.integers(1, 3))
def test_no_fewer_points_would_do(sites: list[Site], more: int, more_poor: int, most: int) -> None:
    wanted = Wanted(more=max(more, more_poor), more_poor=more_poor, most=most)

    proposal = propose(sites, wanted)
    needed = fewest(sites, wanted)

    served = villages_of(proposal)
    assert len(set(served)) == len(served)
    assert all(0 < len(point.serves) <= most for point in proposal.points)
    by_code = {site.code: site for site in sites}
    assert not any(by_code[code].is_served for code in served)
    if needed is None:
        assert not proposal.reaches
    else:
        assert proposal.reaches
        assert len(proposal.points) == needed
        assert len(served) >= wanted.more
        assert sum(by_code[code].is_poor for code in served) >= more_poor


def test_in_a_town_a_point_stands_in_a_village_that_waits_and_not_where_there_is_service() -> None:
    served = [Site(f"甲{number}", "一", is_served=True) for number in range(4)]
    waiting = [Site(f"乙{number}", "一", is_poor=number == 2) for number in range(5)]

    (point,) = propose([*served, *waiting], Wanted(more=5, most=5)).points

    assert point.code == "乙2"
    assert point.serves == ("乙2", "乙0", "乙1", "乙3", "乙4")
