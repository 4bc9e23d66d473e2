"""The book: what a plan grants is booked, every entry balances, nothing is overdrawn, months close."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.utils import timezone

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import booking, closing, posting
from xiangji.programme.models import Balance, Book, LedgerEntry, MonthClose, Posting, Programme
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.booking import Opening
from xiangji.programme.rules.money.ledger import NO_DOCUMENT, LedgerRefused
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.tests.examples import (
    NOW,
    RUNNING,
    TODAY,
    WANGKUI,
    register,
    register_running,
)
from xiangji.programme.tests.ledger_cast import (
    CENTRE,
    LOGISTICS,
    OPENED,
    STATIONS,
    a_book,
    again,
    booked,
    finance,
    transfer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counties")]

WAN = 1_000_000


def whole(book: Book) -> tuple[int, int]:
    """What a refused deed must leave as it was."""
    return LedgerEntry.objects.filter(book=book).count(), Entry.objects.count()


def put(
    book: Book, kind: EntryKind, lines: moves.Lines, on: date = TODAY, about: str = "programme.Payment:1"
) -> LedgerEntry:
    with transaction.atomic():
        return posting.post(
            book=book,
            kind=kind,
            postings=lines,
            booked_on=on,
            summary="示例",
            about=about,
            by=None,
            acting=None,
            happened_at=NOW,
        )


def rebuilt(book: Book) -> dict[str, int]:
    """Every balance anew, from the postings alone."""
    sums: defaultdict[str, int] = defaultdict(int)
    for row in Posting.objects.filter(entry__book=book):
        line = row.as_line
        sums[line.key] += line.fen * line.account.sign
    return {key: fen for key, fen in sums.items() if fen}


def kept(book: Book) -> dict[str, int]:
    return {row.key: row.fen for row in Balance.objects.filter(book=book) if row.fen}


@pytest.mark.proves("PRG-36")
def test_the_book_of_the_running_plan_holds_its_budget_by_line_and_source() -> None:
    book = a_book()

    rows = {row.key: row.columns for row in ledger.columns(book, by="line")}
    sources = {row.key: row.columns.budget for row in ledger.columns(book, by="source")}
    assert sources == {"central": Money.from_wan(1500), "county": Money.from_wan(600)}
    assert rows[CENTRE].budget == Money.from_wan(300)
    assert rows[STATIONS].available == Money.from_wan(261)
    assert ledger.available(book, Source.CENTRAL, STATIONS) == Money.from_wan(141)
    assert ledger.total(book).budget == Money.from_wan(2100)
    assert [entry.number for entry in ledger.entries_of(book)] == list(range(1, 8))


@pytest.mark.proves("PRG-36")
def test_an_enterprise_promises_and_is_never_counted_as_public_budget(
    settings: LazySettings,
) -> None:
    settings.COUNTY = "wangkui"
    register("wangkui-2018")
    register("wangkui-2018", years=8)
    key = Programme.objects.get(key__startswith="wangkui", version__standing="in_force").key
    by = a_post(PostKind.FINANCE, a_person("示例·赵会计"), place=WANGKUI).person

    book = a_book(by, programme=key)

    assert ledger.total(book).budget == Money.from_wan(2060)
    assert ledger.total(book).promised == Money.from_wan(330)
    assert ledger.total(book).owed == Money.from_wan(330)


def test_a_book_is_opened_once_and_only_for_a_plan_in_force() -> None:
    book = a_book()
    before = whole(book)
    on_file = Programme.objects.get(key="tengzhou-2019")

    with pytest.raises(LedgerRefused) as twice:
        booking.open_book(programme=book.programme, booked_on=OPENED, by=finance(), happened_at=NOW)
    with pytest.raises(LedgerRefused) as filed:
        booking.open_book(programme=on_file, booked_on=OPENED, by=finance(), happened_at=NOW)

    assert twice.value.code == "book_is_open_already"
    assert filed.value.code == "plan_is_not_in_force"
    assert whole(book) == before


def test_a_clerk_and_a_finance_officer_of_elsewhere_book_nothing() -> None:
    book = a_book()
    before = whole(book)
    clerk = a_post(PostKind.COMMERCE_CLERK, a_person("示例·张经办")).person
    other = a_post(PostKind.FINANCE, a_person("示例·外县会计"), place=OTHER_COUNTY).person

    with pytest.raises(NotPermitted):
        transfer(book, 10, by=clerk)
    with pytest.raises((NotYours, NotPermitted)):
        transfer(book, 10, by=other)

    assert whole(book) == before


def test_two_tranches_of_a_line_come_in_and_lie_on_one_account() -> None:
    book = a_book()

    transfer(book, 110, line=CENTRE, on=date(2025, 11, 20))
    transfer(book, 90, line=CENTRE, on=date(2026, 5, 12), summary="后期资金到账")

    row = next(row for row in ledger.columns(book, by="line") if row.key == CENTRE)
    assert row.columns.received == Money.from_wan(200)
    assert ledger.on_hand(book, Source.CENTRAL) == Money.from_wan(200)
    assert kept(book) == rebuilt(book)


def test_money_without_a_number_of_its_paper_is_not_booked() -> None:
    book = a_book()
    before = whole(book)

    with pytest.raises(LedgerRefused) as refused:
        transfer(book, 10, document=NO_DOCUMENT)

    assert refused.value.code == "entry_without_paper"
    assert whole(book) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Money(0)}, "amount_not_above_nothing"),
        ({"amount": Money(-1)}, "amount_not_above_nothing"),
        ({"amount": Money(2**62)}, "amount_not_above_nothing"),
        ({"line": "not-there"}, "ledger_line_not_known"),
        ({"summary": " "}, "entry_without_summary"),
        ({"summary": "字" * 201}, "entry_text_too_long"),
        ({"summary": "a\x00b"}, "entry_text_too_long"),
        ({"booked_on": TODAY + timedelta(days=1)}, "entry_in_the_future"),
        ({"booked_on": date(1999, 12, 31)}, "entry_too_early"),
        ({"source": Source.ENTERPRISE}, "enterprise_money_is_not_transferred"),
    ],
)
def test_what_cannot_have_come_is_refused_and_changes_nothing(change: dict[str, object], code: str) -> None:
    book = a_book()
    before = whole(book)

    with pytest.raises(LedgerRefused) as refused:
        booking.record_transfer(
            book=book,
            booked=replace(booked(10), **change),  # type: ignore[arg-type]
            by=finance(),
            happened_at=NOW,
        )

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")
    assert whole(book) == before


def test_money_goes_from_available_to_requested_to_paid_and_out_of_the_account() -> None:
    book = a_book()
    transfer(book, 200)
    share = Share(Source.CENTRAL, CENTRE, 50 * WAN)

    put(book, EntryKind.REQUEST, moves.request([share]))
    put(book, EntryKind.PAY, moves.pay([share]))
    put(book, EntryKind.SPEND, moves.spend([share]))

    row = next(row.columns for row in ledger.columns(book, by="line") if row.key == CENTRE)
    assert (row.requested, row.pending, row.paid) == (Money.from_wan(50), Money(0), Money.from_wan(50))
    assert (row.left, row.available) == (Money.from_wan(250), Money.from_wan(250))
    assert ledger.on_hand(book, Source.CENTRAL) == Money.from_wan(150)
    assert kept(book) == rebuilt(book)


def test_one_fen_too_many_is_refused_with_line_source_and_what_is_missing() -> None:
    book = a_book()
    before = whole(book)
    share = Share(Source.CENTRAL, STATIONS, 141 * WAN + 1)

    with pytest.raises(LedgerRefused) as refused:
        put(book, EntryKind.REQUEST, moves.request([share]))

    assert refused.value.code == "overdrawn"
    assert "中央财政可用指标只有1,410,000.00元" in refused.value.sentence
    assert "要1,410,000.01元，差0.01元" in refused.value.sentence
    assert whole(book) == before
    put(book, EntryKind.REQUEST, moves.request([replace(share, fen=141 * WAN)]))


def test_nothing_is_spent_before_it_came_even_when_the_budget_allows_it() -> None:
    book = a_book()
    share = Share(Source.COUNTY, CENTRE, WAN)
    put(book, EntryKind.REQUEST, moves.request([share]))

    with pytest.raises(LedgerRefused, match=r"专账结余只有0\.00元"):
        put(book, EntryKind.SPEND, moves.spend([share]))


def test_lines_that_do_not_add_up_are_a_bug_and_not_a_refusal() -> None:
    book = a_book()
    uneven = moves.budget([Share(Source.CENTRAL, CENTRE, 5)])[:1]
    across = (
        moves.budget([Share(Source.CENTRAL, CENTRE, 5)])[0],
        moves.transfer([Share(Source.CENTRAL, "", 5)])[1],
    )

    for lines in (uneven, across, ()):
        with pytest.raises(ValueError, match="an entry"):
            put(book, EntryKind.BUDGET, lines)


def test_a_reversal_takes_back_and_is_neither_reversed_nor_done_twice() -> None:
    book = a_book()
    entry = transfer(book, 80)

    back = booking.reverse_entry(entry=entry, reason="金额抄错", by=finance(), happened_at=NOW)

    assert back.reverses_id == entry.pk
    assert ledger.on_hand(book, Source.CENTRAL) == Money(0)
    assert kept(book) == rebuilt(book)
    for again_, code in ((entry, "reversed_already"), (back, "reversal_is_not_reversed")):
        with pytest.raises(LedgerRefused) as refused:
            booking.reverse_entry(entry=again_, reason="再来", by=finance(), happened_at=NOW)
        assert refused.value.code == code


def test_an_entry_whose_money_is_spent_is_not_reversed() -> None:
    book = a_book()
    entry = transfer(book, 80)
    put(book, EntryKind.SPEND, moves.spend([Share(Source.CENTRAL, CENTRE, 1)]))
    before = whole(book)

    with pytest.raises(LedgerRefused) as refused:
        booking.reverse_entry(entry=entry, reason="退回", by=finance(), happened_at=NOW)

    assert "差0.01元" in refused.value.sentence
    assert whole(book) == before


def test_an_entry_of_another_paper_is_taken_back_on_that_paper() -> None:
    book = a_book()
    entry = put(book, EntryKind.REQUEST, moves.request([Share(Source.CENTRAL, CENTRE, WAN)]))

    with pytest.raises(LedgerRefused) as refused:
        booking.reverse_entry(entry=entry, reason="不要了", by=finance(), happened_at=NOW)

    assert refused.value.code == "entry_of_another_paper"


def test_a_closed_month_takes_nothing_and_names_the_first_open_day() -> None:
    book = a_book()
    entry = transfer(book, 10, on=date(2026, 7, 31))
    closing.close_month(book=book, month=Month(2026, 8), by=finance(), happened_at=NOW)
    before = whole(book)

    with pytest.raises(LedgerRefused) as refused:
        transfer(book, 10, on=date(2026, 8, 31))

    assert refused.value.code == "month_is_closed"
    assert "最早可以记在2026年9月1日" in refused.value.sentence
    assert whole(book) == before
    back = booking.reverse_entry(entry=entry, reason="抄错", by=finance(), happened_at=NOW)
    assert back.booked_on == timezone.localdate(NOW)


@pytest.mark.parametrize(
    ("month", "code"), [(Month(2026, 9), "month_is_not_over"), (Month(2026, 7), "month_closed_already")]
)
def test_a_month_is_closed_when_it_is_over_and_once(month: Month, code: str) -> None:
    book = a_book()
    closing.close_month(book=book, month=Month(2026, 8), by=finance(), happened_at=NOW)

    with pytest.raises(LedgerRefused) as refused:
        closing.close_month(book=book, month=month, by=finance(), happened_at=NOW)

    assert refused.value.code == code
    assert MonthClose.objects.count() == 1
    assert again(book).closed == Month(2026, 8)


def test_the_year_ends_with_nothing_on_the_account_and_begins_with_what_was_left() -> None:
    book = a_book()
    transfer(book, 100, on=date(2025, 11, 20))
    put(book, EntryKind.SPEND, moves.spend([Share(Source.CENTRAL, CENTRE, 30 * WAN)]), date(2025, 12, 5))
    put(book, EntryKind.SPEND, moves.spend([Share(Source.CENTRAL, CENTRE, 60 * WAN)]), date(2026, 1, 9))

    entries = closing.carry_over(book=book, year=2025, by=finance(), happened_at=NOW)

    at_end = ledger.total(book, on=date(2025, 12, 31))
    assert [entry.booked_on for entry in entries] == [date(2025, 12, 31), date(2026, 1, 1)]
    assert (at_end.on_hand, at_end.carried) == (Money(0), Money.from_wan(70))
    assert ledger.total(book, on=date(2026, 1, 1)).on_hand == Money.from_wan(70)
    assert ledger.total(book).on_hand == Money.from_wan(10)
    assert kept(book) == rebuilt(book)
    with pytest.raises(LedgerRefused) as refused:
        closing.carry_over(book=book, year=2025, by=finance(), happened_at=NOW)
    assert refused.value.code == "nothing_to_carry"


def test_a_year_that_is_not_over_is_not_carried() -> None:
    book = a_book()

    with pytest.raises(LedgerRefused) as refused:
        closing.carry_over(book=book, year=2026, by=finance(), happened_at=NOW)

    assert refused.value.code == "year_is_not_over"


def test_unused_money_goes_back_with_its_budget_and_a_cut_takes_the_budget_alone() -> None:
    book = a_book()
    transfer(book, 40, line=CENTRE)

    booking.give_back(book=book, booked=booked(30, line=CENTRE), by=finance(), happened_at=NOW)
    booking.give_back(
        book=book, booked=booked(50, line=LOGISTICS), is_only_cut=True, by=finance(), happened_at=NOW
    )

    rows = {row.key: row.columns for row in ledger.columns(book, by="line")}
    assert rows[CENTRE].back == Money.from_wan(30)
    assert rows[CENTRE].left == Money.from_wan(270)
    assert rows[LOGISTICS].back == Money.from_wan(50)
    assert ledger.on_hand(book, Source.CENTRAL) == Money.from_wan(10)
    with pytest.raises(LedgerRefused, match="专账结余"):
        booking.give_back(book=book, booked=booked(11, line=CENTRE), by=finance(), happened_at=NOW)


def test_what_was_paid_before_is_entered_on_its_true_day() -> None:
    book = a_book()
    day = date(2025, 11, 25)
    transfer(book, 100, on=date(2025, 11, 20))

    entry = booking.enter_opening(
        book=book,
        what=Opening.PAID,
        booked=booked(60, line=CENTRE, on=day, summary="以前拨付"),
        by=finance(),
        happened_at=NOW,
    )

    assert (entry.kind, entry.booked_on, entry.year) == (EntryKind.OPENING, day, 2025)
    assert ledger.total(book).paid == Money.from_wan(60)
    assert ledger.total(book, on=day - timedelta(days=1)).paid == Money(0)
    with pytest.raises(LedgerRefused) as refused:
        booking.enter_opening(book=book, what=Opening.PROOF, booked=booked(1), by=finance(), happened_at=NOW)
    assert refused.value.code == "opening_of_another_source"


@pytest.mark.proves("PRG-37")
def test_what_is_given_in_kind_is_written_beside_the_money_and_never_added() -> None:
    book = a_book()
    before = ledger.total(book)

    row = booking.note_in_kind(
        book=book,
        line=CENTRE,
        what="建设用房",
        quantity=1000,  # type: ignore[arg-type]
        unit="平方米",
        provided_on=date(2026, 1, 5),
        document_number="政府常务会议纪要〔2025〕9号",
        by=finance(),
        happened_at=NOW,
    )

    assert ledger.in_kind_of(book) == [row]
    assert ledger.total(book) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": 0}, "in_kind_without_quantity"),
        ({"unit": " "}, "in_kind_is_not_whole"),
        ({"document_number": ""}, "in_kind_is_not_whole"),
        ({"provided_on": TODAY + timedelta(days=1)}, "in_kind_in_the_future"),
        ({"line": "nothing"}, "ledger_line_not_known"),
    ],
)
def test_in_kind_without_number_unit_or_paper_is_refused(change: dict[str, object], code: str) -> None:
    book = a_book()
    told: dict[str, object] = {
        "line": CENTRE,
        "what": "建设用房",
        "quantity": 1000,
        "unit": "平方米",
        "provided_on": TODAY,
        "document_number": "纪要9号",
    }

    with pytest.raises(LedgerRefused) as refused:
        booking.note_in_kind(book=book, by=finance(), happened_at=NOW, **{**told, **change})  # type: ignore[arg-type]

    assert refused.value.code == code
    assert not ledger.in_kind_of(book)


def test_a_book_that_says_what_its_plan_says_has_nothing_to_follow() -> None:
    book = a_book()

    with pytest.raises(LedgerRefused) as refused:
        booking.follow_plan(book=book, booked_on=TODAY, by=finance(), happened_at=NOW)

    assert refused.value.code == "book_follows_its_plan"


def test_a_book_that_lost_budget_follows_its_plan_again() -> None:
    book = a_book()
    entry = ledger.entries_of(book, line=CENTRE)[0]
    booking.reverse_entry(entry=entry, reason="按错的版本", by=finance(), happened_at=NOW)

    entries = booking.follow_plan(book=book, booked_on=TODAY, by=finance(), happened_at=NOW)

    assert len(entries) == 1
    assert ledger.total(book).budget == Money.from_wan(2100)


def test_entries_and_postings_are_changed_by_nobody() -> None:
    book = a_book()

    for rows in (LedgerEntry.objects.filter(book=book), Posting.objects.filter(entry__book=book)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(id=1_000_000)


def test_the_database_itself_refuses_a_balance_below_nothing() -> None:
    book = a_book()

    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.filter(book=book, account=Account.AVAILABLE).update(fen=-1)


def test_contract_request_and_payment_count_as_contract_only_with_their_agreement() -> None:
    book = a_book()
    put(book, EntryKind.REQUEST, moves.request([Share(Source.CENTRAL, CENTRE, 20 * WAN)]))

    assert ledger.total(book).contract == Money(0)
    assert ledger.total(book).requested == Money.from_wan(20)


def test_numbers_have_no_gap_after_a_refusal() -> None:
    register_running()
    book = a_book()
    first = transfer(book, 1)
    with pytest.raises(LedgerRefused):
        put(book, EntryKind.SPEND, moves.spend([Share(Source.CENTRAL, CENTRE, 9 * WAN)]))

    assert transfer(book, 1).number == first.number + 1
    assert book.programme.key == RUNNING
