from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xiangji.core.calendar.rules.arrangements import Arranged, Sort
from xiangji.core.calendar.rules.working import LONGEST, Arrangement, published_years, weekdays_between

DAY = timedelta(days=1)
days = st.dates(date(2019, 1, 1), date(2022, 12, 31))


@st.composite
def arrangements(draw: st.DrawFn) -> Arrangement:
    """Any days taken out of the week, and any years known."""
    arranged = draw(st.dictionaries(days, st.sampled_from(Sort), max_size=40))
    known = {day: Arranged(day, sort, "示例节") for day, sort in arranged.items()}
    return Arrangement(known, draw(st.frozensets(st.integers(2019, 2022))))


@given(days, days)
def test_weekdays_are_counted_as_one_would_on_fingers(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    every = [start + DAY * distance for distance in range((end - start).days + 1)]

    assert weekdays_between(start, end) == sum(day.weekday() < 5 for day in every)


@given(arrangements(), days, days)
def test_counting_agrees_with_asking_day_by_day(arrangement: Arrangement, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    asked = [arrangement.look_up(start + DAY * distance) for distance in range((end - start).days + 1)]

    counted = arrangement.count(start, end)

    assert counted.days == sum(day.working for day in asked)
    assert counted.unpublished_years == tuple(sorted({day.day.year for day in asked if not day.published}))


@given(arrangements(), days, st.integers(1, 300))
def test_a_limit_of_so_many_working_days_holds_exactly_that_many(
    arrangement: Arrangement, day: date, limit: int
) -> None:
    due = arrangement.add(day, limit)

    counted = arrangement.count(day + DAY, due.day)
    assert counted.days == limit
    assert counted.unpublished_years == due.unpublished_years
    assert arrangement.look_up(due.day).working


@given(arrangements(), days, st.integers(0, 100), st.integers(0, 100))
def test_two_limits_one_after_the_other_end_with_their_sum(
    arrangement: Arrangement, day: date, first: int, second: int
) -> None:
    once = arrangement.add(day, first + second)

    assert arrangement.add(arrangement.add(day, first).day, second).day == once.day


@given(arrangements(), days)
def test_no_working_days_end_on_the_day_itself(arrangement: Arrangement, day: date) -> None:
    due = arrangement.add(day, 0)

    assert (due.day, due.unpublished_years) == (day, ())


@pytest.mark.parametrize("days", [-1, LONGEST + 1, 10**9])
def test_a_limit_that_nobody_sets_is_turned_down(days: int) -> None:
    with pytest.raises(ValueError, match=f"a time limit of {days} working days"):
        Arrangement({}, frozenset()).add(date(2020, 1, 1), days)


@given(arrangements(), days, days)
def test_a_span_cannot_end_before_it_starts(arrangement: Arrangement, one: date, other: date) -> None:
    assume(one != other)

    with pytest.raises(ValueError, match="cannot end"):
        arrangement.count(max(one, other), min(one, other))


def test_a_stray_new_year_does_not_make_a_year_published() -> None:
    new_year = Arranged(date(2027, 1, 1), Sort.REST, "元旦")
    arrangement = Arrangement({new_year.day: new_year}, published_years({new_year.day: new_year}))

    assert arrangement.look_up(date(2027, 1, 1)).published
    assert not arrangement.look_up(date(2027, 1, 4)).published
    assert arrangement.count(date(2027, 1, 1), date(2027, 1, 1)).unpublished_years == ()
    assert arrangement.count(date(2027, 1, 1), date(2027, 1, 4)).unpublished_years == (2027,)


def test_national_day_makes_a_year_published() -> None:
    day = date(2026, 10, 1)

    assert published_years({day: Arranged(day, Sort.REST, "国庆节")}) == {2026}
    assert published_years({}) == frozenset()
