"""Entries that are booked at the same moment, with real transactions."""

from pathlib import Path

import pytest
from django.db import transaction

from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.core.values import Month
from xiangji.programme.actions.money import booking, closing, posting
from xiangji.programme.models import Book, LedgerEntry, MonthClose, Programme
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.tests.examples import NOW, RUNNING, TODAY, load_counties, register_running
from xiangji.programme.tests.ledger_cast import OPENED, STATIONS, a_book, finance, transfer

pytestmark = pytest.mark.django_db(transaction=True)
WAN = 1_000_000


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    load_counties(tmp_path)
    register_running()


def test_of_two_that_want_the_last_money_of_a_line_at_once_one_gets_it() -> None:
    book = a_book()
    lines = moves.request([Share(Source.CENTRAL, STATIONS, 141 * WAN)])

    def take() -> object:
        with transaction.atomic():
            return posting.post(
                book=book,
                kind=EntryKind.REQUEST,
                postings=lines,
                booked_on=TODAY,
                summary="申请",
                about="programme.Payment:1",
                by=None,
                acting=None,
                happened_at=NOW,
            )

    assert at_once(take, take) == {"done": 1, "overdrawn": 1}
    assert ledger.available(book, Source.CENTRAL, STATIONS).fen == 0


def test_numbers_given_at_once_have_no_gap_and_no_double() -> None:
    book, by = a_book(), finance()
    before = LedgerEntry.objects.filter(year=2026).count()

    ended = at_once(*[lambda: transfer(book, 1, by=by)] * 6)

    assert ended == {"done": 6}
    numbers = LedgerEntry.objects.filter(year=2026).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, before + 7))


def test_a_book_that_two_open_at_once_is_opened_once() -> None:
    programme, by = Programme.objects.get(key=RUNNING), finance()

    def open_it() -> object:
        return booking.open_book(programme=programme, booked_on=OPENED, by=by, happened_at=NOW)

    assert at_once(open_it, open_it) == {"done": 1, "book_is_open_already": 1}
    assert Book.objects.count() == 1


def test_an_entry_into_a_month_that_is_closed_at_once_comes_before_or_not_at_all() -> None:
    book, by = a_book(), finance()
    day = Month(2026, 8).last_day

    def close() -> object:
        return closing.close_month(book=book, month=Month(2026, 8), by=by, happened_at=NOW)

    ended = at_once(close, lambda: transfer(book, 1, by=by, on=day))

    assert ended in ({"done": 2}, {"done": 1, "month_is_closed": 1})
    there = LedgerEntry.objects.filter(book=book, booked_on=day).count()
    assert MonthClose.objects.get().entries == LedgerEntry.objects.filter(booked_on__lt=day).count() + there
