"""Lists for people's spreadsheets: UTF-8 with a mark that Excel needs, and nothing that runs as a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from urllib.parse import quote

from django.http import HttpResponse

from xiangji.core.ui import demo

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def answer(filename: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download. In a demo the notice is the last line, so that no sheet travels without it."""
    response = HttpResponse(text(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    return response


def text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    sheet = StringIO()
    sheet.write(BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    writer.writerow([guarded(cell) for cell in head])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    if demo.notice():
        writer.writerow([demo.notice()])
    return sheet.getvalue()


def guarded(cell: object) -> str:
    """Numbers stay numbers; a text that a spreadsheet would run begins with an apostrophe."""
    written = str(cell)
    return f"'{written}" if isinstance(cell, str) and written.startswith(_STARTS_A_FORMULA) else written
