"""What stands in a column of a list that goes out, and how a value becomes a cell."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils import timezone

from xiangji.core.values import Money

Kind = Literal["text", "number", "money", "percent", "date", "datetime"]
CellValue = str | int | float | Decimal | None

LONGEST_TEXT = 32_767
MOST_DIGITS = 15
CUT = "…（太长，余下省略）"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Column:
    """`title` is the Chinese heading; `width` counts Chinese characters, 0 leaves it to us.

    money: whole 分, shown in 元 with two decimals. percent: 13.33 means 13.33 %.
    """

    title: str
    kind: Kind = "text"
    width: int = 0

    @property
    def heading(self) -> str:
        return f"{self.title}（元）" if self.kind == "money" and "元" not in self.title else self.title

    @property
    def number_format(self) -> str:
        return _FORMATS[self.kind]

    def cell(self, value: object) -> CellValue:
        """A value of another kind is written as text, so that a stray “未定” does not break a list."""
        if value is None or value == "":
            return None
        return _CELLS[self.kind](value)


def text_cell(value: object) -> str:
    """What XML cannot carry becomes �; what Excel would read as an escaped letter is escaped itself."""
    text = _NOT_IN_XML.sub("�", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def runs_as_a_formula(text: str) -> bool:
    return text.startswith(FORMULA_SIGNS)


def _number(value: object) -> CellValue:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return text_cell("是" if value is True else "否" if value is False else value)
    if isinstance(value, int) and abs(value) < 10**MOST_DIGITS:
        return value
    exact = Decimal(str(value))
    if not exact.is_finite() or len(exact.normalize().as_tuple().digits) > MOST_DIGITS:
        return text_cell(value)
    return value


def _money(value: object) -> CellValue:
    if isinstance(value, Money):
        return _number(Decimal(value.fen) / 100)
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(Decimal(value) / 100)
    if isinstance(value, str):
        return text_cell(value)
    raise TypeError(f"{value!r} is not an amount in whole 分")


def _percent(value: object) -> CellValue:
    number = _number(value)
    return Decimal(str(number)) / 100 if isinstance(number, int | float | Decimal) else number


def _date(value: object) -> CellValue:
    day = _beijing(value).date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        return text_cell(value)
    return (day - _DAY_ZERO).days if day >= _FIRST_DAY else day.isoformat()


def _datetime(value: object) -> CellValue:
    """Excel knows no time zones: the clock on the wall in Beijing, to the second."""
    if not isinstance(value, datetime):
        return _date(value)
    wall = _beijing(value).replace(tzinfo=None, microsecond=0)
    if wall.date() < _FIRST_DAY:
        return wall.isoformat(" ")
    return (wall.date() - _DAY_ZERO).days + (wall - datetime.combine(wall, time.min)) / _ONE_DAY


def _beijing(value: datetime) -> datetime:
    if timezone.is_naive(value):
        raise ValueError(f"{value} has no time zone")
    return timezone.localtime(value, _BEIJING)


_BEIJING = ZoneInfo("Asia/Shanghai")
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February that never was
_ONE_DAY = timedelta(days=1)
_FORMATS: dict[Kind, str] = {
    "text": "@",
    "number": "General",
    "money": "#,##0.00",
    "percent": "0.00%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
_CELLS: dict[Kind, Callable[[object], CellValue]] = {
    "text": text_cell,
    "number": _number,
    "money": _money,
    "percent": _percent,
    "date": _date,
    "datetime": _datetime,
}
