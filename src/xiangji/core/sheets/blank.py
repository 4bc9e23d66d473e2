"""The form that is given out (模板) and the table of what is wrong in one that came back (错误表)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO

from django.conf import settings
from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xiangji.core.sheets.columns import text_cell
from xiangji.core.sheets.exporting import DEMO_NOTICE, MEDIA_TYPE, export, named
from xiangji.core.sheets.fields import Field
from xiangji.core.sheets.intakes import Told

ROWS_WITH_LISTS = 2_000
WIDTH, HINT_WIDTHS = 18, (18, 8, 44, 60, 24)
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "money": "#,##0.00"}
_REQUIRED = PatternFill("solid", fgColor="FFF3E0")


def blank(title: str, fields: Sequence[Field], hints: Sequence[str]) -> FileResponse:
    """Headings to fill in below, a sheet that explains them, drop-downs where values are a list."""
    written = tempfile.TemporaryFile(prefix="xiangji-")  # noqa: SIM115 - the response closes it
    write_blank(written, title, fields, hints)
    written.seek(0)
    response = FileResponse(
        written, as_attachment=True, filename=named(f"{title}模板.xlsx"), content_type=MEDIA_TYPE
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def write_blank(target: IO[bytes], title: str, fields: Sequence[Field], hints: Sequence[str]) -> None:
    book = Workbook()
    page: Worksheet = book.create_sheet("填这里", 0)
    explained: Worksheet = book.create_sheet("填写说明", 1)
    lists: Worksheet = book.create_sheet("可选的值", 2)
    for sheet in book.worksheets[3:]:
        book.remove(sheet)
    head = _head(page, fields)
    _explain(explained, title, fields, hints)
    _offer(page, lists, fields, head)
    book.active = 0
    book.save(target)


def wrong_rows(name: str, told: Told) -> FileResponse:
    """The rows that are wrong as they were written, with every reason in the last column."""
    titles = ["第几行", *told.titles, "哪里要改"]
    return export(f"{name}错误表.xlsx", titles, _with_reasons(told), title="要改的行")


def _with_reasons(told: Told) -> list[list[object]]:
    reasons: dict[int, list[str]] = {}
    for fault in told.faults:
        reasons.setdefault(fault.row, []).append(f"{fault.title}应当是{fault.expected}")
    return [[str(row.number), *row.cells, "；".join(reasons.get(row.number, []))] for row in told.wrong]


def _head(page: Worksheet, fields: Sequence[Field]) -> int:
    """The row of the headings; in a demo a notice stands above, which the reader passes over."""
    row = 2 if settings.DEMO else 1
    if settings.DEMO:
        _put(page.cell(1, 1), DEMO_NOTICE)
    for number, one in enumerate(fields, start=1):
        cell = page.cell(row, number)
        _put(cell, f"{one.title}*" if one.required else one.title)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        if one.required:
            cell.fill = _REQUIRED
        column = page.column_dimensions[get_column_letter(number)]
        column.width = max(WIDTH, len(one.title) * 2.4)
        column.number_format = _FORMATS.get(one.kind, "@" if one.kind == "text" else "General")
    page.freeze_panes = page.cell(row + 1, 1)
    return row


def _explain(page: Worksheet, title: str, fields: Sequence[Field], hints: Sequence[str]) -> None:
    _line(page, [f"{title}：怎样填"], bold=True)
    for hint in (
        "第一张表“填这里”一行填一件事，标题不要改；带 * 的列一定要填。",
        *hints,
        "日期写成2020-03-15这样；不要合并单元格；号码不要让 Excel 变成1.38E+10。",
    ):
        _line(page, [hint])
    _line(page, [])
    _line(page, ["标题", "要填吗", "填什么", "说明", "例"], bold=True)
    for one in fields:
        _line(
            page, [one.title, "一定要填" if one.required else "可以空", one.expected, one.hint, one.example]
        )
    for number, width in enumerate(HINT_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width


def _offer(page: Worksheet, lists: Worksheet, fields: Sequence[Field], head: int) -> None:
    """Values that are a list stand on a sheet of their own: a drop-down of Excel refers to them there."""
    column = 0
    for number, one in enumerate(fields, start=1):
        if not one.choices:
            continue
        column += 1
        letter = get_column_letter(column)
        for row, value in enumerate([one.title, *one.choices], start=1):
            _put(lists.cell(row, column), value)
        lists.column_dimensions[letter].width = WIDTH
        source = f"'可选的值'!${letter}$2:${letter}${len(one.choices) + 1}"
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = one.title, "请从下拉的值里选一个。"
        filled = get_column_letter(number)
        rule.add(f"{filled}{head + 1}:{filled}{head + ROWS_WITH_LISTS}")
        page.add_data_validation(rule)


def _line(page: Worksheet, words: Sequence[str], *, bold: bool = False) -> None:
    row = page.max_row + 1 if page.max_row > 1 or page.cell(1, 1).value else 1
    for number, word in enumerate(words, start=1):
        cell = page.cell(row, number)
        _put(cell, word)
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=len(words) > 1, vertical="top")
    if not words:
        page.cell(row, 1).value = " "


def _put(cell: Cell, word: str) -> None:
    """Always text: what begins like a formula stays what it is."""
    cell.value = text_cell(word)
    cell.data_type = "s"
