from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.phases import months_of, phases_on
from xiangji.programme.rules.successor import shifted, years_to_shift
from xiangji.programme.tests.bodies import PLANS, body_of, document_of

PLAN = st.sampled_from(PLANS)


def phase_today(plan: str, today: date) -> list[str]:
    years = years_to_shift(document_of(plan), today)
    running = PlanDocument.of(shifted(body_of(plan), years))
    return [phase.short_name for phase in phases_on(running, today) if phase.state == "here"]


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2025, 12, 31), 5),
        (date(2026, 1, 1), 6),
        (date(2026, 9, 30), 6),
        (date(2026, 12, 31), 6),
        (date(2027, 1, 1), 7),
        (date(2027, 12, 31), 7),
        (date(2028, 1, 1), 8),
        (date(2020, 6, 1), 0),
    ],
)
def test_tengzhou_is_moved_by_the_fewest_years_that_reach_today(today: date, years: int) -> None:
    assert years_to_shift(document_of("tengzhou-2019"), today) == years
    assert phase_today("tengzhou-2019", today) == ["组织实施"]


@given(st.dates(date(2021, 1, 1), date(2100, 12, 31)))
def test_today_lies_in_the_longest_phase(today: date) -> None:
    assert "组织实施" in phase_today("tengzhou-2019", today)
    assert "组织实施" in phase_today("wangkui-2018", today)
    assert "实施" in phase_today("haifeng-2018", today)


@given(st.dates(date(2022, 1, 1), date(2100, 12, 31)))
def test_where_the_longest_phase_is_short_the_longest_that_meets_today_is_taken(today: date) -> None:
    """东港's longest phase lasts from October to June."""
    expected = "总结" if today.month in (7, 8, 9) else "启动"

    assert phase_today("donggang-2020", today) == [expected]


def test_a_notice_without_phases_is_moved_into_the_running_year() -> None:
    assert years_to_shift(document_of("liaoning-2020"), date(2026, 5, 1)) == 6


def test_dates_move_and_nothing_else() -> None:
    before, after = body_of("tengzhou-2019"), shifted(body_of("tengzhou-2019"), 6)
    old, new = PlanDocument.of(before), PlanDocument.of(after)

    assert new.document.title == "滕州市电子商务进农村综合示范工作实施方案（演示顺延）"
    assert (new.document.date, new.document.shifted_years) == (date(2025, 9, 28), 6)
    assert [str(phase.start) for phase in new.phases] == ["2025-07", "2025-11", "2027-01", "2027-04"]
    assert {line.due for line in new.budget_lines} == {"2026-12", "2027-03"}
    assert {target.deadline for target in new.targets} == {"", "2026-12"}
    assert (new.key, new.document.programme_year) == (old.key, 2019)
    assert [line.sources for line in new.budget_lines] == [line.sources for line in old.budget_lines]
    assert [target.goal for target in new.targets] == [target.goal for target in old.targets]
    assert new.ratio_rules == old.ratio_rules
    assert new.bases == old.bases
    assert [phase.quote for phase in new.phases] == [phase.quote for phase in old.phases]
    assert after["reading"] == before["reading"]


def test_a_deadline_of_a_year_moves_too() -> None:
    target = PlanDocument.of(shifted(body_of("haifeng-2018"), 7)).target("logistics_towns")

    assert target is not None
    assert (target.deadline, target.deadline_day) == ("2025", date(2025, 12, 31))


def test_the_body_that_was_given_stays_as_it_was() -> None:
    body = body_of("wangkui-2018")

    shifted(body, 3)

    assert body == body_of("wangkui-2018")


@given(PLAN, st.integers(1, 300))
def test_moving_there_and_back_gives_the_same_body(plan: str, years: int) -> None:
    body = body_of(plan)

    assert shifted(shifted(body, years), -years) == body
    assert shifted(shifted(body["plan"], years), -years) == body["plan"]


@given(PLAN, st.integers(0, 100), st.integers(0, 100))
def test_moving_twice_is_moving_once_by_both(plan: str, first: int, second: int) -> None:
    body = body_of(plan)

    assert shifted(shifted(body, first), second) == shifted(body, first + second)


@given(PLAN, st.integers(0, 100))
def test_no_phase_grows_or_shrinks(plan: str, years: int) -> None:
    moved = PlanDocument.of(shifted(body_of(plan), years)).phases

    assert [months_of(phase) for phase in moved] == [months_of(phase) for phase in document_of(plan).phases]


@pytest.mark.parametrize(
    ("written", "years", "moved"),
    [
        ("2020-02-29", 1, "2021-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
        (date(2020, 2, 29), 1, date(2021, 2, 28)),
        (date(2020, 8, 17), 6, date(2026, 8, 17)),
    ],
)
def test_a_leap_day_becomes_the_28th(written: str | date, years: int, moved: str | date) -> None:
    body = body_of("donggang-2020")
    body["plan"]["document"]["date"] = written

    assert shifted(body, years)["plan"]["document"]["date"] == moved
