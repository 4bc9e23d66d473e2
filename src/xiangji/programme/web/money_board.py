"""The fund board (资金看板) as everybody reads it: figures of the book, and what each of them opens to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.places.county import current_county
from xiangji.core.ui.csv import answer
from xiangji.core.ui.formats import percent, yuan
from xiangji.core.values import Money
from xiangji.programme import queries
from xiangji.programme.models import Book, InKind
from xiangji.programme.queries import Opened
from xiangji.programme.queries.money import board as boards
from xiangji.programme.queries.money import ledger
from xiangji.programme.queries.money.board import Board, LineRow, OfLine, Year
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.checks import Finding
from xiangji.programme.rules.money.columns import Columns
from xiangji.programme.web.money import name_of

# The parts of a bar in their order: keys of core.ui's split.
PARTS = (("", "已拨付"), ("b", "申请中"), ("c", "已签约未申请"), ("rest", "可用"))
USE_RULE = "threshold.final_acceptance_fund_use"
MARKS = {"ok": "ok", "warn": "warn", "block": "bad", "ask": "info"}
WORDS = {"ok": "合", "warn": "要留意", "block": "不合", "ask": "等人定"}
HEAD = ("预算行", "来源", "预算（元）", "申请（元）", "合同（元）", "拨付（元）", "结余（元）", "可用（元）")


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of a table: its name, the columns, the parts of its bar and how much of it is used."""

    name: str
    columns: Columns
    parts: tuple[Money, ...]
    share: Fraction
    key: str = ""
    sources: tuple[Shown, ...] = ()

    @property
    def used(self) -> str:
        return percent(self.share)


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule of the plan says of the whole."""

    finding: Finding
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the board shows."""

    key: str
    title: str
    whole: Columns
    largest: Money
    sources: tuple[Shown, ...]
    lines: tuple[Shown, ...]
    unassigned: Columns
    years: tuple[Year, ...]
    use: Finding | None
    said: tuple[Said, ...]
    in_kind: tuple[InKind, ...]

    @property
    def used(self) -> str:
        return percent((self.whole.use_rate or Fraction(0)) * 100)


@require_safe
def money(request: HttpRequest, key: str) -> HttpResponse:
    opened, book = _book(key)
    told = {
        "plan": opened,
        "page": page_of(opened, book, timezone.localdate()) if book else None,
        "parts": PARTS,
    }
    return render(request, "programme/money/board.html", told)


@require_safe
def money_csv(_request: HttpRequest, key: str) -> HttpResponse:
    _, book = _book(key)
    if book is None:
        raise Http404
    board = boards.board_of(book, timezone.localdate())
    return answer(f"资金台账-{key}.csv", HEAD, _sheet(board))


@require_safe
def money_line(request: HttpRequest, key: str, line: str) -> HttpResponse:
    """A budget line: its projects, what was paid, and the entries of the book."""
    opened, book = _book(key)
    found = boards.line_of(book, line) if book else None
    if found is None:
        raise Http404
    told = {"plan": opened, "parts": PARTS, **_line_page(opened, found)}
    return render(request, "programme/money/line.html", told)


def _book(key: str) -> tuple[Opened, Book | None]:
    opened = queries.visible(key, place=current_county().code)
    if opened is None:
        raise Http404
    return opened, ledger.book_of(opened.key)


def page_of(opened: Opened, book: Book, today: date) -> Page:
    board = boards.board_of(book, today, opened.study.document.budget_lines)
    lines = tuple(_line(opened, row) for row in board.lines)
    use = next((each for each in board.findings if each.rule == USE_RULE), None)
    return Page(
        key=opened.key,
        title=opened.title,
        whole=board.whole,
        largest=max((row.columns.budget for row in lines), default=Money(0)),
        sources=tuple(
            _source(opened, source, columns) for source, columns in board.sources if columns.budget
        ),
        lines=lines,
        unassigned=board.unassigned,
        years=board.years,
        use=use,
        said=tuple(Said(each, MARKS[each.outcome], WORDS[each.outcome]) for each in board.findings),
        in_kind=board.in_kind,
    )


def _line(opened: Opened, row: LineRow) -> Shown:
    of_sources = tuple(_source(opened, source, columns) for source, columns in row.sources if columns.budget)
    return _shown(f"{row.line.seq}　{row.line.name}", row.whole, key=row.line.key, sources=of_sources)


def _source(opened: Opened, source: Source, columns: Columns) -> Shown:
    return _shown(name_of(source, opened.study.document), columns)


def _shown(name: str, columns: Columns, *, key: str = "", sources: tuple[Shown, ...] = ()) -> Shown:
    share = (columns.use_rate or Fraction(0)) * 100
    return Shown(name, columns, _parts(columns), share, key, sources)


def _parts(columns: Columns) -> tuple[Money, ...]:
    return columns.paid, columns.pending, columns.contracted, columns.available


def _line_page(opened: Opened, found: OfLine) -> dict[str, object]:
    return {
        "line": _line(opened, found.row),
        "clause": found.row.line.section,
        "quote": found.row.line.quote,
        "projects": [(project, _shown(project.name, columns)) for project, columns in found.projects],
        "paid": found.paid,
        "entries": [(entry, found.amounts.get(entry.pk, Money(0))) for entry in found.entries],
        "entries_in_all": found.entries_in_all,
    }


def _sheet(board: Board) -> Iterable[tuple[str, ...]]:
    for row in board.lines:
        for source, columns in row.sources:
            if columns.budget:
                yield (f"{row.line.seq} {row.line.name}", source.word, *_amounts(columns))
    yield ("合计", "", *_amounts(board.whole))


def _amounts(columns: Columns) -> tuple[str, ...]:
    asked = (
        columns.budget,
        columns.requested,
        columns.contract,
        columns.paid,
        columns.left,
        columns.available,
    )
    return tuple(yuan(amount).replace(",", "") for amount in asked)
