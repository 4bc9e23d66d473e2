"""When a station lives, feeds itself, and what is to be done: tables and properties, no database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money, Month
from xiangji.stations.rules import life
from xiangji.stations.rules.functions import functions
from xiangji.stations.rules.life import Advice, Career, Cell, Reported, Verdict
from xiangji.stations.rules.months import ending_with, last_whole, later, read
from xiangji.stations.rules.reports import Service
from xiangji.stations.rules.states import Past, Step

LAST = Month(2026, 10)
YEAR = ending_with(LAST, 12)
OPENED = Past(Step.OPENED, date(2025, 1, 5))
BUSY = Reported(10, 8, Money.from_yuan(100), Money(0), Money.from_yuan(80), (Service.TRADE, Service.PARCEL))
IDLE = Reported(0, 0, Money(0), Money(0), Money.from_yuan(80))


def career(drawn: str, *past: Past) -> Career:
    """`b` business, `i` none, `.` no report; the last sign is the last month."""
    months = ending_with(LAST, len(drawn))
    kinds = {"b": BUSY, "i": IDLE}
    found = {month: kinds[sign] for month, sign in zip(months, drawn, strict=True) if sign in kinds}
    return Career(past or (OPENED,), found)


@pytest.mark.proves("STA-32")
@pytest.mark.parametrize(
    ("lived", "expected"),
    [
        pytest.param(career("bbbbbbbbbbbb"), Verdict.ALIVE, id="business every month"),
        pytest.param(career("bbbbbbbbbbii"), Verdict.ALIVE, id="business within three months"),
        pytest.param(career("bbbbbbbbbiii"), Verdict.QUIET, id="none in three months"),
        pytest.param(career("bbbbbbbbb.ii"), Verdict.UNKNOWN, id="what is not reported is not guessed"),
        pytest.param(career("bbbbbbbbbb.b"), Verdict.ALIVE, id="one month with business is enough"),
        pytest.param(career("ii", Past(Step.OPENED, date(2026, 9, 3))), Verdict.NEW, id="two months old"),
        pytest.param(career("b", Past(Step.OPENED, date(2026, 10, 3))), Verdict.ALIVE, id="new and busy"),
        pytest.param(
            career("bbbb", OPENED, Past(Step.SUSPENDED, date(2026, 10, 31))),
            Verdict.SUSPENDED,
            id="a paused one does not live, whatever it did",
        ),
        pytest.param(
            career("bbbb", OPENED, Past(Step.CLOSED, date(2026, 10, 9))), Verdict.CLOSED, id="closed"
        ),
        pytest.param(career("", Past(Step.OPENED, date(2026, 11, 1))), None, id="opens next month"),
    ],
)
def test_a_station_lives_by_its_last_months(lived: Career, expected: Verdict | None) -> None:
    assert life.verdict(lived, LAST) is expected


@pytest.mark.proves("STA-32")
def test_survival_counts_closed_ones_and_leaves_out_what_cannot_be_told() -> None:
    verdicts = [*[Verdict.ALIVE] * 3, Verdict.QUIET, Verdict.CLOSED, Verdict.UNKNOWN, Verdict.NEW, None]

    found = life.survival(verdicts)

    assert (found.alive, found.told) == (3, 5)
    assert found.percent == 60
    assert life.survival([Verdict.NEW]).percent is None


@pytest.mark.parametrize(
    ("drawn", "quiet", "missing"),
    [("bbbb", 0, 0), ("bbii", 2, 0), ("b.ii", 2, 0), ("bb..", 0, 2), ("iiiiiiiiiiii", 12, 0)],
)
def test_months_without_business_are_counted_back_from_the_last(drawn: str, quiet: int, missing: int) -> None:
    months = ending_with(LAST, len(drawn))

    assert life.quiet_months(career(drawn), months) == quiet
    assert life.missing_months(career(drawn), months) == missing


def test_self_support_is_what_was_earned_against_what_it_cost_where_both_are_known() -> None:
    unknown = Reported(5, 5, Money.from_yuan(1_000), Money(0), None, (Service.TRADE,))
    lived = Career((OPENED,), {YEAR[-1]: BUSY, YEAR[-2]: IDLE, YEAR[-3]: unknown})

    found = life.support(lived, YEAR)

    assert found is not None
    assert (found.earned, found.spent, found.months) == (Money.from_yuan(100), Money.from_yuan(160), 2)
    assert not found.is_reached
    assert found.missing == Money.from_yuan(60)
    assert life.support(Career((OPENED,), {YEAR[-1]: unknown}), YEAR) is None


@pytest.mark.parametrize(
    ("drawn", "advice", "reason"),
    [
        ("bbbbbbbbbiii", Advice.HELP, "连续3个月没有业务"),
        ("bbbbbbiiiiii", Advice.SUSPEND, "连续6个月没有业务"),
        ("iiiiiiiiiiii", Advice.CLOSE, "连续12个月没有业务"),
        ("bbbbbbbbbb..", Advice.REMIND, "连续2个月没有月报"),
    ],
)
def test_what_is_to_be_done_follows_from_the_months(drawn: str, advice: Advice, reason: str) -> None:
    found = life.suggestion(career(drawn), YEAR)

    assert found is not None
    assert (found.advice, found.reasons) == (advice, (reason,))


def test_a_healthy_station_is_left_alone() -> None:
    assert life.suggestion(career("bbbbbbbbbbbb"), YEAR) is None
    assert life.suggestion(career("bbbbbbbbbb.b"), YEAR) is None


def test_one_trade_and_a_loss_ask_for_help_with_both_reasons() -> None:
    poor = Reported(3, 3, Money.from_yuan(10), Money(0), Money.from_yuan(80), (Service.PARCEL,))
    lived = Career((OPENED,), dict.fromkeys(YEAR, poor))

    found = life.suggestion(lived, YEAR)

    assert found is not None
    assert found.advice is Advice.HELP
    assert found.reasons == (
        "近3个月只有“快递收发”一种业务，不是一站多业",
        "近3个月收入30元，不够运行成本240元",
    )


def test_a_long_pause_asks_to_close() -> None:
    paused = career("bbbbb", OPENED, Past(Step.SUSPENDED, date(2026, 4, 1)))
    lived = Career(paused.past, {month: BUSY for month in YEAR if month < Month(2026, 4)})

    found = life.suggestion(lived, YEAR)

    assert found is not None
    assert (found.advice, found.reasons) == (Advice.CLOSE, ("停业满7个月没有恢复",))


@given(st.text("bi.", min_size=12, max_size=12))
def test_verdict_and_advice_never_contradict_each_other(drawn: str) -> None:
    lived = career(drawn)
    verdict, found = life.verdict(lived, LAST), life.suggestion(lived, YEAR)

    if verdict is Verdict.QUIET:
        assert found is not None
        assert found.advice in {Advice.HELP, Advice.SUSPEND, Advice.CLOSE}
    if found is not None and found.advice in {Advice.SUSPEND, Advice.CLOSE}:
        assert verdict is Verdict.QUIET
    assert Cell.NONE not in lived.cells(YEAR)


@pytest.mark.proves("STA-19")
@pytest.mark.parametrize(
    ("drawn", "lessons", "parcels", "shown"),
    [
        ("bbb", 2, 40, [True, True, True]),
        ("b.b", 0, 40, [False, False, True]),
        ("iii", 1, 0, [True, True, False]),
    ],
)
def test_the_three_functions_of_a_town_station_are_told_from_what_is_on_record(
    drawn: str, lessons: int, parcels: int, shown: list[bool]
) -> None:
    cells = career(drawn).cells(ending_with(LAST, 3))

    found = functions(cells, lessons=lessons, learners=20 * lessons, parcels=parcels)

    assert [one.word for one in found] == ["运营管理", "电商培训", "快递物流"]
    assert [one.is_shown for one in found] == shown


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 1, 15), Month(2025, 12)),
        (date(2026, 2, 28), Month(2026, 2)),
        (date(2026, 3, 30), Month(2026, 2)),
    ],
)
def test_the_last_whole_month(today: date, last: Month) -> None:
    assert last_whole(today) == last


@given(st.integers(1, 12), st.integers(-40, 40))
def test_months_are_walked_there_and_back(month: int, count: int) -> None:
    start = Month(2026, month)

    assert later(later(start, count), -count) == start
    assert start.months_until(later(start, count)) == count


@pytest.mark.parametrize(
    "written", ["2026-10", " 2026-10 ", "2026/10", "2026.10", "2026年10月", "2026年10", "2026-10-01"]
)
def test_a_month_is_read_as_people_write_it(written: str) -> None:
    assert read(written) == Month(2026, 10)


@given(st.text(max_size=12))
def test_anything_else_is_no_month(written: str) -> None:
    try:
        found = read(written)
    except ValueError:
        return
    assert str(found.year) in written
