"""What a payment is refused for: an unanswered warning, one 分 too much, an invoice that was used."""

from dataclasses import replace
from pathlib import Path

import pytest

from xiangji.core.errors import Refused
from xiangji.core.events import drain
from xiangji.core.values import Money
from xiangji.programme.actions.money import payments
from xiangji.programme.models import Payment, PaymentInvoice, Project, WarningReason
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Invoice, Part, State
from xiangji.programme.tests.contract_cast import a_contract
from xiangji.programme.tests.contracting_cast import bureau, manager, signed
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    INVOICE,
    TODAY,
    WANTED,
    YUAN,
    again,
    available,
    chief,
    drafted,
    finance,
    money_stands,
    state,
    submitted,
)
from xiangji.programme.tests.project_cast import holidays, traces

pytestmark = pytest.mark.django_db
PUBLICITY = (Part(Source.CENTRAL, "publicity", 10_000 * YUAN),)
OLD = Invoice("037022600111", "12345678", TODAY, 5_000 * YUAN)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    load_counties(tmp_path)
    holidays()
    register_running()
    drain()
    return money_stands()


def test_a_warning_goes_with_the_payment_to_whoever_judges_and_nobody_has_answered_it(
    project: Project,
) -> None:
    payment = submitted(project, parts=PUBLICITY)

    warned = [each.key for each in reads.checks_of(payment) if each.outcome == "warn"]
    assert any("spending.positive" in key for key in warned)
    assert not WarningReason.objects.exists()
    assert reads.last_checks_of([payment])[payment.pk][0].is_answered is False


@pytest.mark.parametrize("reason", ["", "   ", "长" * 501])
def test_without_a_reason_in_words_nobody_goes_past_a_warning(project: Project, reason: str) -> None:
    payment = submitted(project, parts=PUBLICITY)
    stood = traces(), state(payment), again(payment).paper.at_stage  # type: ignore[union-attr]

    with pytest.raises(Refused):
        payments.approve_payment(payment=payment, by=bureau(), happened_at=DAY, reason=reason)

    assert (traces(), state(payment), again(payment).paper.at_stage) == stood  # type: ignore[union-attr]
    assert not WarningReason.objects.exists()


def test_a_reason_is_given_once_and_counts_for_the_stages_behind(project: Project) -> None:
    payment = submitted(project, parts=PUBLICITY)

    payments.approve_payment(payment=payment, by=bureau(), happened_at=DAY, reason="市里定的推介会。")
    payments.approve_payment(payment=payment, by=finance(), happened_at=DAY)
    payments.approve_payment(payment=payment, by=chief(), happened_at=DAY)

    assert state(payment) is State.APPROVED
    answered = WarningReason.objects.filter(payment=payment)
    assert {(row.reason, row.by) for row in answered} == {("市里定的推介会。", bureau())}
    assert answered.count() == len({row.key for row in answered})


def test_the_last_fen_may_be_asked_for_and_no_more(project: Project) -> None:
    whole = available()
    payment = submitted(project, parts=(Part(Source.CENTRAL, "equipment", whole.fen),))

    assert (state(payment), available()) == (State.SUBMITTED, Money(0))
    one_more = drafted(project, parts=(Part(Source.CENTRAL, "equipment", 1),), invoices=())
    with pytest.raises(Refused) as refusal:
        payments.submit_payment(payment=one_more, by=manager(project), happened_at=DAY)
    assert "0.01" in refusal.value.sentence
    assert available() == Money(0)


@pytest.mark.parametrize(
    "typed",
    [
        replace(INVOICE, number="２６３７２０００００００１２３４５６７８"),
        replace(INVOICE, number="2637 2000 0000 1234 5678"),
        replace(INVOICE, code="263720000000", number="12345678"),
        replace(INVOICE, number=" 26372000000012345678\u3000"),
    ],
)
def test_an_invoice_is_known_however_its_digits_are_typed(project: Project, typed: Invoice) -> None:
    first = drafted(project)

    with pytest.raises(Refused) as refusal:
        drafted(project, invoices=(typed,))
    with pytest.raises(Refused) as twice:
        drafted(project, invoices=(replace(OLD, code="", number="037022600111 12345678"), OLD))

    assert (refusal.value.code, twice.value.code) == ("invoice_used_before", "invoice_twice")
    assert first.word in refusal.value.sentence
    assert (Payment.objects.count(), PaymentInvoice.objects.count()) == (1, 1)


def test_a_draft_may_keep_its_own_invoices_and_not_take_those_of_another(project: Project) -> None:
    first, other = drafted(project), drafted(project, invoices=(OLD,))

    payments.change_payment(payment=first, request=WANTED, by=manager(project), happened_at=DAY)
    with pytest.raises(Refused) as refusal:
        payments.change_payment(
            payment=first, request=replace(WANTED, invoices=(OLD,)), by=manager(project), happened_at=DAY
        )

    assert other.word in refusal.value.sentence
    assert [row.number for row in reads.invoices_of(first)] == [INVOICE.number]


def test_an_invoice_of_what_was_withdrawn_may_be_paid_elsewhere(project: Project) -> None:
    payment = submitted(project)
    payments.withdraw_payment(payment=payment, reason="重新写。", by=manager(project), happened_at=DAY)

    second = submitted(project)

    assert [row.counts for row in PaymentInvoice.objects.order_by("pk")] == [False, True]
    assert state(second) is State.SUBMITTED


def test_an_agreement_without_registered_money_is_no_contract_to_pay_from(project: Project) -> None:
    signed(project)

    with pytest.raises(Refused) as refusal:
        out_of_the_contract(project, 1)

    assert (refusal.value.code, Payment.objects.count()) == ("payment_without_contract", 0)


def test_a_contract_is_not_overdrawn_by_one_fen_though_its_line_has_more(project: Project) -> None:
    a_contract(project=project)
    left = 200_000 * YUAN
    one_more = out_of_the_contract(project, left + 1)
    stood = traces(), available()

    with pytest.raises(Refused) as refusal:
        payments.submit_payment(payment=one_more, by=manager(project), happened_at=DAY)

    assert "合同里的中央财政只有200,000.00元，这一笔要200,000.01元，差0.01元" in refusal.value.sentence
    assert "先签补充协议" in refusal.value.sentence
    assert (traces(), available(), state(one_more)) == (*stood, State.DRAFTED)
    whole = out_of_the_contract(project, left)
    payments.submit_payment(payment=whole, by=manager(project), happened_at=DAY)
    assert (state(whole), available()) == (State.SUBMITTED, stood[1])


def out_of_the_contract(project: Project, fen: int) -> Payment:
    parts = (Part(Source.CENTRAL, "equipment", fen),)
    return payments.draft_payment(
        project=project,
        is_of_contract=True,
        request=replace(WANTED, parts=parts, invoices=()),
        by=manager(project),
        happened_at=DAY,
    )


@pytest.mark.proves("PRG-49")
@pytest.mark.parametrize(("category", "word"), [("traffic", "购买流量"), ("work_funds", "工作经费")])
def test_what_the_negative_list_names_is_not_submitted_and_the_refusal_quotes_it(
    project: Project, category: str, word: str
) -> None:
    payment = drafted(project, parts=(Part(Source.CENTRAL, category, 10_000 * YUAN),), invoices=())
    stood = traces(), available()

    with pytest.raises(Refused) as refusal:
        payments.submit_payment(payment=payment, by=manager(project), happened_at=DAY)

    assert refusal.value.code == "payment_blocked"
    assert f"“{word}”在负面清单里" in refusal.value.sentence
    assert (traces(), available(), state(payment)) == (*stood, State.DRAFTED)


@pytest.mark.proves("PRG-48")
def test_what_county_money_is_for_is_not_paid_from_central_money_without_a_word(project: Project) -> None:
    payment = submitted(project, parts=PUBLICITY, invoices=())

    with pytest.raises(Refused) as refusal:
        payments.approve_payment(payment=payment, by=bureau(), happened_at=DAY)

    assert refusal.value.code == "warning_without_reason"
    kept = {row.rule: row for row in reads.checks_of(payment)}["spending.positive"]
    assert (kept.outcome, kept.clause) == ("warn", "五(二)")
    assert "“宣传推介”写在县（市）配套的用途里" in kept.sentence
