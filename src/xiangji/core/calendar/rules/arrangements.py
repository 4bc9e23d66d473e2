"""Reads the State Council's arrangement of holidays (放假安排): every row is checked before any is kept."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path

from xiangji.core.errors import BadFile

HEAD = ["date", "kind", "name"]
NAME_LENGTH = 20
ROWS = 5_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadHolidays(BadFile):
    reason = "bad_holidays"
    undone = "节假日没有装入"


class Sort(StrEnum):
    """A day that the arrangement takes out of the week: free (放假), or worked for another one (调休上班)."""

    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Arranged:
    day: date
    sort: Sort
    name: str


def read(file: Path, text: str) -> list[Arranged]:
    """All arranged days in their order. Raises BadHolidays."""
    found: dict[date, Arranged] = {}
    for line, row in _rows(file, text):
        if row.day in found:
            raise BadHolidays(file, "date", row.day, "没有写过的日期", line=line)
        if len(found) == ROWS:
            raise BadHolidays(file, "行数", f"{ROWS:,}行以上", f"不超过 {ROWS:,}行", line=line)
        found[row.day] = row
    if not found:
        raise BadHolidays(file, "行数", 0, "至少一行")
    return [found[day] for day in sorted(found)]


def _rows(file: Path, text: str) -> Iterator[tuple[int, Arranged]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        head = next(reader, [])
        if head != HEAD:
            raise BadHolidays(file, "表头", ",".join(head), ",".join(HEAD), line=1)
        for cells in reader:
            if cells:
                yield reader.line_num, _row(file, reader.line_num, cells)
    except csv.Error as fault:
        raise BadHolidays(file, "写法", fault, "合乎 CSV 写法的行", line=reader.line_num) from fault


def _row(file: Path, line: int, cells: list[str]) -> Arranged:
    if len(cells) != len(HEAD):
        raise BadHolidays(file, "格数", len(cells), f"{len(HEAD)}格", line=line)
    written, sort, name = cells
    if not name.strip() or not name.isprintable() or len(name) > NAME_LENGTH:
        raise BadHolidays(file, "name", name, f"1到{NAME_LENGTH}个字的节日名称", line=line)
    if sort not in list(Sort):
        raise BadHolidays(file, "kind", sort, " rest（放假）或 work（调休上班）", line=line)
    day = _day(file, line, written)
    if sort == Sort.WORK and day.weekday() < 5:
        raise BadHolidays(file, "kind", sort, " rest，因为这一天本来就不是周末", line=line)
    return Arranged(day, Sort(sort), name)


def _day(file: Path, line: int, written: str) -> date:
    try:
        if not _DAY.fullmatch(written):
            raise ValueError(written)
        return date.fromisoformat(written)
    except ValueError:
        raise BadHolidays(file, "date", written, "像 2026-10-01 这样的日期", line=line) from None
