from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.ui import formats
from xiangji.core.values import Money, Month

FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1500, "1,500"),
        (Decimal("1500.50"), "1,500.5"),
        (Decimal("-12400"), "−12,400"),
        (Decimal("1E+3"), "1,000"),
        (Fraction(1, 3), "0.333333"),
        (0.1, "0.1"),
        ("2050", "2,050"),
    ],
)
def test_a_number_is_written_with_thousands_and_without_idle_zeros(
    value: formats.Number | str, written: str
) -> None:
    assert formats.number(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(Fraction(200 * 100, 1500), "13.33", id="滕州 centre"),
        pytest.param(Fraction(859 * 100, 1500), "57.27", id="滕州 floor"),
        (Decimal("12.00"), "12"),
        (Decimal("11.5"), "11.5"),
        pytest.param(Decimal("0.005"), "0.01", id="half goes up"),
        pytest.param(Decimal("-0.005"), "−0.01", id="away from zero"),
        pytest.param(Decimal("-0.004"), "0", id="no minus before zero"),
    ],
)
def test_a_percentage_has_at_most_two_decimals(value: formats.Number, written: str) -> None:
    assert formats.percent(value) == written


@pytest.mark.parametrize(
    ("wan", "places", "written"),
    [
        ("2100", None, "2,100"),
        ("0.5", None, "0.50"),
        ("1286.4", None, "1,286.40"),
        ("182", 2, "182.00"),
        ("-12400", None, "−12,400"),
        ("0.000001", None, "0.00"),
    ],
)
def test_an_amount_in_wan(wan: str, places: int | None, written: str) -> None:
    assert formats.wan(Money.from_wan(wan), places) == written


def test_an_amount_in_yuan_always_shows_fen() -> None:
    assert formats.yuan(Money.from_yuan("386000")) == "386,000.00"
    assert formats.yuan(Money(-1)) == "−0.01"


@pytest.mark.parametrize("day", [date(2019, 9, 28), "2019-09-28"])
def test_a_date_in_chinese(day: date | str) -> None:
    assert formats.chinese_date(day) == "2019年9月28日"


@pytest.mark.parametrize("month", [Month(2020, 12), "2020-12"])
def test_a_month_in_chinese(month: Month | str) -> None:
    assert formats.chinese_month(month) == "2020年12月"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("三; 附件2", "三、附件2"),
        ("五(二)1", "五（二）1"),
        ("四(一)2；附件 1", "四（一）2、附件 1"),
        ("", ""),
    ],
)
def test_a_clause_is_written_with_full_width_marks(written: str, read: str) -> None:
    assert formats.clause(written) == read


@pytest.mark.parametrize("value", ["一百", float("nan"), float("inf"), "", "1,000"])
def test_what_is_not_a_number_is_never_shown_as_one(value: float | str) -> None:
    with pytest.raises(ValueError, match=r"."):
        formats.number(value)


def test_a_truth_value_is_not_a_number() -> None:
    with pytest.raises(TypeError, match="truth"):
        formats.number(True)


@given(FIGURES)
def test_a_number_reads_back_as_it_was(value: Decimal) -> None:
    written = formats.number(value)

    assert Decimal(written.replace(",", "").replace("−", "-")) == value


@given(st.fractions(), st.integers(min_value=0, max_value=6))
def test_rounding_is_never_further_than_half_a_step(value: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)

    assert abs(Fraction(formats.rounded(value, places)) - value) * 2 <= step
