"""The demo's statement of the special account: most lines are paired, and a few things want a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.values import Money
from xiangji.programme.actions.money import reconciling
from xiangji.programme.demo import days
from xiangji.programme.models import Book, LedgerEntry, StatementLine
from xiangji.programme.queries.money import ledger, payments, statements
from xiangji.programme.rules.money.payment import State

BANK = "示例银行"
# The newest entry is not on the statement yet; one payment stands there a few 分 off.
NOT_YET, OFF_BY = 1, 40


@transaction.atomic
def build_statements(*, now: datetime) -> None:
    """Again changes nothing. Without a book there is no statement."""
    book = ledger.books().first()
    if book is None or StatementLine.objects.exists():
        return
    by = person_in(PostKind.FINANCE)
    entries = list(statements.moving(book))[:-NOT_YET]
    amounts = statements.amounts_of(entries)
    paid = [entry.pk for entry in entries if entry.kind == "spend"]
    printed = [
        _of(number, entry, amounts[entry.pk] + (OFF_BY if paid and entry.pk == paid[-1] else 0))
        for number, entry in enumerate(entries, start=1)
    ]
    today = timezone.localdate(now)
    printed.append(_Line(today - timedelta(days=20), f"{BANK}-手续费-1", -12_50, "账户管理费（示例）", ""))
    printed += _not_recorded(book, today)
    _enter(book, sorted(printed, key=lambda line: line.on), by)
    reconciling.match_certain(book=book, by=by, happened_at=now)
    for line in list(statements.open_lines(book)):
        # Two lines of one paper and one amount: a person says which is which.
        for entry in statements.candidates(line)[:1]:
            reconciling.match_line(line=line, entry=entry, by=by, happened_at=now)


class _Line(NamedTuple):
    on: date
    serial: str
    fen: int
    summary: str
    voucher: str


def _of(number: int, entry: LedgerEntry, fen: int) -> _Line:
    on = entry.document_on or entry.booked_on
    return _Line(on, f"{BANK}-{on.year}-{number:04}", fen, entry.summary, entry.document_number)


def _not_recorded(book: Book, today: date) -> list[_Line]:
    """The treasury paid what was approved, and finance has not recorded it yet."""
    payment = payments.rows().filter(payments.WHERE[State.APPROVED], book=book).order_by("pk").first()
    if payment is None:
        return []
    fen = sum(payments.left(payment).values())
    on = days.workday(today - timedelta(days=1))
    summary = f"国库支付：{payment.purpose}"
    return [_Line(on, f"{BANK}-{on.year}-付1", -fen, summary, f"示例支{on:%Y%m}-付1")]


def _enter(book: Book, lines: Sequence[_Line], by: User) -> None:
    """In the order of days, with the balance that the bank prints behind each."""
    for line, balance in zip(lines, accumulate(line.fen for line in lines), strict=True):
        reconciling.enter_line(
            book=book,
            serial=line.serial,
            amount=Money(line.fen),
            counterparty="示例国库" if line.fen > 0 else "示例收款单位",
            summary=line.summary,
            voucher=line.voucher,
            balance=Money(balance),
            by=by,
            happened_at=days.at(line.on),
        )
