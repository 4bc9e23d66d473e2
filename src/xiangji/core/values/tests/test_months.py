from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Month, Period

months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(months)
def test_a_month_survives_being_written(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(days)
def test_a_day_lies_in_its_own_month_and_in_no_other(day: date) -> None:
    month = Month.of(day)

    assert month.first_day <= day <= month.last_day
    assert Month.of(month.last_day + timedelta(days=1)) != month
    assert month.months_until(Month.of(month.last_day + timedelta(days=1))) == 1


@given(months, months)
def test_months_are_ordered_as_their_distance_says(one: Month, other: Month) -> None:
    assert (one < other) == (one.months_until(other) > 0)
    assert one.months_until(other) == -other.months_until(one)


@given(months, st.integers(-20, 20))
def test_shifting_by_years_moves_by_twelve_months_each(month: Month, years: int) -> None:
    assert month.months_until(month.plus_years(years)) == 12 * years


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020-1",
        "2020-13",
        "2020-00",
        "0000-01",
        "2020-12-01",
        " 2020-12",
        "２０２０-12",
        "2020-12\n",
    ],
)
def test_what_is_no_month_is_turned_down(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a wrong form and a wrong number say it differently
        Month.parse(text)


def test_february_knows_leap_years() -> None:
    assert Period.of_month(Month(2020, 2)).days == 29
    assert Period.of_month(Month(2021, 2)).days == 28


@given(days, days)
def test_a_period_has_its_days_counted_with_both_ends(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))

    assert period.days == abs((one - other).days) + 1
    assert one in period
    assert other in period
    assert period.end + timedelta(days=1) not in period


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2020, 2, 1), date(2020, 1, 31))
