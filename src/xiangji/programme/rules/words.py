"""How figures are written in a sentence: 1,500, 13.33 %, 2019年11月. For showing only; values stay exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from xiangji.core.values import Money, Month

MINUS = "−"


def _scaled(value: Fraction, places: int) -> int:
    """Half up, away from zero: the one place where a shown figure is rounded."""
    doubled: Fraction = abs(value) * 2 * 10**places
    return (doubled.numerator // doubled.denominator + 1) // 2


def number_words(value: Fraction | Decimal | int, places: int = 2) -> str:
    """With thousands, at most two decimals, no idle zeros, and a real minus sign."""
    exact = Fraction(value)
    whole, rest = divmod(_scaled(exact, places), 10**places)
    text = f"{whole:,}.{rest:0{places}d}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if exact < 0 and text != "0" else text


def percent_words(share: Fraction) -> str:
    """0.1333… is written 13.33 %."""
    return f"{number_words(share * 100)} %"


def percent_words_beside(share: Fraction, limit: Decimal) -> str:
    """With more decimals where two would make a broken limit look kept: 15.0007 % beside 15 %."""
    exact = share * 100
    apart = (places for places in range(2, 8) if number_words(exact, places) != number_words(limit, places))
    places = 2 if exact == limit else next(apart, 8)
    return f"{number_words(exact, places)} %"


def percent_of(share: Fraction) -> Decimal:
    """The share in per cent, rounded to the two decimals that the board shows."""
    rounded = Decimal(_scaled(share * 100, 2)) / 100
    return -rounded if share < 0 else rounded


def with_unit(value: Fraction, unit: str) -> str:
    """20万元, 15 %: a space before the per cent sign and nowhere else."""
    if unit == "%":
        return percent_words(value)
    return f"{number_words(value)}{unit}"


def closed_up(words: str) -> str:
    """Full-width brackets bring their own space: （380 + 479）÷ 1,500."""
    return words.replace("） ", "）").replace(" （", "（")


def month_words(month: Month, precision: str = "") -> str:
    return f"{month.year}年{month.month}月{precision}"


def lines_words(lines: tuple[int, ...]) -> str:
    """第3、4行."""
    return f"第{'、'.join(str(line) for line in lines)}行"


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def yuan_words(amount: Money) -> str:
    """An amount in a refusal, always with 角 and 分: 86,000.00."""
    return f"{amount.yuan:,.2f}".replace("-", MINUS)
