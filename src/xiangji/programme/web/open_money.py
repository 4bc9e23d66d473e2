"""/open/money/: what the treasury paid, for everybody, with its sheets and the statements of its use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.places.county import current_county
from xiangji.core.ui.csv import answer
from xiangji.programme.queries.money import disclosure, statements_of_use
from xiangji.programme.queries.money.disclosure import Paid, Wanted

SHOWN = 50
_LONGEST_NUMBER = 18
_COLUMNS = (
    sheets.Column("编号", width=16),
    sheets.Column("事由", width=30),
    sheets.Column("项目", width=24),
    sheets.Column("预算行", width=24),
    sheets.Column("付给谁", width=24),
    sheets.Column("资金来源", width=12),
    sheets.Column("金额（元）", "money"),
    sheets.Column("支付日期", "date"),
    sheets.Column("支付凭证号", width=18),
    sheets.Column("指标文号", width=20),
    sheets.Column("付了，可规则不许", width=16),
    sheets.Column("过规则的理由", width=36),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to filter the list; the other ways stay as they are."""

    word: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    title: str
    choices: tuple[Choice, ...]


@require_safe
def paid(request: HttpRequest) -> HttpResponse:
    place, wanted = current_county().code, _wanted(request)
    rows = disclosure.chosen(place, wanted)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    told = {
        "page": page,
        "total": disclosure.total(rows),
        "paid": disclosure.shown(list(page.object_list)),
        "filters": _filters(disclosure.choices(place), wanted),
        "query": _query(wanted),
        "is_filtered": wanted != Wanted(),
        "statements": statements_of_use.public(place)[:SHOWN],
    }
    return render(request, "programme/open/money.html", told)


@require_safe
def fund_use(request: HttpRequest, number: int) -> HttpResponse:
    """One statement as it was published; whoever asks can count the digest of its text again."""
    found = statements_of_use.public(current_county().code).filter(pk=number).first()
    if found is None:
        raise Http404
    told = {"statement": found, "figures": found.figures}
    return render(request, "programme/open/fund_use.html", told)


@require_safe
def fund_use_text(_request: HttpRequest, number: int) -> HttpResponse:
    """The sealed text itself: its SHA-256 is the one that the page shows."""
    found = statements_of_use.public(current_county().code).filter(pk=number).first()
    if found is None:
        raise Http404
    return HttpResponse(found.text, content_type="application/json; charset=utf-8")


@require_safe
def paid_csv(request: HttpRequest) -> HttpResponse:
    rows = ([str(_plain(cell)) for cell in row] for row in _rows(request))
    return answer("资金拨付公开.csv", [column.title for column in _COLUMNS], rows)


@require_safe
def paid_xlsx(request: HttpRequest) -> FileResponse:
    return sheets.export("资金拨付公开.xlsx", _COLUMNS, _rows(request), title="资金拨付公开")


def _rows(request: HttpRequest) -> Iterable[tuple[object, ...]]:
    found = disclosure.chosen(current_county().code, _wanted(request))
    return (_row(each) for each in disclosure.shown(list(found)))


def _row(each: Paid) -> tuple[object, ...]:
    return (
        each.word,
        each.purpose,
        each.project,
        each.line,
        each.payee,
        each.source,
        each.amount,
        each.paid_on,
        each.voucher,
        each.quota,
        "是" if each.is_against else "",
        "；".join(each.reasons),
    )


def _plain(cell: Any) -> object:  # noqa: ANN401 - a cell of any kind
    """Money as a figure that a spreadsheet adds up."""
    return f"{cell.yuan:.2f}" if hasattr(cell, "yuan") else cell


def _wanted(request: HttpRequest) -> Wanted:
    """What nobody could mean shows all of it."""
    year, firm = _number(request.GET.get("year", "")), _number(request.GET.get("contractor", ""))
    is_year = year is not None and 1900 < year < 2200
    return Wanted(year if is_year else None, request.GET.get("line", "")[:80].replace("\x00", ""), firm)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else None


def _filters(found: disclosure.Choices, wanted: Wanted) -> list[Filter]:
    """Only where there is something to choose."""
    years = [(None, "各年"), *((year, f"{year}年") for year in found.years)]
    lines = [("", "各预算行"), *found.lines]
    firms = [(None, "各单位"), *found.contractors]
    every = (
        Filter("看哪一年", _choices(years, "year", wanted)),
        Filter("看哪一行", _choices(lines, "line", wanted)),
        Filter("看付给谁", _choices(firms, "contractor", wanted)),
    )
    return [each for each in every if len(each.choices) > 1 + 1 or wanted != Wanted()]


def _choices(pairs: Iterable[tuple[Any, str]], name: str, wanted: Wanted) -> tuple[Choice, ...]:
    return tuple(
        Choice(word, _query(replace(wanted, **{name: value})), getattr(wanted, name) == value)
        for value, word in pairs
    )


def _query(wanted: Wanted) -> str:
    named = {"year": wanted.year, "line": wanted.line, "contractor": wanted.contractor}
    return urlencode({name: value for name, value in named.items() if value})
