from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.measures import Reading

wholes = st.integers(-(10**40), 10**40)


def test_the_share_of_the_centre_is_rounded_once() -> None:
    assert Reading(num=200, den=1500).value() == Decimal("13.33")
    assert Reading(num=859, den=1500).value() == Decimal("57.27")
    assert Reading(num=859, den=1500).value(places=0) == Decimal(57)


@given(wholes, st.integers(1, 10**40), st.integers(0, 8))
def test_a_ratio_is_within_half_a_step_of_the_exact_share(num: int, den: int, places: int) -> None:
    value = Reading(num=num, den=den).value(places)

    assert abs(Fraction(value) - Fraction(100 * num, den)) <= Fraction(1, 2 * 10**places)


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_a_half_goes_up_and_below_zero_it_goes_down(halves: int, places: int) -> None:
    """2n+1 halves of the last step always end on a half."""
    step = Fraction(1, 10**places)
    up = Reading(num=2 * halves + 1, den=200 * 10**places)
    down = Reading(num=-(2 * halves + 1), den=200 * 10**places)

    assert Fraction(up.value(places)) == (halves + 1) * step
    assert down.value(places) == -up.value(places)


@given(wholes)
def test_what_is_no_ratio_is_the_number_itself(num: int) -> None:
    assert Reading(num=num).value() == num
    assert Reading(num=num).value(places=0) == num


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=1))
def test_a_ratio_of_sums_lies_between_its_parts(parts: list[tuple[int, int]]) -> None:
    """Towns add up by numerator and denominator, never by their percentages."""
    whole = Reading(num=sum(num for num, _ in parts), den=sum(den for _, den in parts))
    shares = [Reading(num=num, den=den).value(6) for num, den in parts]

    assert min(shares) <= whole.value(6) <= max(shares)


def test_no_data_has_no_value_and_says_why() -> None:
    empty = Reading(num=0, den=0, no_data="本期没有签收的包裹。")

    with pytest.raises(ValueError, match="本期没有签收的包裹。"):
        empty.value()


@pytest.mark.parametrize("den", [0, -1])
def test_a_ratio_over_nothing_cannot_be_made(den: int) -> None:
    with pytest.raises(ValueError, match="no_data"):
        Reading(num=1, den=den)
