"""Paid money that a contractor gives back: the book has it again, once, and nobody records too much."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money
from xiangji.programme.actions.money import booking
from xiangji.programme.actions.money.money_back import record_money_back
from xiangji.programme.models import LedgerEntry, Payment
from xiangji.programme.queries.money import ledger, money_back, statements
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.money_back import MoneyBack
from xiangji.programme.rules.money.payment import PaymentRefused
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    PDF,
    TODAY,
    YUAN,
    again,
    approved,
    available,
    finance,
    money_stands,
    recorded,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays

SUM, PART = 30_000 * YUAN, 10_000 * YUAN
LATER = DAY + timedelta(hours=1)


@pytest.fixture
def paid(counties: None, settings: LazySettings) -> Payment:
    settings.TOTP = False
    holidays()
    register_running()
    payment = with_receipt(approved(money_stands(), why="现场核对过（示例）。"))
    recorded(payment)
    return again(payment)


def back(fen: int = PART, *, number: str = "示例收-001", days: int = 0) -> MoneyBack:
    return MoneyBack(Source.CENTRAL, fen, number, TODAY + timedelta(days=days), "审计核减（示例）")


def add(payment: Payment, *, hours: int = 1) -> None:
    """The receipt of what came back, after the payment was recorded."""
    file = ContentFile(PDF + str(uuid4()).encode(), name="收款凭证（示例）.pdf")
    at = DAY + timedelta(hours=hours)
    add_evidence(to=payment.about, file=file, by=finance(), happened_at=at)


def came_back(payment: Payment, what: MoneyBack, *, hours: int = 1) -> LedgerEntry:
    add(payment, hours=hours)
    at = DAY + timedelta(hours=hours)
    return record_money_back(payment=payment, back=what, by=finance(), happened_at=at)


@pytest.mark.proves("PRG-52")
def test_what_comes_back_lies_on_the_budget_line_and_the_special_account_again(paid: Payment) -> None:
    before, held = available(), ledger.on_hand(paid.book, Source.CENTRAL)

    entry = came_back(paid, back())

    assert available() == before + Money(PART)
    assert ledger.on_hand(paid.book, Source.CENTRAL) == held + Money(PART)
    assert ledger.total(paid.book).paid == Money(SUM - PART)
    assert money_back.returned(paid) == Money(PART)
    assert (entry.about, entry.document_number) == (paid.about, "示例收-001")
    assert entry in statements.unpaired(paid.book)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (back(SUM + 1), "money_back_more_than_paid"),
        (back(0), "money_back_more_than_paid"),
        (back(-1), "money_back_more_than_paid"),
        (back(days=1), "money_back_out_of_time"),
        (back(days=-1), "money_back_out_of_time"),
        (back(number=" "), "money_back_not_named"),
        (back(number="\x00"), "money_back_not_named"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_booked(paid: Payment, what: MoneyBack, code: str) -> None:
    with pytest.raises(PaymentRefused) as refusal:
        came_back(paid, what)

    assert refusal.value.code == code
    assert money_back.returned(paid) == Money(0)


def test_never_more_comes_back_than_was_paid_also_in_parts(paid: Payment) -> None:
    came_back(paid, back(SUM - 1))

    with pytest.raises(PaymentRefused) as refusal:
        came_back(paid, back(2, number="示例收-002"), hours=2)

    assert refusal.value.code == "money_back_more_than_paid"
    came_back(paid, back(1, number="示例收-003"), hours=2)
    assert money_back.kept_of(paid) == {}


def test_one_receipt_is_recorded_once(paid: Payment) -> None:
    came_back(paid, back())

    with pytest.raises(PaymentRefused) as refusal:
        came_back(paid, back(), hours=2)

    assert refusal.value.code == "money_back_recorded_before"
    assert money_back.returned(paid) == Money(PART)


def test_without_a_receipt_of_its_own_nothing_is_recorded(paid: Payment) -> None:
    with pytest.raises(PaymentRefused) as refusal:
        record_money_back(payment=paid, back=back(), by=finance(), happened_at=LATER)

    assert refusal.value.code == "money_back_without_receipt"


def test_what_was_never_paid_does_not_come_back(paid: Payment) -> None:
    waiting = approved(paid.project, why="核对过（示例）。", invoices=())

    with pytest.raises(PaymentRefused) as refusal:
        came_back(waiting, back())

    assert refusal.value.code == "money_back_before_paid"


def test_recorded_wrongly_it_is_taken_back_in_the_book_and_recorded_anew(paid: Payment) -> None:
    wrong = came_back(paid, back())

    booking.reverse_entry(entry=wrong, reason="金额写错", by=finance(), happened_at=LATER)

    assert money_back.returned(paid) == Money(0)
    assert came_back(paid, back(SUM), hours=2).kind == "money_back"


def test_only_who_records_payments_records_it(paid: Payment) -> None:
    add(paid)
    person, before = bureau(), Entry.objects.count()

    with pytest.raises((NotPermitted, NotYours)):
        record_money_back(payment=paid, back=back(), by=person, happened_at=LATER)

    assert Entry.objects.count() == before
    assert not LedgerEntry.objects.filter(kind="money_back").exists()


def test_the_finance_officer_records_it_on_the_paper_of_the_payment(paid: Payment) -> None:
    client, address = inside(finance()), f"/office/payments/{paid.pk}/"
    file = ContentFile(PDF, name="收款凭证（示例）.pdf")
    add_evidence(to=paid.about, file=file, by=finance(), happened_at=LATER)
    said = {"source": "central", "amount": "10000", "number": "示例收-001", "on": str(TODAY)}

    client.post(f"{address}money-back/", {**said, "reason": "审计核减（示例）"})

    page = client.get(address).content.decode()
    assert LedgerEntry.objects.filter(kind="money_back", about=paid.about).count() == 1
    assert "后来退回来的" in page
    assert "记下收回" in page
