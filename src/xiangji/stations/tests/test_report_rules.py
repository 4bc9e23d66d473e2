"""What a monthly report may say: tables and properties, no database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money, Month
from xiangji.stations.rules import reports
from xiangji.stations.rules.register import StationKind, StationRefused
from xiangji.stations.rules.reports import Asked, Books, Filled, Line, Service
from xiangji.stations.tests.life_cast import SEPTEMBER, TRADES, filled

ASKED = Asked(StationKind.TOWN_STATION, SEPTEMBER, 30, date(2026, 10, 2))


def test_a_report_that_is_whole_has_no_fault_and_its_totals_are_those_of_its_lines() -> None:
    kept = reports.check(filled(), ASKED)

    assert (kept.number, kept.income, kept.money) == (40, Money.from_yuan(160), Money.from_yuan(2_000))
    assert list(reports.faults(kept, ASKED)) == []


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"days_open": 31}, "days_open", "在0到30之间"),
        ({"days_open": 0}, "days_open", "大于0，因为办了业务"),
        ({"residents": 0}, "residents", "在1到40之间"),
        ({"residents": 41}, "residents", "在1到40之间"),
        ({"lines": {}}, "residents", "是0，因为一次业务也没有写"),
        (
            {"lines": {**TRADES, Service.TICKET: Line(0, Money(500))}},
            "ticket_number",
            "大于0，因为写了收入或金额",
        ),
        (
            {"lines": {**TRADES, Service.TICKET: Line(1, Money(-1))}},
            "ticket_income",
            "不小于0",
        ),
        ({"lines": {Service.TICKET: Line(10**7)}}, "ticket_number", "在1到1,000,000之间"),
        ({"cost": Money(-1)}, "cost", "不小于0"),
        ({"books": None}, "goods_in", "镇级站要有货物收发台账"),
        ({"books": Books(-1, 0)}, "goods_in", "在0到"),
        ({"books": Books(1, 1, 50)}, "purchased", "一起写"),
        ({"books": Books(1, 1, 0, Money(5))}, "purchased", "一起写"),
        ({"document": "一\n二"}, "document", "是一行"),
        ({"document": "长" * 121}, "document", "最多120个字"),
    ],
)
def test_each_thing_that_cannot_be_is_named_with_what_is_expected(
    changes: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(StationRefused) as refusal:
        reports.check(filled(**changes), ASKED)

    assert refusal.value.code == f"report_{field}"
    assert said in refusal.value.sentence
    assert refusal.value.sentence.startswith("没有记。")


@pytest.mark.parametrize(
    ("today", "is_over"),
    [
        pytest.param(date(2026, 9, 29), False, id="the day before the last"),
        pytest.param(date(2026, 9, 30), True, id="on its last day a month is over"),
    ],
)
def test_a_month_is_reported_when_it_is_over(today: date, is_over: bool) -> None:  # noqa: FBT001 - a table
    faults = [fault.key for fault in reports.faults(filled(), replace(ASKED, today=today))]

    assert faults == ([] if is_over else ["month"])


def test_a_month_in_which_the_station_was_never_open_is_not_reported() -> None:
    with pytest.raises(StationRefused, match="一天也没有营业"):
        reports.check(filled(), replace(ASKED, open_days=0))


def test_a_village_point_keeps_no_books_and_a_month_without_business_is_a_report() -> None:
    quiet = Filled(20, 0, {}, None, None)

    assert reports.check(quiet, replace(ASKED, kind=StationKind.VILLAGE_POINT)) == quiet


def test_lines_of_nothing_are_left_out() -> None:
    kept = reports.check(filled(lines={**TRADES, Service.HOME: Line()}), ASKED)

    assert set(kept.lines) == {Service.TRADE, Service.PARCEL}


AMOUNTS = st.integers(-(10**13), 10**13).map(Money)
LINES = st.dictionaries(
    st.sampled_from(Service), st.builds(Line, st.integers(-5, 2 * 10**6), AMOUNTS, AMOUNTS)
)


@given(
    st.builds(
        Filled,
        days_open=st.integers(-3, 40),
        residents=st.integers(-3, 10**7),
        lines=LINES,
        cost=st.none() | AMOUNTS,
        books=st.none() | st.builds(Books, st.integers(-5, 10**7), st.integers(), st.integers(), AMOUNTS),
        document=st.text(max_size=200),
    ),
    st.sampled_from(StationKind),
    st.integers(0, 31),
)
def test_any_report_is_kept_whole_or_refused_with_a_sentence(
    typed: Filled, kind: StationKind, open_days: int
) -> None:
    asked = Asked(kind, Month(2026, 8), open_days, date(2026, 10, 2))

    wrong = list(reports.faults(reports.tidy(typed), asked))

    if wrong:
        with pytest.raises(StationRefused, match=r"。$"):
            reports.check(typed, asked)
        return
    kept = reports.check(typed, asked)
    assert 0 <= kept.days_open <= open_days
    assert kept.residents <= kept.number
    assert kept.income.fen >= 0
    assert kept.money.fen >= 0
