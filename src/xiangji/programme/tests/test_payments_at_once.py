"""Payments that are moved at the same second, with real transactions."""

from pathlib import Path

import pytest

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.programme.actions.money import payments
from xiangji.programme.models import LedgerEntry, TreasuryPayment
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    again,
    approved,
    money_stands,
    recorded,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays

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
