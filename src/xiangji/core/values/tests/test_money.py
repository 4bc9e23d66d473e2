from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money
from xiangji.core.values.money import LARGEST_FEN

amounts = st.integers(-LARGEST_FEN // 4, LARGEST_FEN // 4).map(Money)
written = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-(10**9), 10**9, places=6)


def test_half_a_wan_yuan_is_half_a_million_fen() -> None:
    assert Money.from_wan("0.5") == Money(500_000)
    assert Money.from_wan(2100).wan == 2100
    assert Money.from_yuan(Decimal("386000.00")) == Money(38_600_000)


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_an_amount_survives_being_written_in_yuan_and_in_wan(fen: int) -> None:
    money = Money(fen)

    assert Money.from_yuan(str(money.yuan)) == money
    assert Money.from_wan(money.wan) == money


@given(written)
def test_an_amount_is_taken_exactly_or_not_at_all(yuan: Decimal) -> None:
    try:
        money = Money.from_yuan(yuan)
    except ValueError:
        return

    assert Fraction(money.fen, 100) == Fraction(yuan)


def test_a_long_amount_is_not_rounded_to_whole_fen() -> None:
    with pytest.raises(ValueError, match="whole number of fen"):
        Money.from_yuan("12345678901234567.0000000000001")


@pytest.mark.parametrize(
    "amount", ["", "一百", "1,000", "nan", "Infinity", "1e999999999", "1e-999999999", "0.001"]
)
def test_what_is_no_amount_is_turned_down(amount: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says its own reason
        Money.from_yuan(amount)


@pytest.mark.parametrize("amount", [0.1, True])
def test_a_float_and_a_truth_are_no_money(amount: object) -> None:
    with pytest.raises(TypeError):
        Money.from_yuan(amount)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(amount)  # type: ignore[arg-type]


def test_more_than_the_database_can_keep_is_turned_down() -> None:
    assert Money(LARGEST_FEN) + Money(-1) == Money(LARGEST_FEN - 1)

    with pytest.raises(ValueError, match="more money"):
        Money(LARGEST_FEN) + Money(1)


@given(amounts, amounts)
def test_adding_is_exact_and_can_be_taken_back(one: Money, other: Money) -> None:
    assert (one + other) - other == one
    assert one + other == other + one
    assert one + -one == Money(0)
    assert one - other == one + -other


@given(st.lists(st.integers(-(10**12), 10**12).map(Money)))
def test_a_sum_is_what_adding_one_by_one_gives(amounts: list[Money]) -> None:
    total = Money(0)
    for amount in amounts:
        total = total + amount

    assert Money.sum(amounts) == total


@given(amounts, amounts)
def test_amounts_are_ordered_by_what_they_are_worth(one: Money, other: Money) -> None:
    assert (one < other) == (one.fen < other.fen)


@given(st.integers(-(10**12), 10**12).map(Money), st.integers(0, 1_000))
def test_times_a_count_is_adding_that_often(amount: Money, count: int) -> None:
    assert amount * count == Money.sum([amount] * count)
    with pytest.raises(TypeError):
        amount * 0.5  # type: ignore[operator]


def test_only_nothing_counts_as_no_money() -> None:
    assert not Money(0)
    assert Money(-1)
