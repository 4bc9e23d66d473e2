"""The one place where numbers, money and dates become words (language.md, chapter 3)."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xiangji.core.values import Money, Month

MINUS = "\N{MINUS SIGN}"
Number = int | float | Decimal | Fraction
_CLAUSE_MARKS = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "："})


def exact(value: Number | str) -> Fraction:
    """The number as written: 0.1 is one tenth. Raises ValueError for what is not a finite number."""
    if isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    try:
        return Fraction(str(value)) if isinstance(value, float | str) else Fraction(value)
    except (OverflowError, ZeroDivisionError) as fault:
        raise ValueError(f"{value!r} is not a finite number") from fault


def rounded(value: Number | str, places: int) -> Decimal:
    """Rounded half away from zero, from the exact value."""
    whole = exact(value)
    steps = (2 * abs(whole.numerator) * 10**places + whole.denominator) // (2 * whole.denominator)
    sign = int(whole < 0 and steps > 0)
    return Decimal((sign, tuple(int(digit) for digit in str(steps)), -places))


def grouped(value: Decimal) -> str:
    """Thousands with commas, a true minus sign: −12,400.00."""
    return f"{value:,f}".replace("-", MINUS)


def number(value: Number | str) -> str:
    """Thousands, at most six decimals, no trailing zeros."""
    return _without_zeros(grouped(rounded(value, 6)))


def percent(value: Number | str) -> str:
    """The figure without its sign: 13.33, 12, 11.5."""
    return _without_zeros(grouped(rounded(value, 2)))


def yuan(amount: Money) -> str:
    """For forms, ledgers and receipts: always with 角 and 分."""
    return grouped(rounded(amount.yuan, 2))


def wan(amount: Money, places: int | None = None) -> str:
    """万元: whole when the amount is whole, else two decimals; `places` keeps one column alike."""
    if places is None:
        places = 0 if amount.wan == amount.wan.to_integral_value() else 2
    return grouped(rounded(amount.wan, places))


def chinese_date(day: date | str) -> str:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(month: Month | str) -> str:
    month = Month.parse(month) if isinstance(month, str) else month
    return f"{month.year}年{month.month}月"


def clause(written: str) -> str:
    """A clause as the data write it, "五(二)1; 附件2", as a reader expects it: 五（二）1、附件2."""
    parts = (part.strip() for part in re.split("[;；]", written))
    return "、".join(part.translate(_CLAUSE_MARKS) for part in parts if part)


def _without_zeros(figure: str) -> str:
    return figure.rstrip("0").rstrip(".") if "." in figure else figure
