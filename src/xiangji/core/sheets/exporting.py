"""Lists for people's spreadsheets, written row by row: memory stays flat, however long the list is."""

import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from xiangji.core.errors import Refused, Unavailable
from xiangji.core.sheets.columns import Column, Kind, runs_as_a_formula, text_cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576 - 2
DEMO_NOTICE = "演示数据，与真实单位无关"

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took the list away and on which approval: said wherever the sheet is cut, copied or printed."""

    line: str
    """The first line, the header and footer of every printed page, and the workbook's own description."""
    mark: str
    """Stands in a column of its own in every row, below `heading`."""
    author: str
    number: str
    heading: str = "导出人·审批号"


_WIDTHS: dict[Kind, float] = {
    "text": 18,
    "number": 12,
    "money": 16,
    "percent": 10,
    "date": 12,
    "datetime": 18,
}
_WIDEST = 60.0


def export(
    filename: str, columns: Sequence[Column | str], rows: Iterable[Row], *, title: str = "清单"
) -> FileResponse:
    """A download of an .xlsx file. `rows` may be an iterator; each row has a value for each column."""
    return download(written(columns, rows, title=title), filename)


def written(
    columns: Sequence[Column | str],
    rows: Iterable[Row],
    *,
    title: str = "清单",
    watermark: Watermark | None = None,
) -> IO[bytes]:
    """The workbook as an open file that nobody else can name; whoever closes it throws it away."""
    try:
        target = tempfile.TemporaryFile(prefix="xiangji-")  # noqa: SIM115 - the response closes it
        write(columns, rows, target, title=title, watermark=watermark)
    except OSError as fault:
        raise Unavailable(
            "sheet_not_written",
            f"表没有导出。写临时文件时磁盘不收（{type(fault).__name__}），请让运维腾出空间后再试。",
        ) from fault
    target.seek(0)
    return target


def download(written: IO[bytes], filename: str) -> FileResponse:
    response = FileResponse(written, as_attachment=True, filename=named(filename), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def write(
    columns: Sequence[Column | str],
    rows: Iterable[Row],
    target: IO[bytes],
    *,
    title: str = "清单",
    watermark: Watermark | None = None,
) -> int:
    """Write the workbook into an open file; gives the number of rows."""
    whole = [Column(column) if isinstance(column, str) else column for column in columns]
    book = Workbook(write_only=True)
    page: WriteOnlyWorksheet = book.create_sheet(_sheet_name(title))
    if watermark:
        whole.append(Column(watermark.heading))
        rows = ([*row, watermark.mark] for row in rows)
        _put_mark(book, page, watermark)
    above = [*([DEMO_NOTICE] if settings.DEMO else []), *([watermark.line] if watermark else [])]
    _set_widths(page, whole)
    page.freeze_panes = f"A{len(above) + 2}"
    for line in above:
        page.append([_text(page, line)])
    page.append([_heading(page, column) for column in whole])
    try:
        count = _write_rows(page, whole, rows)
        book.save(target)
    except BaseException:
        _give_up(page)
        raise
    return count


def named(filename: str) -> str:
    """A file name that every system takes, with the right ending."""
    plain = "".join(
        "_" if letter in '\\/:*?"<>|' or not letter.isprintable() else letter for letter in filename
    )
    stem = plain.removesuffix(".xlsx").strip(" .") or "清单"
    return f"{stem[:80]}.xlsx"


def _put_mark(book: Workbook, page: WriteOnlyWorksheet, mark: Watermark) -> None:
    """What a printer repeats on each page, and what the file says of itself."""
    for part in (page.oddHeader.center, page.oddFooter.center):
        part.text = mark.line.replace("&", "&&")
    page.oddFooter.right.text = "&P/&N"
    book.properties.creator = book.properties.lastModifiedBy = text_cell(mark.author)
    book.properties.description = text_cell(mark.line)
    book.properties.identifier = text_cell(mark.number)


def _write_rows(page: WriteOnlyWorksheet, columns: list[Column], rows: Iterable[Row]) -> int:
    """One styled cell per column is filled anew for each row: making them costs more than writing them."""
    plain = [_styled(page, column) for column in columns]
    quoted = [_styled(page, column, quoted=True) for column in columns]
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Refused(
                "too_many_rows_for_a_sheet",
                f"表没有导出。一张表最多{MOST_ROWS:,}行，这份清单更长。请先筛选，分几次导出。",
            )
        page.append(
            [_filled(*cell) for cell in zip(columns, plain, quoted, row, strict=True)],
        )
    return count


def _give_up(page: WriteOnlyWorksheet) -> None:
    """openpyxl keeps the rows in a file of its own until it saves; a list that broke off leaves none."""
    with suppress(OSError, ValueError, WorkbookAlreadySaved):
        page.close()
    with suppress(OSError, ValueError):
        page._writer.cleanup()  # noqa: SLF001 - there is no other way to the file


def _filled(column: Column, plain: WriteOnlyCell, quoted: WriteOnlyCell, value: object) -> WriteOnlyCell:
    """Text is always text: what looks like a formula also carries Excel's own quote mark (')."""
    content = column.cell(value)
    if not isinstance(content, str):
        plain.value = content
        return plain
    cell = quoted if runs_as_a_formula(content) else plain
    cell.value = content
    cell.data_type = "s"
    return cell


def _styled(page: WriteOnlyWorksheet, column: Column, *, quoted: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(page)
    cell.number_format = column.number_format
    if quoted:
        cell.quotePrefix = True
    return cell


def _text(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text_cell(text))
    cell.data_type = "s"
    cell.quotePrefix = runs_as_a_formula(text)
    return cell


def _heading(page: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    cell = _text(page, column.heading)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _set_widths(page: WriteOnlyWorksheet, columns: list[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        wanted = column.width * 2.0 if column.width else _WIDTHS[column.kind]
        width = min(max(wanted, _columns_of(column.heading) + 2.0), _WIDEST)
        page.column_dimensions[get_column_letter(number)].width = width


def _columns_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _sheet_name(title: str) -> str:
    """At most 31 characters, none of []:*?/\\ and no quote at the ends."""
    plain = "".join("_" if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in title)
    return plain.strip("' ")[:31] or "清单"
