"""What a cell of a list looks like on the screen and in a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from xiangji.core import sheets
from xiangji.core.office.desk import Cell, Column, Desk, Mark, Named
from xiangji.core.sheets.columns import Kind
from xiangji.core.ui import drawing, formats
from xiangji.core.values import Money

SEEN = 100
TOGETHER = 500


def read(column: Column, thing: Model) -> Cell:
    if callable(column.value):
        return column.value(thing)
    found: Any = thing
    for part in column.value.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def row(columns: Sequence[Column], thing: Model, today: date) -> tuple[SafeString, SafeString]:
    """The content of the first cell, which is the link to the paper, and the other cells whole."""
    first, *others = columns
    rest = ((column.look, column.title, html(read(column, thing), today)) for column in others)
    return html(read(first, thing), today), format_html_join("", '<td class="{}" data-l="{}">{}</td>', rest)


def html(cell: Cell, today: date) -> SafeString:
    if isinstance(cell, Mark):
        return drawing.mark(cell.kind, cell.word)
    if isinstance(cell, Named):
        note = format_html("<br><small>{}</small>", cell.note) if cell.note else ""
        return format_html("<b>{}</b>{}", cell.title, note)
    return conditional_escape(words(cell, today))


def words(cell: Cell, today: date) -> str:
    """The same cell as plain words."""
    if cell is None:
        return "—"
    if isinstance(cell, Money):
        return formats.yuan(cell)
    if isinstance(cell, date):
        return day_word(cell, today)
    if isinstance(cell, int | Decimal):
        return formats.number(cell)
    return str(cell)


def day_word(moment: date, today: date) -> str:
    """今天 9:40, 昨天, this year's day without its year."""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return f"今天{local:%-H:%M}" if local.date() == today else day_word(local.date(), today)
    if moment == today:
        return "今天"
    if moment == today - timedelta(days=1):
        return "昨天"
    full = formats.chinese_date(moment)
    return full.removeprefix(f"{today.year}年") if moment.year == today.year else full


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{formats.chinese_date(local.date())} {local:%-H:%M}"


def sheet(
    columns: Sequence[Column], desk: Desk[Any], things: Iterable[Model]
) -> tuple[list[sheets.Column], Iterator[list[object]]]:
    """Heads and rows for a sheet; what a column holds is seen from its first rows."""
    rows = ([read(column, thing) for column in columns] for thing in _together(desk, things))
    first = list(islice(rows, SEEN))
    heads = [
        sheets.Column(column.title, kind=_kind(row[place] for row in first))
        for place, column in enumerate(columns)
    ]
    return heads, ([plain(cell) for cell in row] for row in chain(first, rows))


def _together(desk: Desk[Any], things: Iterable[Model]) -> Iterator[Model]:
    """A sheet is as long as it likes; what the columns need is read for some rows at a time."""
    rest = iter(things)
    while some := list(islice(rest, TOGETHER)):
        desk.together(some)
        yield from some


def _kind(seen: Iterable[Cell]) -> Kind:
    cell = next((one for one in seen if one not in (None, "")), "")
    if isinstance(cell, bool | str | Mark | Named):
        return "text"
    if isinstance(cell, Money):
        return "money"
    if isinstance(cell, date):
        return "datetime" if isinstance(cell, datetime) else "date"
    return "number"


def plain(cell: Cell) -> object:
    """A mark is its word; money goes out as whole 分, as sheets take it."""
    if isinstance(cell, Mark):
        return cell.word
    if isinstance(cell, Named):
        return f"{cell.title}（{cell.note}）" if cell.note else cell.title
    return cell.fen if isinstance(cell, Money) else cell
