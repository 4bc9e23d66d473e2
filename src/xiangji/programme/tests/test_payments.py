"""Payments from the draft to the treasury's voucher, and what the ledger says at each step."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.actions.money import payments, treasury
from xiangji.programme.models import (
    LedgerEntry,
    Payment,
    PaymentCheck,
    PaymentInvoice,
    Project,
    TreasuryPayment,
)
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Basis, Invoice, Part, State
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    INVOICE,
    TODAY,
    WANTED,
    YUAN,
    again,
    approved,
    available,
    chief,
    drafted,
    finance,
    money_stands,
    recorded,
    state,
    submitted,
    voucher,
    with_receipt,
)
from xiangji.programme.tests.project_cast import company, contractor, holidays, traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(tmp_path: Path) -> Project:
    load_counties(tmp_path)
    holidays()
    register_running()
    return money_stands()


def test_a_payment_holds_its_money_from_the_day_on_which_it_is_submitted(project: Project) -> None:
    before = available()

    payment = submitted(project)

    assert state(payment) is State.SUBMITTED
    assert available() == before - Money(30_000 * YUAN)
    entry = LedgerEntry.objects.get(about=payment.about)
    assert (entry.kind, entry.summary) == ("request", f"申请占用：{payment.word} 镇级分拣线，第一笔")


def test_a_draft_takes_a_number_and_holds_nothing(project: Project) -> None:
    before = available()

    first, second = drafted(project), drafted(project, invoices=())

    assert (first.word, second.word) == ("拨-2026-0001", "拨-2026-0002")
    assert available() == before


def test_what_is_returned_gives_its_money_back_and_may_be_changed(project: Project) -> None:
    before, payment = available(), submitted(project)

    payments.return_payment(payment=payment, reason="发票抬头不对。", by=bureau(), happened_at=DAY)
    wanted = replace(WANTED, parts=(Part(Source.CENTRAL, "equipment", 20_000 * YUAN),))
    payments.change_payment(payment=again(payment), request=wanted, by=manager(project), happened_at=DAY)
    payments.submit_payment(payment=again(payment), by=manager(project), happened_at=DAY)

    assert state(payment) is State.SUBMITTED
    assert available() == before - Money(20_000 * YUAN)


def test_what_is_withdrawn_frees_money_and_invoices(project: Project) -> None:
    before, payment = available(), submitted(project)

    payments.withdraw_payment(payment=payment, reason="重新写。", by=manager(project), happened_at=DAY)

    assert state(payment) is State.WITHDRAWN
    assert available() == before
    assert drafted(project).number == payment.number + 1


def test_an_invoice_that_counts_elsewhere_is_refused_by_the_name_of_its_payment(project: Project) -> None:
    first = drafted(project)
    stood = traces()

    with pytest.raises(Refused) as refusal:
        drafted(project)

    assert refusal.value.code == "invoice_used_before"
    assert f"已经用在{first.word}上" in refusal.value.sentence
    assert (Payment.objects.count(), PaymentInvoice.objects.count(), traces()) == (1, 1, stood)


def test_overdrawn_by_one_fen_is_refused_and_nothing_is_held(project: Project) -> None:
    whole = available()
    payment = drafted(project, parts=(Part(Source.CENTRAL, "equipment", whole.fen + 1),))
    stood = traces()

    with pytest.raises(Refused) as refusal:
        payments.submit_payment(payment=payment, by=manager(project), happened_at=DAY)

    assert refusal.value.code in {"payment_blocked", "overdrawn"}
    assert (state(payment), available(), traces()) == (State.DRAFTED, whole, stood)
    assert not PaymentCheck.objects.exists()


def test_three_people_take_the_three_stages_and_nobody_two_of_them(project: Project) -> None:
    payment = submitted(project)
    payments.approve_payment(payment=payment, by=bureau(), happened_at=DAY, reason="核对过合同。")
    second_post = a_post(PostKind.FINANCE, bureau()).person

    with pytest.raises(Refused):
        payments.approve_payment(payment=payment, by=second_post, happened_at=DAY, reason="核对过。")

    payments.approve_payment(payment=payment, by=finance(), happened_at=DAY, reason="核对过。")
    payments.approve_payment(payment=payment, by=chief(), happened_at=DAY, reason="同意。")
    assert state(payment) is State.APPROVED


def test_whoever_wrote_a_payment_takes_no_stage_of_it(project: Project) -> None:
    payment = drafted(project, by=bureau())
    payments.submit_payment(payment=payment, by=bureau(), happened_at=DAY)

    with pytest.raises(Refused):
        payments.approve_payment(payment=again(payment), by=bureau(), happened_at=DAY, reason="同意。")

    assert state(payment) is State.SUBMITTED


def test_strangers_are_refused_and_nothing_changes(project: Project) -> None:
    payment = submitted(project)
    other = contractor(company("示例别家有限公司"), name="示例·别经理")
    keeper = a_post(PostKind.KEEPER, a_person("示例·站长")).person
    stood = traces()

    for person in (other, keeper):
        with pytest.raises((NotPermitted, NotYours)):
            drafted(project, by=person, invoices=())
        with pytest.raises((NotPermitted, NotYours)):
            payments.approve_payment(payment=payment, by=person, happened_at=DAY)
        with pytest.raises((NotPermitted, NotYours)):
            payments.return_payment(payment=payment, reason="不行。", by=person, happened_at=DAY)
        with pytest.raises((NotPermitted, NotYours)):
            payments.withdraw_payment(payment=payment, reason="不要了。", by=person, happened_at=DAY)
        with pytest.raises((NotPermitted, NotYours)):
            treasury.record_treasury_payment(payment=payment, voucher=voucher(), by=person, happened_at=DAY)
        with pytest.raises((NotPermitted, NotYours)):
            treasury.stop_payment(payment=payment, reason="不付了。", by=person, happened_at=DAY)
        assert not reads.for_person(person).exists()

    assert (state(payment), traces()) == (State.SUBMITTED, stood)


def test_a_payment_is_recorded_from_the_voucher_of_the_treasury_in_parts(project: Project) -> None:
    payment = with_receipt(approved(project, why="核对过。"))

    recorded(payment, number="示例支-001", fen=10_000 * YUAN)

    assert state(payment) is State.PART_PAID
    recorded(payment, number="示例支-002", fen=20_000 * YUAN)
    assert state(payment) is State.PAID
    kinds = list(
        LedgerEntry.objects.filter(about=payment.about).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["request", "pay", "spend", "pay", "spend"]
    documents = LedgerEntry.objects.filter(about=payment.about, kind="pay").order_by("pk")
    assert [entry.document_number for entry in documents] == ["示例支-001", "示例支-002"]


def test_no_fen_more_than_was_approved_is_recorded(project: Project) -> None:
    payment = with_receipt(approved(project, why="核对过。"))
    recorded(payment, number="示例支-001", fen=10_000 * YUAN)
    stood = traces()

    with pytest.raises(Refused) as refusal:
        recorded(payment, number="示例支-002", fen=20_000 * YUAN + 1)

    assert refusal.value.code == "paid_more_than_approved"
    assert "还可以付20,000.00元，凭证上是20,000.01元" in refusal.value.sentence
    assert (TreasuryPayment.objects.count(), state(payment), traces()) == (1, State.PART_PAID, stood)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": TODAY + timedelta(days=1)}, "paid_in_the_future"),
        ({"on": date(1999, 12, 31)}, "paid_too_early"),
        ({"number": " "}, "voucher_not_named"),
        ({"quota": ""}, "voucher_not_named"),
        ({"source": Source.COUNTY}, "paid_more_than_approved"),
        ({"fen": 0}, "paid_more_than_approved"),
    ],
)
def test_a_voucher_that_cannot_be_right_is_refused(
    project: Project, changes: dict[str, object], code: str
) -> None:
    payment = with_receipt(approved(project, why="核对过。"))

    with pytest.raises(Refused) as refusal:
        recorded(payment, **changes)

    assert refusal.value.code == code
    assert not TreasuryPayment.objects.exists()


def test_a_voucher_is_recorded_once_and_only_with_its_receipt(project: Project) -> None:
    payment = approved(project, why="核对过。")
    with pytest.raises(Refused) as without:
        recorded(payment, fen=10_000 * YUAN)
    with_receipt(payment)
    recorded(payment, fen=10_000 * YUAN)

    with pytest.raises(Refused) as twice:
        recorded(payment, fen=10_000 * YUAN)

    assert (without.value.code, twice.value.code) == ("payment_without_receipt", "voucher_recorded_before")
    assert TreasuryPayment.objects.count() == 1


def test_nothing_that_was_not_approved_is_recorded(project: Project) -> None:
    payment = with_receipt(submitted(project))

    with pytest.raises(Refused) as refusal:
        recorded(payment)

    assert refusal.value.code == "payment_not_open_to_treasury"


def test_what_is_stopped_frees_what_was_not_paid(project: Project) -> None:
    before = available()
    payment = with_receipt(approved(project, why="核对过。"))
    recorded(payment, fen=10_000 * YUAN)

    treasury.stop_payment(payment=payment, reason="设备退了两台。", by=finance(), happened_at=DAY)

    assert state(payment) is State.STOPPED
    assert available() == before - Money(10_000 * YUAN)
    with pytest.raises(Refused) as twice:
        treasury.stop_payment(payment=payment, reason="再停一次。", by=finance(), happened_at=DAY)
    assert twice.value.code == "payment_not_open_to_treasury"


def test_a_payment_of_a_project_that_is_not_in_force_is_refused(tmp_path: Path) -> None:
    from xiangji.programme.tests.project_cast import approved as approved_project

    load_counties(tmp_path)
    register_running()
    project = approved_project()

    with pytest.raises(Refused) as refusal:
        drafted(project)

    assert refusal.value.code == "payment_before_in_force"
    assert not Payment.objects.exists()


def test_without_a_book_nobody_asks_for_money(tmp_path: Path) -> None:
    from xiangji.programme.tests.contracting_cast import in_force

    load_counties(tmp_path)
    register_running()
    project = in_force()

    with pytest.raises(Refused) as refusal:
        drafted(project)

    assert refusal.value.code == "payment_without_book"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": " "}, "payment_without_purpose"),
        ({"purpose": "长" * 101}, "payment_text_too_long"),
        ({"parts": (Part(Source.ENTERPRISE, "equipment", 1),)}, "payment_of_private_money"),
        ({"parts": (Part(Source.CENTRAL, "equipment", 0),)}, "payment_amount_out_of_range"),
        ({"parts": (Part(Source.CENTRAL, "equipment", 1),) * 2}, "payment_part_twice"),
        ({"invoices": (INVOICE, INVOICE)}, "invoice_twice"),
        ({"invoices": (Invoice("", "", TODAY, 1),)}, "invoice_without_number"),
        ({"invoices": (replace(INVOICE, issued_on=TODAY + timedelta(days=1)),)}, "invoice_in_the_future"),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(
    project: Project, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        drafted(project, **changes)  # type: ignore[arg-type]

    assert refusal.value.code == code
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parts": ()}, "payment_without_amount"),
        ({"parts": (Part(Source.CENTRAL, "", 1),)}, "payment_without_category"),
        ({"basis": Basis.MONTHLY}, "payment_without_month"),
    ],
)
def test_a_draft_that_lacks_something_is_kept_and_not_submitted(
    project: Project, changes: dict[str, object], code: str
) -> None:
    payment = drafted(project, **changes)  # type: ignore[arg-type]

    with pytest.raises(Refused) as refusal:
        payments.submit_payment(payment=payment, by=manager(project), happened_at=DAY)

    assert (refusal.value.code, state(payment)) == (code, State.DRAFTED)


def test_every_moment_keeps_what_the_rules_said(project: Project) -> None:
    payment = with_receipt(approved(project, why="核对过。"))
    recorded(payment)

    moments = PaymentCheck.objects.filter(payment=payment, rule="ledger").order_by("run")
    assert list(moments.values_list("moment", flat=True)) == ["submit", *["approve"] * 3, "record"]


def test_states_in_the_database_agree_with_the_rule(project: Project) -> None:
    held = [
        drafted(project, invoices=()),
        submitted(project, invoices=()),
        approved(project, why="核对过。", invoices=()),
    ]
    paid = with_receipt(approved(project, why="核对过。"))
    recorded(paid, fen=10_000 * YUAN)

    for payment in (*held, paid):
        now = reads.state(again(payment))
        found = [
            one for one, where in reads.WHERE.items() if reads.rows().filter(where, pk=payment.pk).exists()
        ]
        assert found == [now]
