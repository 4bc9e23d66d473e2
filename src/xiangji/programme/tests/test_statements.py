"""Statements of the special account: each line once, each pair by a person, and the balances settle."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.test import Client
from openpyxl import load_workbook

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money
from xiangji.programme.actions.money import booking, reconciling
from xiangji.programme.models import LedgerEntry, Payment, StatementLine, StatementMatch
from xiangji.programme.queries.money import ledger, statements
from xiangji.programme.rules.money.statements import Grade
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    TODAY,
    YUAN,
    approved,
    finance,
    money_stands,
    recorded,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays
from xiangji.programme.tests.statement_cast import a_line, again, is_paired

SUM = 30_000 * YUAN


@pytest.fixture
def paid(counties: None, settings: LazySettings) -> Payment:
    settings.TOTP = False
    holidays()
    register_running()
    payment = with_receipt(approved(money_stands(), why="现场核对过（示例）。"))
    recorded(payment)
    return payment


def spent() -> LedgerEntry:
    return LedgerEntry.objects.get(kind="spend")


def test_number_and_amount_pair_a_line_with_its_entry(paid: Payment) -> None:
    line = a_line(-SUM, voucher="示例支-001")

    count = reconciling.match_certain(book=line.book, by=finance(), happened_at=DAY)

    match = statements.match_of(line)
    assert count == 1
    assert match is not None
    assert match.entry == spent()
    assert is_paired(line)


def test_the_same_statement_twice_takes_no_line_twice(paid: Payment) -> None:
    line = a_line(-SUM)

    with pytest.raises(Refused) as refusal:
        a_line(-SUM)

    assert refusal.value.code == "line_taken_before"
    assert list(StatementLine.objects.all()) == [line]


def test_a_line_one_fen_off_is_not_paired_and_the_difference_is_said(paid: Payment) -> None:
    line = a_line(-SUM - 1, voucher="示例支-001")

    pair = statements.proposal_for(line)
    with pytest.raises(Refused) as refusal:
        reconciling.match_line(line=line, entry=spent(), by=finance(), happened_at=DAY)

    assert pair is not None
    assert pair.grade is Grade.DIFFERS
    assert "差0.01元" in refusal.value.sentence
    assert not StatementMatch.objects.exists()


def test_an_entry_is_paired_once(paid: Payment) -> None:
    first, second = a_line(-SUM), a_line(-SUM, serial="示例流水-002")
    reconciling.match_line(line=first, entry=spent(), by=finance(), happened_at=DAY)

    with pytest.raises(Refused) as refusal:
        reconciling.match_line(line=second, entry=spent(), by=finance(), happened_at=DAY)

    assert refusal.value.code == "entry_is_not_open"
    assert statements.candidates(second) == []


def test_a_pair_can_be_taken_back_with_a_reason_and_made_again(paid: Payment) -> None:
    line = a_line(-SUM)
    reconciling.match_line(line=line, entry=spent(), by=finance(), happened_at=DAY)

    reconciling.undo_match(line=line, reason="勾错了一行", by=finance(), happened_at=DAY)
    reconciling.match_line(line=line, entry=spent(), by=finance(), happened_at=DAY)

    assert [match.undone_because for match in statements.matches_of(line)] == ["勾错了一行", ""]


def test_without_a_reason_nothing_is_taken_back(paid: Payment) -> None:
    line = a_line(-SUM)
    reconciling.match_line(line=line, entry=spent(), by=finance(), happened_at=DAY)

    with pytest.raises(Refused):
        reconciling.undo_match(line=line, reason=" ", by=finance(), happened_at=DAY)

    assert is_paired(line)


def test_an_entry_that_is_paired_is_not_reversed_before_the_pair_is_taken_back(paid: Payment) -> None:
    transfer = LedgerEntry.objects.get(kind="transfer", document_number="示例指-county-1")
    line = a_line(100_0000_00)
    reconciling.match_line(line=line, entry=transfer, by=finance(), happened_at=DAY)

    with pytest.raises(Refused) as refusal:
        booking.reverse_entry(entry=transfer, reason="金额写错", by=finance(), happened_at=DAY)

    assert refusal.value.code == "entry_is_on_a_statement"
    assert not LedgerEntry.objects.filter(reverses=transfer).exists()
    reconciling.undo_match(line=line, reason="金额写错，要冲销", by=finance(), happened_at=DAY)
    booking.reverse_entry(entry=transfer, reason="金额写错", by=finance(), happened_at=DAY)
    assert statements.side_of(transfer.book).balanced.is_even


def test_what_was_reversed_is_no_movement(paid: Payment) -> None:
    transfer = LedgerEntry.objects.get(kind="transfer", document_number="示例指-county-1")
    before = statements.moving(transfer.book).count()

    booking.reverse_entry(entry=transfer, reason="金额写错", by=finance(), happened_at=DAY)

    assert statements.moving(transfer.book).count() == before - 1


def test_both_balances_settle_with_what_only_one_side_knows(paid: Payment) -> None:
    book = ledger.books().get()
    a_line(100_0000_00, serial="到账")
    a_line(-SUM, serial="付款", voucher="示例支-001")
    fee = a_line(-12_50, serial="手续费")
    reconciling.match_certain(book=book, by=finance(), happened_at=DAY)

    side = statements.side_of(book)

    assert side.balanced.is_even
    assert side.balanced.statement.balance == Money(100_0000_00 - SUM - 12_50)
    assert side.balanced.book == Money(200_0000_00 - SUM)
    assert fee in side.lines
    assert side.balanced.only_statement_out.amount == Money(12_50)


def test_only_whoever_keeps_the_book_takes_and_pairs_lines(paid: Payment) -> None:
    line = a_line(-SUM)
    before = Entry.objects.count()

    for deed in (
        lambda: a_line(-5, serial="别人", by=bureau()),
        lambda: reconciling.match_line(line=line, entry=spent(), by=bureau(), happened_at=DAY),
        lambda: reconciling.match_certain(book=line.book, by=bureau(), happened_at=DAY),
        lambda: reconciling.undo_match(line=line, reason="不对", by=bureau(), happened_at=DAY),
    ):
        with pytest.raises((NotPermitted, NotYours)):
            deed()

    assert Entry.objects.count() == before
    assert StatementLine.objects.count() == 1
    assert not StatementMatch.objects.exists()


def test_the_settling_can_be_printed(paid: Payment) -> None:
    line = a_line(-12_50, serial="手续费")
    page = inside(finance()).get(f"/office/print/books/{line.book_id}/settling/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "专账余额调节表" in text
    assert "两边相等" in text
    assert "手续费" in text
    assert "12.50" in text


def test_the_whole_book_leaves_in_the_columns_of_a_voucher_and_it_is_noted(paid: Payment) -> None:
    book = ledger.books().get()
    answer = inside(finance()).get(f"/office/print/books/{book.pk}/vouchers.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    head = next(at for at, row in enumerate(rows) if row[0] == "记账日期")

    assert rows[head][:6] == ("记账日期", "凭证字号", "摘要", "科目", "借方（元）", "贷方（元）")
    by_entry: dict[str, float] = {}
    for row in rows[head + 1 :]:
        by_entry[str(row[1])] = by_entry.get(str(row[1]), 0) + (row[4] or 0) - (row[5] or 0)
    assert len(by_entry) == LedgerEntry.objects.count()
    assert all(abs(left) < 0.005 for left in by_entry.values())
    assert Entry.objects.filter(did="programme.vouchers_taken").count() == 1


def rows_of_csv(address: str) -> list[list[str]]:
    answer = inside(finance()).get(address)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(StringIO(text)))


def test_a_year_or_a_month_of_the_book_leaves_as_a_table_too(paid: Payment) -> None:
    book = ledger.books().get()
    address = f"/office/print/books/{book.pk}/vouchers.csv"

    month, other = (rows_of_csv(f"{address}?period={period}") for period in (f"{TODAY:%Y-%m}", "2001"))

    debit, credit = (month[0].index(title) for title in ("借方（元）", "贷方（元）"))
    assert sum(Decimal(row[debit] or 0) - Decimal(row[credit] or 0) for row in month[1:]) == 0
    assert {row[1] for row in month[1:]} == {entry.word for entry in LedgerEntry.objects.all()}
    assert other == month[:1]
    assert Entry.objects.filter(did="programme.vouchers_taken").count() == 2


@pytest.mark.parametrize("period", ["2026-13", "明年", "2026-1", "\x00"])
def test_a_span_that_nobody_understands_is_refused_and_nothing_is_noted(paid: Payment, period: str) -> None:
    book = ledger.books().get()

    answer = inside(finance()).get(f"/office/print/books/{book.pk}/vouchers.xlsx", {"period": period})

    assert answer.status_code == 422
    assert "期间写的是" in answer.content.decode()
    assert not Entry.objects.filter(did="programme.vouchers_taken").exists()


def test_on_an_earlier_day_only_what_stood_by_then_is_settled(paid: Payment) -> None:
    book = ledger.books().get()
    a_line(100_0000_00, serial="到账", on=TODAY - timedelta(days=1))
    late = a_line(-SUM, serial="付款", voucher="示例支-001", on=TODAY)
    reconciling.match_certain(book=book, by=finance(), happened_at=DAY)

    before = statements.side_of(book, TODAY - timedelta(days=1))

    assert before.balanced.is_even
    assert before.balanced.book == Money(200_0000_00)
    assert before.balanced.statement.balance == Money(100_0000_00)
    assert late not in before.lines


def test_what_is_taken_back_later_still_counts_on_the_day_before(paid: Payment) -> None:
    transfer = LedgerEntry.objects.get(kind="transfer", document_number="示例指-county-1")
    a_line(1_00)
    booking.reverse_entry(entry=transfer, reason="金额写错", by=finance(), happened_at=DAY)

    before = statements.side_of(transfer.book, TODAY - timedelta(days=1))
    after = statements.side_of(transfer.book, TODAY)

    assert (before.balanced.book, after.balanced.book) == (
        Money(200_0000_00),
        Money(100_0000_00 - SUM),
    )
    assert transfer in [entry for entry, _ in before.entries]
    assert transfer not in [entry for entry, _ in after.entries]


def test_a_line_that_is_missing_is_seen_in_the_printed_balance(paid: Payment) -> None:
    a_line(100_0000_00, serial="到账一", on=TODAY - timedelta(days=1), balance=100_0000_00)
    last = a_line(-SUM, serial="付款", voucher="示例支-001", balance=100_0000_00 - SUM - 12_50)

    page = inside(finance()).get(f"/office/print/books/{last.book_id}/settling/").content.decode()

    assert "两边不相等，差12.50元" in page
    assert "可能缺了行" in page


@pytest.mark.parametrize("day", ["2199-01-01", "昨天"])
def test_a_day_that_is_none_is_said_and_today_is_shown(paid: Payment, day: str) -> None:
    book = ledger.books().get()

    answer = inside(finance()).get(f"/office/print/books/{book.pk}/settling/", {"on": day})

    assert answer.status_code == 400
    assert "下面是今天的" in answer.content.decode()


def test_a_stranger_gets_neither(client: Client, paid: Payment) -> None:
    book = ledger.books().get()
    assert client.get(f"/office/print/books/{book.pk}/vouchers.csv").status_code == 302

    assert client.get(f"/office/print/books/{book.pk}/settling/").status_code == 302
    assert client.get(f"/office/print/books/{book.pk}/vouchers.xlsx").status_code == 302


def test_a_line_that_was_taken_is_never_changed(paid: Payment) -> None:
    line = a_line(-SUM)

    with pytest.raises(DatabaseError), transaction.atomic():
        StatementLine.objects.filter(pk=line.pk).update(fen=-1)

    assert again(line).fen == -SUM
