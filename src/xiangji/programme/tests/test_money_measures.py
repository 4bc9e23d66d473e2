"""Figures of the money: each is the sum of its rows, on its day, and opens to where the money is."""

from datetime import timedelta

import pytest

from xiangji.core.measures import Measure, Reading, find
from xiangji.core.values import Money, Period
from xiangji.programme.models import Payment, Project
from xiangji.programme.queries.money.judging import demanded
from xiangji.programme.rules.money.checks.standing import IDLE_DAYS
from xiangji.programme.tests.examples import RUNNING, TENGZHOU, WANGKUI, register_running
from xiangji.programme.tests.payment_cast import (
    TODAY,
    YUAN,
    again,
    approved,
    money_stands,
    recorded,
    submitted,
    voucher,
    with_receipt,
)
from xiangji.programme.tests.project_cast import LINE, holidays

SUM = 30_000 * YUAN
MONTH = Period(TODAY.replace(day=1), TODAY)
BEFORE = Period(TODAY - timedelta(days=60), TODAY - timedelta(days=30))
ALL = (
    *("contracted_fen", "asked_fen", "left_fen", "enterprise_proven_fen", "use_rate", "paid_against_rules"),
    *("paid_fen", "paid_central_fen", "paid_provincial_fen", "paid_county_fen"),
)


@pytest.fixture
def project(counties: None) -> Project:
    holidays()
    register_running()
    return money_stands()


@pytest.fixture
def paid(project: Project) -> Payment:
    payment = with_receipt(approved(project, why="现场核对过（示例）。"))
    recorded(payment)
    return payment


def measure(code: str) -> Measure:
    found = find(f"programme.{code}")
    assert found is not None
    return found


def reading(code: str, period: Period = MONTH) -> Reading:
    return measure(code)(TENGZHOU, period)


@pytest.mark.parametrize("code", ALL)
def test_a_figure_of_money_is_the_sum_of_its_rows(paid: Payment, code: str) -> None:
    rows = list(measure(code).rows_of(TENGZHOU, MONTH, None))

    assert sum(row.num for row in rows) == reading(code).num
    assert all(row.href.startswith(f"/plan/{RUNNING}/money/") for row in rows)


def test_what_the_treasury_paid_counts_on_its_true_day_and_by_its_source(paid: Payment) -> None:
    assert reading("paid_fen").num == reading("paid_central_fen").num == SUM
    assert reading("paid_county_fen").num == 0
    assert reading("paid_fen", BEFORE).num == 0
    (row,) = measure("paid_fen").rows_of(TENGZHOU, MONTH, None)
    assert row.href == f"/plan/{RUNNING}/money/{LINE}/#paid"
    assert "示例支-001" in row.title


@pytest.mark.proves("PRG-58")
def test_the_use_rate_is_paid_special_money_over_its_budget_at_the_end_of_the_period(paid: Payment) -> None:
    now = reading("use_rate")

    assert (now.num, now.den) == (SUM, Money.from_wan(1500).fen)
    assert reading("use_rate", BEFORE).no_data


def test_what_is_asked_for_is_not_paid(project: Project) -> None:
    submitted(project)

    assert reading("asked_fen").num == SUM
    assert reading("paid_fen").num == 0
    assert reading("left_fen").num == Money.from_wan(2100).fen


def test_without_a_book_there_is_a_sentence_and_no_zero(counties: None) -> None:
    register_running()

    assert all(reading(code).no_data for code in ("paid_fen", "left_fen", "use_rate", "paid_against_rules"))
    assert measure("paid_fen")(WANGKUI, MONTH).no_data


def test_what_the_treasury_paid_before_it_was_approved_is_counted_with_its_payment(project: Project) -> None:
    payment = with_receipt(approved(project, why="现场核对过（示例）。"))
    early = voucher(on=TODAY - timedelta(days=1))
    said = {each.key: "先付后签，已经提醒。" for each in demanded(again(payment), early)}
    recorded(payment, on=early.paid_on, reasons=said)

    (row,) = measure("paid_against_rules").rows_of(TENGZHOU, MONTH, None)

    assert reading("paid_against_rules").num == 1
    assert payment.word in row.title
    assert reading("paid_against_rules", BEFORE).num == 0


def test_what_was_paid_in_order_is_not_against_the_rules(paid: Payment) -> None:
    assert (reading("paid_against_rules").num, reading("paid_against_rules").no_data) == (0, "")


@pytest.mark.proves("PRG-53")
def test_money_that_lies_longer_than_the_days_is_idle_with_its_source_and_day(project: Project) -> None:
    def idle(days: int) -> tuple[int, list[str]]:
        on = Period.of_day(TODAY + timedelta(days=days))
        return reading("idle_fen", on).num, [
            row.title for row in measure("idle_fen").rows_of(TENGZHOU, on, None)
        ]

    assert idle(IDLE_DAYS - 1) == (0, [])

    fen, titles = idle(IDLE_DAYS)

    assert fen == Money.from_wan(200).fen
    assert [title.partition("，")[0] for title in titles] == ["中央财政", "县（市）配套"]
    assert reading("idle_fen", BEFORE).no_data
