from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.policy.rules.canonical import body_of, number_of, sha256_of, text_of

numbers = st.decimals(-(10**40), 10**40, places=6).map(number_of) | st.integers()
leaves = st.none() | st.booleans() | st.text(max_size=5) | numbers
bodies = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        leaves, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside)
    ),
    max_size=4,
)


@given(bodies)
def test_a_body_comes_back_from_its_text_exactly(body: dict[str, object]) -> None:
    assert body_of(text_of(body)) == body


@given(bodies)
def test_the_text_does_not_depend_on_the_order_of_the_keys(body: dict[str, object]) -> None:
    turned = dict(reversed(body.items()))

    assert sha256_of(text_of(turned)) == sha256_of(text_of(body))


@given(st.decimals(-(10**40), 10**40, places=6))
def test_a_number_keeps_its_value_and_loses_its_empty_digits(number: Decimal) -> None:
    assert Fraction(number_of(number)) == Fraction(number)
    assert text_of({"a": number}) == text_of({"a": number_of(number)})


def test_fractions_are_written_as_people_write_them() -> None:
    assert text_of({"b": Decimal("0.50"), "a": Decimal("1E+2"), "词": [Decimal("11.5"), True, None]}) == (
        '{"a":100,"b":0.5,"词":[11.5,true,null]}'
    )


@pytest.mark.parametrize("value", [0.5, date(2020, 1, 1), b"", {1}, Decimal("nan"), Decimal("inf")])
def test_what_has_no_exact_text_cannot_be_published(value: object) -> None:
    with pytest.raises(TypeError, match="a published body cannot hold"):
        text_of({"a": value})
