"""Months drawn as columns: what was done stands, what was not reported is a dashed frame."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiangji.core.ui.formats import number, rounded
from xiangji.core.values import Month
from xiangji.stations.rules.life import Cell

LEAST, FLAT, GAP = 12, 5, 1


def strip(months: Sequence[Month], cells: Sequence[Cell], numbers: Sequence[int]) -> SafeString:
    """One station: a column for business, a flat line for none, a dashed frame for a month not reported."""
    most, wide = max([*numbers, 1]), rounded(Decimal(100) / len(months), 2)
    rects = []
    for place, (cell, count) in enumerate(zip(cells, numbers, strict=True)):
        if cell is Cell.NONE:
            continue
        high = _height(cell, count, most)
        look = "o" if cell is Cell.MISSING else "a"
        rects.append((look, wide * place, 100 - high, wide - GAP, high))
    return _drawn(rects, "，".join(_said(*each) for each in zip(months, cells, numbers, strict=True)))


def columns(numbers: Sequence[int], label: str) -> SafeString:
    """Figures of several months beside each other, the largest as high as the drawing."""
    most, wide = max([*numbers, 1]), rounded(Decimal(100) / max(1, len(numbers)), 2)
    rects = [
        ("a", wide * place, 100 - high, wide - GAP, high)
        for place, high in enumerate(rounded(Decimal(100 * count) / most, 1) for count in numbers)
    ]
    return _drawn(rects, label)


def _height(cell: Cell, count: int, most: int) -> Decimal:
    if cell is Cell.IDLE:
        return Decimal(FLAT)
    if cell is Cell.MISSING:
        return Decimal(100)
    return max(Decimal(LEAST), rounded(Decimal(100 * count) / most, 1))


def _said(month: Month, cell: Cell, count: int) -> str:
    return f"{month.month}月{number(count)}次" if cell is Cell.BUSY else f"{month.month}月{cell.word}"


def _drawn(rects: Sequence[tuple[object, ...]], label: str) -> SafeString:
    drawn = format_html_join("", '<rect class="{}" x="{}%" y="{}%" width="{}%" height="{}%"/>', rects)
    return format_html('<svg class="load" role="img" aria-label="{}">{}</svg>', label, drawn)
