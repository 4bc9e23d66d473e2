"""What a voucher of the treasury is measured by: pure rules, over any day, month and amount."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Basis as Ground
from xiangji.programme.rules.money.payment import Invoice, PaymentRefused, Request, Verdict, Voucher, tidy
from xiangji.programme.rules.money.treasury import (
    booking_day,
    demanded,
    facts_against,
    reasons_of,
    summary,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CLOSED = st.none() | DAYS.map(Month.of)
OUTCOMES = st.sampled_from(["ok", "warn", "ask", "block"])


def verdict(key: str, outcome: str) -> Verdict:
    return Verdict(key, "rule", "", f"规则{key}", outcome, "算出的数不合。")


VERDICTS = st.lists(st.tuples(st.integers(0, 9), OUTCOMES), unique_by=lambda pair: pair[0]).map(
    lambda pairs: tuple(verdict(str(key), outcome) for key, outcome in pairs)
)


@given(paid_on=DAYS, approved_on=DAYS, closed=CLOSED)
def test_an_entry_stands_on_the_first_open_day_that_is_not_before_its_cause(
    paid_on: date, approved_on: date, closed: Month | None
) -> None:
    day = booking_day(paid_on, no_earlier_than=approved_on, closed=closed)

    assert day >= paid_on
    assert day >= approved_on
    assert closed is None or Month.of(day) > closed
    before = day - timedelta(days=1)
    is_open = closed is None or Month.of(before) > closed
    assert not (is_open and before >= max(paid_on, approved_on))


@given(paid_on=DAYS, approved_on=DAYS, closed=CLOSED, fen=st.integers(1, 10**9), there=st.integers(0, 10**9))
def test_what_the_book_has_against_a_voucher_is_said_and_nothing_else(
    paid_on: date, approved_on: date, closed: Month | None, fen: int, there: int
) -> None:
    voucher = Voucher(Source.CENTRAL, fen, "示例指-1", "示例支-1", paid_on)

    found = facts_against(
        voucher, approved_on=approved_on, stopped_on=None, closed=closed, on_hand=Money(there)
    )

    assert {each.rule.split(".")[1]: each.outcome for each in found} == {
        **({"before_approval": "block"} if paid_on < approved_on else {}),
        **({"closed_month": "warn"} if closed and Month.of(paid_on) <= closed else {}),
        **({"no_money": "warn"} if fen > there else {}),
    }
    assert all(each.sentence.endswith("。") and each.remedy.endswith("。") for each in found)
    assert all(each.key.endswith("|示例支-1") for each in found)


@given(verdicts=VERDICTS, own=VERDICTS, answered=st.sets(st.integers(0, 9).map(str)))
def test_every_broken_rule_and_every_open_warning_wants_its_own_words(
    verdicts: tuple[Verdict, ...], own: tuple[Verdict, ...], answered: set[str]
) -> None:
    wanted = demanded(verdicts, own, answered)

    rules = [each for each in wanted if each in verdicts and each not in own]
    assert all(each.outcome != "ok" for each in rules)
    assert {each.key for each in verdicts if each.outcome in ("block", "ask")} <= {
        each.key for each in wanted
    }
    assert all(each in wanted for each in own)
    for left_out in wanted:
        given_words = {each.key: "写了。" for each in wanted if each.key != left_out.key}
        with pytest.raises(PaymentRefused):
            reasons_of(wanted, given_words)
    whole = reasons_of(wanted, {each.key: " 写了。 " for each in wanted})
    assert [(each.key, words) for each, words in whole] == [(each.key, "写了。") for each in wanted]


def test_a_summary_tells_the_true_day_only_where_it_is_booked_on_another() -> None:
    day = date(2026, 10, 18)

    assert summary("拨付", "拨-2026-0001", "货架", day, day) == "拨付：拨-2026-0001 货架"
    late = summary("拨付", "拨-2026-0001", "货架", day, date(2026, 11, 1))
    assert late == "拨付：拨-2026-0001 货架（2026年10月18日支付）"


@given(st.text(max_size=60), st.text(max_size=60))
@example("", "A´")
def test_whatever_is_typed_as_an_invoice_is_kept_tidy_or_refused_in_words(code: str, number: str) -> None:
    bill = Invoice(code, number, date(2026, 9, 1), 100)

    try:
        kept = tidy(Request("货架", Ground.OTHER, None, (), (bill,)), today=date(2026, 10, 1)).invoices[0]
    except PaymentRefused as no:
        said = no.sentence
        assert said.startswith("没有存。") and said.endswith("。")  # noqa: PT018
        return
    assert kept.digits == "".join(kept.digits.split())
    again = tidy(Request("货架", Ground.OTHER, None, (), (kept,)), today=date(2026, 10, 1)).invoices[0]
    assert again == kept
