"""The entries of a book in the columns of a voucher (记账凭证), as accounting software takes them."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.sheets import Column
from xiangji.core.ui.csv import streamed
from xiangji.core.values import Money
from xiangji.programme.actions.money.reconciling import take_vouchers
from xiangji.programme.models import Book, Posting
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.vouchers import Span, span_of

COLUMNS = (
    Column("记账日期", "date"),
    Column("凭证字号"),
    Column("摘要", width=40),
    Column("科目"),
    Column("借方", "money"),
    Column("贷方", "money"),
    Column("资金来源"),
    Column("预算行", width=30),
    Column("项目", width=30),
    Column("往来单位", width=24),
    Column("凭据种类"),
    Column("凭据号"),
    Column("凭据日期", "date"),
    Column("谁记的"),
)


@require_safe
@in_office()
def vouchers(request: HttpRequest, number: int) -> FileResponse:
    """A line for each posting, of the whole book or of `?period=2026` or `?period=2026-03`."""
    book, span = _taken(request, number)
    return sheets.export(f"{_name(book, span)}.xlsx", COLUMNS, _rows(book, span), title="记账凭证")


@require_safe
@in_office()
def vouchers_csv(request: HttpRequest, number: int) -> StreamingHttpResponse:
    book, span = _taken(request, number)
    rows = ([_plain(cell) for cell in row] for row in _rows(book, span))
    return streamed(f"{_name(book, span)}.csv", [column.heading for column in COLUMNS], rows)


def _taken(request: HttpRequest, number: int) -> tuple[Book, Span]:
    """Who takes it is noted before."""
    person = person_of(request)
    book = ledger.books_for(person).filter(pk=number).first()
    if book is None:
        raise Http404
    span = span_of(request.GET.get("period", ""))
    return take_vouchers(book=book, span=span, by=person, happened_at=timezone.now()), span


def _name(book: Book, span: Span) -> str:
    return "-".join(part for part in ("记账凭证", book.programme.key, span.key) if part)


def _rows(book: Book, span: Span) -> Iterator[tuple[object, ...]]:
    names = ledger.names_of(book)
    beside = ("entry__book", "entry__by", "project__contractor", "agreement")
    found = Posting.objects.filter(entry__book=book).select_related(*beside)
    if span.period is not None:
        found = found.filter(entry__booked_on__range=(span.period.start, span.period.end))
    for row in found.order_by("entry__year", "entry__number", "pk").iterator(chunk_size=2_000):
        entry, account = row.entry, Account(row.account)
        yield (
            entry.booked_on,
            entry.word,
            entry.summary,
            f"{account.side.word}-{account.word}",
            Money(row.fen) if row.fen > 0 else None,
            Money(-row.fen) if row.fen < 0 else None,
            Source(row.source).word,
            names.get(row.line, row.line),
            row.project.name if row.project else "",
            row.project.contractor.name if row.project else "",
            entry.document_kind,
            entry.document_number,
            entry.document_on,
            entry.by.name if entry.by else "平台",
        )


def _plain(cell: object) -> object:
    """Money as a figure that a spreadsheet adds up."""
    if cell is None:
        return ""
    return cell.yuan if isinstance(cell, Money) else cell
