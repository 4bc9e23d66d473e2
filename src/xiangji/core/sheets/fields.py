"""What a column of somebody's table must hold, and how a cell becomes a value."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

FieldKind = Literal["text", "whole", "number", "money", "date", "datetime"]
Cell = str | float | bool | date | datetime | time | timedelta
BEIJING = ZoneInfo("Asia/Shanghai")
LARGEST = 10**15
SHOWN_CHOICES = 8

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's days know no zone
_SERIALS = (61, 110_000)  # 1 March 1900 to the year 2201; before it Excel counts a day that never was
_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
)
_CLOCK = re.compile(r"(?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2}))?")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
# Not the unassigned and private signs: rare characters of names are newer than our table of them.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class Unfit(ValueError):
    """A cell that is not what its column needs; says what is expected."""


@dataclass(frozen=True, slots=True)
class Field:
    """`choices` gives the value for each word; `check` answers what is expected, or "" when all is well.

    Values: text str, whole int, number Decimal, money int 分 (the cell is in 元), date, datetime (Beijing).
    `mask` is for what may not stand plainly in a preview or a sentence; `says` is said instead of what a
    kind or a list of choices says of itself; `hint` and `example` stand in the form that is given out.
    """

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    kind: FieldKind = "text"
    choices: Mapping[str, Any] | None = None
    check: Callable[[Any], str] | None = None
    unique: bool = False
    mask: Callable[[str], str] | None = None
    says: str = ""
    hint: str = ""
    example: str = ""

    def value_of(self, cell: Cell) -> Any:  # noqa: ANN401 - of the kind that the field names
        """Raises Unfit; an empty cell is None."""
        if is_empty(cell):
            if self.required:
                raise Unfit(f"{self.expected}，不能空")
            return None
        value = self._chosen(plain_text(cell)) if self.choices is not None else _READ[self.kind](cell)
        expected = self.check(value) if self.check else ""
        if expected:
            raise Unfit(expected)
        return value

    @property
    def expected(self) -> str:
        if self.says:
            return self.says
        return _one_of(self.choices) if self.choices is not None else _EXPECTED[self.kind]

    def _chosen(self, word: str) -> Any:  # noqa: ANN401 - what the field gives
        choices = self.choices or {}
        if word not in choices:
            raise Unfit(self.expected)
        return choices[word]


def heading(text: Cell) -> str:
    """A heading without what people add to it: spaces, stars, colons, (元), (必填)."""
    plain = "".join(unicodedata.normalize("NFKC", str(text)).split())
    return re.sub(r"\((元|必填|选填)\)|[*:]", "", plain).casefold()


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not plain(cell)


def plain(text: str) -> str:
    """Without signs that nobody sees and without space around."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN or sign == "\n").strip()


def plain_text(cell: Cell) -> str:
    """A cell as its reader sees it; a number too long for Excel has lost its end and is not taken."""
    if isinstance(cell, str):
        return plain(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return str(cell)
        if abs(cell) >= LARGEST:
            raise Unfit("文本格式的号码（Excel 会改掉长数字的末几位，请把这一列设成文本再填）")
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def _number(cell: Cell, kind: FieldKind = "number") -> Decimal:
    text = unicodedata.normalize("NFKC", plain_text(cell)).replace("−", "-").replace(" ", "")
    if isinstance(cell, bool | date | time | timedelta):
        raise Unfit(_EXPECTED[kind])
    if not isinstance(cell, float) and not _NUMBER.fullmatch(text):
        raise Unfit(_EXPECTED[kind])
    number = Decimal(repr(cell) if isinstance(cell, float) else text.replace(",", ""))
    if not number.is_finite() or abs(number) >= LARGEST:
        raise Unfit(f"绝对值小于{LARGEST:,}的数字")
    return number


def _whole(cell: Cell) -> int:
    number = _number(cell, "whole")
    if number != number.to_integral_value():
        raise Unfit(_EXPECTED["whole"])
    return int(number)


def _money(cell: Cell) -> int:
    """A float of Excel stands for the two decimals that were typed."""
    fen = _number(cell, "money") * 100
    if isinstance(cell, float):
        nearest = fen.to_integral_value()
        return int(nearest) if abs(fen - nearest) <= Decimal("1e-6") else _too_fine()
    return int(fen) if fen == fen.to_integral_value() else _too_fine()


def _too_fine() -> int:
    raise Unfit(_EXPECTED["money"])


def _datetime(cell: Cell) -> datetime:
    wall = _wall(cell)
    return wall.replace(tzinfo=BEIJING)


def _date(cell: Cell) -> date:
    return _wall(cell).date()


def _wall(cell: Cell) -> datetime:
    """The clock on the wall: a date of Excel, its serial number, or one of the ways people write it."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, float) and not isinstance(cell, bool) and _SERIALS[0] <= cell < _SERIALS[1]:
        return _DAY_ZERO + timedelta(seconds=round(cell * 86_400))
    if isinstance(cell, bool | time | timedelta):
        raise Unfit(_EXPECTED["date"])
    return _read(unicodedata.normalize("NFKC", plain_text(cell)))


def _read(text: str) -> datetime:
    day, _, clock = text.replace("T", " ").partition(" ")
    for pattern in _DATES:
        found = pattern.fullmatch(day)
        at = _CLOCK.fullmatch(clock.strip() or "0:00")
        if found and at:
            year, month, day_of_month = (int(found[part]) for part in "ymd")
            try:
                return datetime(year, month, day_of_month, int(at["h"]), int(at["i"]), int(at["s"] or 0))  # noqa: DTZ001
            except ValueError as fault:
                raise Unfit("日历上有的日期") from fault
    raise Unfit(_EXPECTED["date"])


def _one_of(choices: Mapping[str, Any]) -> str:
    words = list(choices)
    if not words:
        return "现在没有可以选的，请先在平台里登记"
    more = f"等{len(words)}种" if len(words) > SHOWN_CHOICES else ""
    return f"{'、'.join(words[:SHOWN_CHOICES])}{more}之一" if len(words) > 1 else f"“{words[0]}”"


_READ: dict[FieldKind, Callable[[Cell], Any]] = {
    "text": plain_text,
    "whole": _whole,
    "number": _number,
    "money": _money,
    "date": _date,
    "datetime": _datetime,
}
_EXPECTED: dict[FieldKind, str] = {
    "text": "文字",
    "whole": "整数",
    "number": "数字",
    "money": "金额（元），最多两位小数",
    "date": "日期，例如2026-11-22",
    "datetime": "日期和时间，例如2026-11-22 9:40",
}
