"""Tables as people hand them in, also the broken ones."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xiangji.core.sheets import Field

ROSTER = (
    Field("name", "姓名", synonyms=("名字",), required=True),
    Field("code", "工号", required=True, unique=True),
    Field("since", "上岗日期", kind="date"),
    Field("fen", "补贴", kind="money"),
    Field("post", "岗位", choices={"站长": "keeper", "司机": "driver"}),
)
HEAD = ["姓名", "工号", "上岗日期", "补贴（元）", "岗位"]
GOOD = ["示例·张一", "007", "2026-11-02", "1,200.50", "站长"]


def a_table(
    *rows: Sequence[Any], head: Sequence[Any] = HEAD, change: Callable[[Worksheet], None] | None = None
) -> BytesIO:
    book = Workbook()
    page = book.active
    for row in (head, *rows):
        page.append(list(row))
    if change:
        change(page)
    return saved(book)


def saved(book: Workbook) -> BytesIO:
    target = BytesIO()
    book.save(target)
    target.seek(0)
    return target


def with_sheet(xml: str) -> BytesIO:
    """A workbook whose first sheet is this XML."""
    return with_parts({"xl/worksheets/sheet1.xml": xml.encode()})


def with_parts(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> BytesIO:
    target = BytesIO()
    with (
        zipfile.ZipFile(a_table(GOOD)) as source,
        zipfile.ZipFile(target, "w", method) as package,
    ):
        for name in source.namelist():
            package.writestr(name, parts.get(name, source.read(name)))
        for name in parts.keys() - set(source.namelist()):
            package.writestr(name, parts[name])
    target.seek(0)
    return target


def sheet_xml(cells: str) -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'


def an_xls(rows: Sequence[Sequence[str | float]], *, far: tuple[int, int] | None = None) -> BytesIO:
    """The old binary kind (BIFF8): numbers and texts; `far` puts one number into a far cell."""
    cells = [
        (row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value != ""
    ]
    body = _record(0x809, struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 0))
    for row, column, value in [*cells, *([(*far, 1.0)] if far else [])]:
        body += _cell(row, column, value)
    body += _record(0x0A, b"")
    opening = _record(0x809, struct.pack("<HHHHLL", 0x600, 0x5, 0, 0, 0, 0))
    name = b"\x06\x00Sheet1"
    start = len(opening) + 4 + 6 + len(name) + 4
    bound = _record(0x85, struct.pack("<LH", start, 0) + name)
    return BytesIO(_compound(opening + bound + _record(0x0A, b"") + body))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x204, place + text)
    return _record(0x203, place + struct.pack("<d", value))


def _compound(stream: bytes) -> bytes:
    """One stream called Workbook in a compound file of sectors of 512 bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    header = struct.pack(
        "<8s16sHHHHH6sLLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header += b"\xff" * (512 - len(header))
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}L", *chain).ljust(512, b"\xff")
    root = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    return header + table + root + _entry("Workbook", 2, 2, len(stream)) + b"\0" * 256 + stream


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    ids = struct.pack("<LLL", 0xFFFFFFFF, 0xFFFFFFFF, child)
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1) + ids
    return (head + b"\0" * 36 + struct.pack("<LQ", start, size)).ljust(128, b"\0")
