"""How figures are written in a sentence: 1,500, 13.33 %, 2019年11月. Display only; values stay exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from xiangji.core.values import Month

MINUS = "−"
_TWO_PLACES = Decimal("0.01")


def decimal_of(value: Fraction, places: int = 2) -> Decimal:
    """Rounded half up, once, for showing."""
    scale = 10**places
    doubled = abs(value) * scale * 2
    units = (doubled.numerator // doubled.denominator + 1) // 2
    rounded = Decimal(units).scaleb(-places)
    return -rounded if value < 0 else rounded


def number_words(value: Fraction | Decimal | int) -> str:
    """With thousands, at most two decimals, no idle zeros, and a real minus sign."""
    exact = Fraction(value)
    text = f"{abs(decimal_of(exact)):,.2f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if exact < 0 and text != "0" else text


def percent_words(share: Fraction) -> str:
    """0.1333… is written 13.33 %."""
    return f"{number_words(share * 100)} %"


def percent_of(share: Fraction) -> Decimal:
    """The share in per cent with two decimals, as the board shows it."""
    return decimal_of(share * 100).quantize(_TWO_PLACES, ROUND_HALF_UP)


def with_unit(value: Fraction, unit: str) -> str:
    """20万元, 15 %: a space before the per cent sign and nowhere else."""
    if unit == "%":
        return percent_words(value)
    return f"{number_words(value)}{unit}"


def month_words(month: Month, precision: str = "") -> str:
    return f"{month.year}年{month.month}月{precision}"


def lines_words(lines: tuple[int, ...]) -> str:
    """第3、4行."""
    return f"第{'、'.join(str(line) for line in lines)}行"
