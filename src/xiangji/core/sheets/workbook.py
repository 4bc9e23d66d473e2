"""The cells of a file that somebody handed in, read by a process with limits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from django.core.files import File

from xiangji.core.errors import Refused, Unavailable
from xiangji.core.evidence.kinds import Kind, kind_of
from xiangji.core.sheets.fields import Cell
from xiangji.core.sheets.packing import BadPackage, packed_anew

SIZE_LIMIT = 20_000_000
READER = Path(__file__).with_name("_calamine.py")
_OLE = b"\xd0\xcf\x11\xe0"
_FAULTS = {
    "kind": "不是 Excel 表（.xlsx 或 .xls），请另存为 .xlsx 再传",
    "password": "加了密码，请去掉密码再传",
    "broken": "坏了，读不出。请用 Excel 或 WPS 打开，另存一次再传",
    "nothing": "里没有看得见的工作表",
    "rows": "超过200,000行，请分成几份",
    "wide": "有{columns}列，最多500列。请删掉右边用不着的列",
    "merged": "有{count}处合并的单元格，最多2,000处。请取消合并",
    "large": "展开后太大，请只留要导入的一张表再传",
}


class BadSheet(Refused):
    """The file as a whole cannot be taken; no cell was looked at and nothing was changed."""

    def __init__(self, name: str, what_is_wrong: str) -> None:
        super().__init__("bad_sheet", f"表没有读入。文件“{name}”{what_is_wrong}。")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty, with its number as Excel counts."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of merged cells, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Page:
    """The first visible sheet of a workbook, and the names of those that were not read."""

    sheet: str
    others: tuple[str, ...]
    merged: tuple[Merged, ...]
    lines: tuple[Line, ...]


def open_page(file: File[bytes] | IO[bytes], name: str) -> Page:
    """Raises BadSheet for what is no table, too large, broken or locked."""
    file.seek(0)
    content = file.read(SIZE_LIMIT + 1)
    if len(content) > SIZE_LIMIT:
        raise BadSheet(name, f"超过{SIZE_LIMIT // 1_000_000} MB，请分成几份")
    kind = kind_of(content)
    if kind not in {Kind.XLSX, Kind.XLS}:
        locked = content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content
        raise BadSheet(name, _FAULTS["password" if locked else "kind"])
    with tempfile.TemporaryFile(prefix="xiangji-") as clean:
        try:
            packed_anew(content, clean) if kind is Kind.XLSX else clean.write(content)
        except BadPackage as fault:
            raise BadSheet(name, f"不能打开：{fault}") from fault
        except OSError as fault:
            raise Unavailable(
                "sheet_not_opened",
                f"表没有读入。写临时文件时磁盘不收（{type(fault).__name__}），请让运维腾出空间后再传。",
            ) from fault
        clean.seek(0)
        return _page(clean, name)


def _page(clean: IO[bytes], name: str) -> Page:
    command = [sys.executable, "-I", str(READER)]
    with subprocess.Popen(
        command, stdin=clean, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as reader:
        try:
            return _told(_said(reader), name)
        finally:
            reader.kill()


def _said(reader: subprocess.Popen[str]) -> Iterator[Any]:
    """What it says line by line; a reader that was ended by its limits has not said that it is at the end."""
    assert reader.stdout is not None  # noqa: S101 - it was asked for
    for line in reader.stdout:
        yield json.loads(line)
    if reader.wait() > 0:
        raise RuntimeError(f"the reader of sheets ended with {reader.returncode}")
    yield {"fault": "large"}


def _told(said: Iterator[Any], name: str) -> Page:
    head: dict[str, Any] = {}
    lines: list[Line] = []
    for one in said:
        if isinstance(one, list):
            lines.append(Line(one[0], tuple(_cell(cell) for cell in one[1])))
        elif "fault" in one:
            raise BadSheet(name, _FAULTS[one["fault"]].format(**one))
        elif "end" in one:
            break
        else:
            head = one
    merged = tuple(Merged(*start, *end) for start, end in head["merged"])
    return Page(head["sheet"], tuple(head["others"]), merged, tuple(lines))


def _cell(told: Any) -> Cell:  # noqa: ANN401 - JSON of our own reader
    if not isinstance(told, dict):
        plain: Cell = told
        return plain
    ((kind, value),) = told.items()
    return _CELLS[kind](value)


_CELLS: dict[str, Callable[[Any], Cell]] = {
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}
