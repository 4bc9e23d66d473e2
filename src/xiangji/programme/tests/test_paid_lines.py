"""A line of the statement that fits one approved payment becomes its record, and is paired at once."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from xiangji.core.accounts.permitting import NotPermitted
from xiangji.core.errors import Refused
from xiangji.core.events import drain
from xiangji.core.office.tests.cast import inside
from xiangji.programme.actions.money import paid_lines
from xiangji.programme.models import LedgerEntry, Payment, StatementLine, StatementMatch, TreasuryPayment
from xiangji.programme.queries.money.paid_lines import fit_of
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    INVOICE,
    YUAN,
    again,
    approved,
    book_stands,
    finance,
    money_stands,
    recorded,
    state,
    submitted,
    voucher,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays
from xiangji.programme.tests.statement_cast import a_line, is_paired

pytestmark = pytest.mark.django_db
PAID = 30_000 * YUAN
TYPED = {"quota_number": "示例指-2026-1", "voucher_number": "示例支-001"}


@pytest.fixture(autouse=True)
def plan(settings: LazySettings, tmp_path: Path) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()
    register_running()
    drain()


def of(line: StatementLine, *more: str) -> str:
    return f"/office/statements/{line.pk}/{'/'.join((*more, ''))}"


def post(line: StatementLine, **typed: str) -> tuple[int, str]:
    told = {"paid_on": line.on.isoformat(), **TYPED, **typed}
    answer = inside(finance()).post(of(line, "record"), told)
    return answer.status_code, answer.content.decode()


def waiting(**changes: object) -> Payment:
    return with_receipt(approved(money_stands(), why="核对过。", **changes))


def record(line: StatementLine, payment: Payment, **changes: object) -> TreasuryPayment:
    given = {"voucher": voucher(), "reasons": {}, "by": finance(), "happened_at": DAY} | changes
    return paid_lines.record_from_line(line=line, payment=payment, **given)  # type: ignore[arg-type]


def test_the_line_records_the_one_payment_that_it_fits_and_is_paired_with_its_expenditure() -> None:
    payment, line = waiting(), a_line(-PAID, voucher="示例支-001")
    shown = inside(finance()).get(of(line)).content.decode()
    assert payment.word in shown
    assert "按这一行记国库支付" in shown
    assert 'value="示例支-001"' in shown

    status, _ = post(line)

    assert status == 302
    paid = TreasuryPayment.objects.get()
    assert (paid.payment, paid.fen, paid.paid_on, paid.voucher_number) == (
        payment,
        PAID,
        line.on,
        "示例支-001",
    )
    assert state(payment).word == "已付"
    matched = StatementMatch.objects.get(line=line, undone_at=None)
    assert matched.entry == LedgerEntry.objects.get(kind="spend")


def test_without_the_receipt_nothing_is_recorded_and_nothing_paired() -> None:
    payment, line = approved(money_stands(), why="核对过。"), a_line(-PAID)

    status, shown = post(line)

    assert status == 422
    assert "请先把国库支付回单的扫描件加到这份申请上" in shown
    assert not TreasuryPayment.objects.exists()
    assert not is_paired(line)
    assert state(payment).word == "已批待付"


def test_where_the_money_had_not_come_the_reason_is_asked_and_the_line_waits_with_the_expenditure() -> None:
    payment = with_receipt(approved(book_stands(), why="核对过。"))
    line = a_line(-PAID)
    status, shown = post(line)
    assert status == 422
    assert "“专账上还没有这笔钱”要单独写理由" in shown
    assert not TreasuryPayment.objects.exists()
    name = shown.partition('name="why_')[2][:8]

    status, _ = post(line, **{f"why_{name}": "国库先付了，到账通知还在路上。"})

    assert status == 302
    assert again(payment).is_unspent  # type: ignore[attr-defined]
    assert not is_paired(line)


@pytest.mark.parametrize("fen", [PAID, -PAID + 1, -PAID - 1, -1])
def test_a_line_of_another_amount_or_of_money_that_came_fits_nothing(fen: int) -> None:
    waiting()

    assert fit_of(a_line(fen)) is None


def test_what_nobody_approved_yet_is_fitted_by_nothing() -> None:
    submitted(money_stands())

    assert fit_of(a_line(-PAID)) is None


def test_what_two_payments_ask_for_fits_neither_until_the_line_names_whom_it_pays() -> None:
    first = waiting()
    approved(first.project, why="核对过。", purpose="又一笔", invoices=(replace(INVOICE, number="2637001"),))
    line = a_line(-PAID)

    assert fit_of(line) is None
    assert post(line)[0] == 422
    assert not TreasuryPayment.objects.exists()


def test_an_entry_of_this_amount_that_no_line_shows_comes_before_a_second_payment() -> None:
    payment = waiting()
    recorded(payment)
    approved(
        payment.project, why="核对过。", purpose="又一笔", invoices=(replace(INVOICE, number="2637001"),)
    )
    line = a_line(-PAID)

    assert fit_of(line) is None
    assert "按这一行记国库支付" not in inside(finance()).get(of(line)).content.decode()


def test_the_slower_of_two_officers_is_told_and_nothing_is_recorded_twice() -> None:
    payment, line = waiting(), a_line(-PAID)
    record(line, payment)

    with pytest.raises(Refused) as refusal:
        record(line, payment, voucher=voucher("示例支-002"))

    assert refusal.value.code == "line_fits_no_payment"
    assert TreasuryPayment.objects.count() == 1


@pytest.mark.parametrize("changed", [{"fen": PAID - 1}, {"number": " "}])
def test_a_voucher_that_says_something_else_than_the_line_is_refused(changed: dict[str, object]) -> None:
    payment, line = waiting(), a_line(-PAID)

    with pytest.raises(Refused):
        record(line, payment, voucher=replace(voucher(), **changed))  # type: ignore[arg-type]

    assert not TreasuryPayment.objects.exists()
    assert not is_paired(line)


def test_a_clerk_of_the_bureau_records_nothing_from_a_line() -> None:
    payment, line = waiting(), a_line(-PAID)

    with pytest.raises(NotPermitted):
        record(line, payment, by=bureau())

    assert inside(bureau()).post(of(line, "record"), TYPED).status_code == 403
    assert not TreasuryPayment.objects.exists()
    assert not is_paired(line)
