"""Lists for people's spreadsheets: UTF-8 with a mark that Excel needs, and nothing that runs as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from xiangji.core.ui import demo

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
PIECE = 64 * 1024
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def answer(filename: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download. In a demo the notice is the last line, so that no sheet travels without it."""
    return HttpResponse(text(head, rows), headers=_headers(filename))


def streamed(filename: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same of any length: it is never held whole."""
    return StreamingHttpResponse(_pieces(head, rows), headers=_headers(filename))


def text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "".join(_pieces(head, rows))


def _headers(filename: str) -> dict[str, str]:
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}",
    }


def _pieces(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    sheet = StringIO()
    sheet.write(BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    for row in _all(head, rows):
        writer.writerow([guarded(cell) for cell in row])
        if sheet.tell() > PIECE:
            yield sheet.getvalue()
            sheet.seek(0)
            sheet.truncate()
    yield sheet.getvalue()


def _all(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield head
    yield from rows
    if notice := demo.notice():
        yield (notice,)


def guarded(cell: object) -> str:
    """Numbers stay numbers; a text that a spreadsheet would run begins with an apostrophe."""
    written = str(cell)
    return f"'{written}" if isinstance(cell, str) and written.startswith(_STARTS_A_FORMULA) else written
