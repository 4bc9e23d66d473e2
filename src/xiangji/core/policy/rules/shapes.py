"""What a field of a file may hold, and in which words that is asked for.

A check gives the value in the form in which it is published, or None where it does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xiangji.core.policy.rules.canonical import number_of
from xiangji.core.values import Month

TEXT_LENGTH = 2_000
LIST_LENGTH = 200
LARGEST = Decimal(10) ** 12
_KEY = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
# Control characters (PostgreSQL keeps no NUL) and marks that turn the direction of reading around.
_NOT_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)

Value = str | bool | int | Decimal | list[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One sort of value. `expected` completes the sentence 应当是…。"""

    expected: str
    check: Callable[[object], Value | None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file: its fields, which of them must stand, and the tables inside it."""

    fields: Mapping[str, Shape]
    inside: Mapping[str, Table]
    needed: frozenset[str]
    many: bool = False
    least: int = 0
    unique: str = ""

    def expected(self, name: str, path: str) -> str:
        """What should stand under a name, in words."""
        inside = self.inside.get(name)
        if inside is None:
            return self.fields[name].expected
        return f"一组表 [[{path}]]" if inside.many else f"一张表 [{path}]"


def table(
    needed: Mapping[str, Shape],
    optional: Mapping[str, Shape] | None = None,
    *,
    inside: Mapping[str, Table] | None = None,
    also_needed: frozenset[str] = frozenset(),
) -> Table:
    """A table that stands once; `also_needed` names tables inside it that may not be missing."""
    return Table({**needed, **(optional or {})}, inside or {}, frozenset(needed) | also_needed)


def tables(
    needed: Mapping[str, Shape],
    optional: Mapping[str, Shape] | None = None,
    *,
    inside: Mapping[str, Table] | None = None,
    least: int = 0,
    unique: str = "",
) -> Table:
    """A table that may be repeated; no two have the same value in the field `unique`."""
    fields = {**needed, **(optional or {})}
    return Table(fields, inside or {}, frozenset(needed), many=True, least=least, unique=unique)


def one_of(*words: str) -> Shape:
    return Shape(f"这些之一：{'、'.join(words)}", lambda value: value if value in words else None)


def exactly(number: int) -> Shape:
    return Shape(f" {number}", lambda value: number if type(value) is int and value == number else None)


def whole(least: int, most: int) -> Shape:
    def check(value: object) -> int | None:
        return value if type(value) is int and least <= value <= most else None

    return Shape(f"{least}到{most}之间的整数", check)


def _text(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LENGTH:
        return None
    return None if _NOT_TEXT.search(value) else value


def _texts(value: object) -> list[str] | None:
    if not isinstance(value, list) or len(value) > LIST_LENGTH:
        return None
    return value if all(_text(entry) is not None for entry in value) else None


def _number(value: object) -> int | Decimal | None:
    """Exact, finite, and not longer than people write: at most six decimals."""
    if type(value) is int:
        return value if abs(value) < LARGEST else None
    if not isinstance(value, Decimal) or not value.is_finite() or not -LARGEST < value < LARGEST:
        return None
    if int(value.as_tuple().exponent) < -TEXT_LENGTH:  # before it is written out digit by digit
        return None
    exact = number_of(value)
    return exact if isinstance(exact, int) or -int(exact.as_tuple().exponent) <= 6 else None


def _amount(value: object) -> int | Decimal | None:
    number = _number(value)
    return number if number is not None and number >= 0 else None


def _share(value: object) -> int | Decimal | None:
    number = _amount(value)
    return number if number is not None and number <= 100 else None


def _day(value: object) -> str | None:
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _month(value: object) -> str | None:
    try:
        return str(Month.parse(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _deadline(value: object) -> str | None:
    return value if isinstance(value, str) and _YEAR.fullmatch(value) else _month(value)


def _key(value: object) -> str | None:
    return value if isinstance(value, str) and _KEY.fullmatch(value) and len(value) <= 60 else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


TEXT = Shape(f"1到{TEXT_LENGTH}个字的文字，不含控制字符", _text)
TEXTS = Shape(f"不超过{LIST_LENGTH}条文字的一组", _texts)
NUMBER = Shape("数，小数不超过6位", _number)
AMOUNT = Shape("不小于0的数，小数不超过6位（万元以下到分）", _amount)
SHARE = Shape("0到100之间的数", _share)
DAY = Shape("像 2020-12-31 这样的日期", _day)
MONTH = Shape("像 2020-12 这样的月份", _month)
DEADLINE = Shape("像 2020-12 这样的月份或者像 2020 这样的年份", _deadline)
KEY = Shape("小写字母开头的代号，只有小写字母、数字、下划线和短横", _key)
FLAG = Shape(" true 或 false", _flag)
