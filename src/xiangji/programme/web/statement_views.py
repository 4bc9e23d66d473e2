"""The settling of balances (余额调节表) and the entries in the columns of a voucher (记账凭证)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.accounts.models import User
from xiangji.core.sheets import Column
from xiangji.core.values import Money
from xiangji.programme.actions.money.reconciling import take_vouchers
from xiangji.programme.models import Book, Posting
from xiangji.programme.queries.money import ledger, statements
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account

VOUCHER = (
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
def settling(request: HttpRequest, number: int) -> HttpResponse:
    """Both balances of the special account, and everything that only one side knows."""
    book = _book(person_of(request), number)
    side = statements.side_of(book)
    told = {
        "book": book,
        "balanced": side.balanced,
        "came": [line for line in side.lines if line.fen > 0],
        "went": [line for line in side.lines if line.fen < 0],
        "booked_in": [(entry, Money(fen)) for entry, fen in side.entries if fen > 0],
        "booked_out": [(entry, Money(-fen)) for entry, fen in side.entries if fen < 0],
        "printed_at": timezone.localtime(),
    }
    return render(request, "programme/office/settling.html", told)


@require_safe
@in_office()
def vouchers(request: HttpRequest, number: int) -> FileResponse:
    """All entries of a book, a line for each posting, as accounting software takes them."""
    person = person_of(request)
    book = _book(person, number)
    name = f"记账凭证-{book.programme.key}.xlsx"
    take_vouchers(book=book, by=person, happened_at=timezone.now())
    return sheets.export(name, VOUCHER, _rows(book), title="记账凭证")


def _book(person: User, number: int) -> Book:
    book = ledger.books_for(person).filter(pk=number).first()
    if book is None:
        raise Http404
    return book


def _rows(book: Book) -> Iterator[tuple[object, ...]]:
    names = ledger.names_of(book)
    beside = ("entry__book", "entry__by", "project__contractor", "agreement")
    found = Posting.objects.filter(entry__book=book).select_related(*beside)
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
