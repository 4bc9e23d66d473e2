"""Payments that are moved at the same second, with real transactions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.programme.actions.money import paid_lines, payments, treasury
from xiangji.programme.models import (
    Book,
    LedgerEntry,
    Payment,
    PaymentInvoice,
    StatementMatch,
    TreasuryPayment,
)
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Part, State
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import load_counties, register, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    TODAY,
    WANTED,
    YUAN,
    again,
    approved,
    available,
    drafted,
    finance,
    money_stands,
    recorded,
    state,
    submitted,
    voucher,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays
from xiangji.programme.tests.statement_cast import a_line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    load_counties(tmp_path)
    holidays()
    register_running()


def test_of_two_officers_who_take_a_stage_at_the_same_second_one_takes_it() -> None:
    payment = submitted(money_stands())
    first, second = bureau(), a_post(PostKind.COMMERCE_HEAD, a_person("示例·孙副局长")).person
    seen = payment.paper.version if payment.paper else 0

    def approve(by: object) -> object:
        return payments.approve_payment(
            payment=payment,
            by=by,  # type: ignore[arg-type]
            happened_at=DAY,
            reason="核对过。",
            seen=seen,
        )

    ended = at_once(lambda: approve(first), lambda: approve(second))

    assert ended["done"] == 1
    moved = again(payment).paper
    assert moved is not None
    assert moved.at_stage == 1


def test_a_voucher_that_is_recorded_twice_at_once_is_booked_once() -> None:
    payment = with_receipt(approved(money_stands(), why="核对过。"))

    ended = at_once(lambda: recorded(payment), lambda: recorded(payment))

    assert ended["done"] == 1
    assert TreasuryPayment.objects.count() == 1
    assert LedgerEntry.objects.filter(about=payment.about, kind="pay").count() == 1


def test_a_line_of_the_statement_that_two_officers_record_at_once_is_booked_and_paired_once() -> None:
    payment = with_receipt(approved(money_stands(), why="核对过。"))
    line, officer = a_line(-reads.wanted(payment)), finance()

    def record(number: str) -> Callable[[], object]:
        return lambda: paid_lines.record_from_line(
            line=line, payment=payment, voucher=voucher(number), reasons={}, by=officer, happened_at=DAY
        )

    ended = at_once(record("示例支-001"), record("示例支-002"))

    assert ended == {"done": 1, "line_fits_no_payment": 1}
    assert TreasuryPayment.objects.count() == 1
    assert StatementMatch.objects.filter(line=line).count() == 1


def test_of_two_payments_that_want_the_last_money_at_once_one_holds_it() -> None:
    project = money_stands()
    whole = (Part(Source.CENTRAL, "equipment", available().fen),)
    wanted = [drafted(project, parts=whole, invoices=()) for _ in range(2)]

    def submit(payment: Payment) -> Callable[[], object]:
        by = manager(project)
        return lambda: payments.submit_payment(payment=payment, by=by, happened_at=DAY)

    ended = at_once(*[submit(payment) for payment in wanted])

    assert ended["done"] == 1
    assert sorted(state(payment).value for payment in wanted) == ["drafted", "submitted"]
    assert available().fen == 0


def test_of_two_drafts_that_use_one_invoice_at_once_one_is_kept() -> None:
    project = money_stands()
    by = manager(project)

    ended = at_once(lambda: drafted(project, by=by), lambda: drafted(project, by=by))

    assert ended == {"done": 1, "invoice_used_before": 1}
    assert PaymentInvoice.objects.count() == Payment.objects.count() == 1


def test_of_two_books_that_use_one_invoice_at_once_one_has_it_and_the_other_reads_a_sentence() -> None:
    project = money_stands()
    by, ours, theirs = manager(project), *(drafted(project, invoices=()) for _ in range(2))
    other = register("wangkui-2018")
    book = Book.objects.create(programme=other, version=other.version, opened_on=TODAY, opened_at=DAY)
    Payment.objects.filter(pk=theirs.pk).update(book=book)

    def use(payment: Payment) -> Callable[[], object]:
        return lambda: payments.change_payment(payment=payment, request=WANTED, by=by, happened_at=DAY)

    ended = at_once(use(ours), use(again(theirs)))

    assert ended == {"done": 1, "invoice_used_before": 1}
    assert PaymentInvoice.objects.get().counts


def test_the_database_itself_lets_an_invoice_count_once_however_its_code_is_written() -> None:
    first, second = (drafted(money, invoices=()) for money in [money_stands()] * 2)
    kept = {"issued_on": TODAY, "fen": 1}
    PaymentInvoice.objects.create(payment=first, code="037002100411", number="12345678", **kept)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentInvoice.objects.create(payment=second, code="", number="03700210041112345678", **kept)

    PaymentInvoice.objects.update(counts=False)
    PaymentInvoice.objects.create(payment=second, code="", number="03700210041112345678", **kept)


def test_of_a_stop_and_a_payment_at_once_one_counts_and_the_book_agrees() -> None:
    payment = with_receipt(approved(money_stands(), why="核对过。"))
    before, by = available().fen, finance()

    ended = at_once(
        lambda: recorded(payment),
        lambda: treasury.stop_payment(payment=payment, reason="不付了。", by=by, happened_at=DAY),
    )

    assert ended["done"] == 1
    is_paid = TreasuryPayment.objects.exists()
    assert state(payment) is (State.PAID if is_paid else State.STOPPED)
    assert available().fen == before + (0 if is_paid else 30_000 * YUAN)
