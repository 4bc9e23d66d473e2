"""What may be asked for now is what the rules would let pass, to the 分."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Month
from xiangji.programme.rules.money.checks import (
    Acceptance,
    Audit,
    Basis,
    Part,
    Situation,
    blocks,
    judge,
    payable,
)
from xiangji.programme.rules.money.open_months import open_months
from xiangji.programme.tests.money_situations import CENTRAL, ON, PROVINCIAL, book, fen, plan

SHOWN = Acceptance(on=date(2020, 5, 1), is_passed=True, publicity="over")
MAY = Month(2020, 5)


def before(key: str, line: str, **more: object) -> Situation:
    """A project of which nobody asks anything yet."""
    facts: dict[str, object] = {"project_fen": fen(200), "contract_fen": fen(180), **more}
    return Situation(
        kind="payment",
        on=ON,
        line=line,
        plans=(plan(key),),
        spending=book(),
        **facts,  # type: ignore[arg-type]
    )


def blocked(situation: Situation, amount: int, basis: Basis, month: Month | None = None) -> set[str]:
    """Rules of paying that stop a payment of so much."""
    source = CENTRAL if situation.line == "centre" else PROVINCIAL
    wished = replace(situation, parts=(Part(source, amount, "equipment"),), basis=basis, month=month)
    return {each.rule for each in blocks(judge(wished)) if each.rule.startswith("payment.")}


@given(
    advanced=st.integers(0, 80), settled=st.integers(0, 120), audited=st.lists(st.integers(0, 60), max_size=3)
)
def test_asking_for_exactly_what_is_ready_is_never_stopped_by_the_rules_of_paying(
    advanced: int, settled: int, audited: list[int]
) -> None:
    audits = tuple(
        Audit(Month(2020, 3 + number), fen(amount), has_evidence=True)
        for number, amount in enumerate(audited)
    )
    situation = before(
        "haifeng-2018", "stations", advanced_fen=fen(advanced), settled_fen=fen(settled), audits=audits
    )

    found = payable(situation, taken=fen(advanced + settled))

    assert 0 <= found.ready <= max(fen(180) - fen(advanced + settled), 0)
    if found.ready and "预拨付" in found.said:
        assert blocked(situation, found.ready, Basis.ADVANCE) == set()
    elif found.ready:
        assert blocked(situation, found.ready, Basis.MONTHLY, audits[-1].month) == set()


def test_after_acceptance_all_that_is_left_may_be_asked_for() -> None:
    found = payable(before("wangkui-2018", "centre", acceptance=SHOWN), taken=fen(30))

    assert found.ready == fen(150)
    assert found.missing == ""


@pytest.mark.parametrize(
    ("acceptance", "missing"),
    [
        (None, "项目还没有验收"),
        (replace(SHOWN, on=date(2020, 7, 1)), "项目还没有验收"),
        (replace(SHOWN, is_passed=False), "不合格"),
        (replace(SHOWN, publicity="running"), "公示"),
    ],
)
def test_what_is_missing_before_the_money_is_named(acceptance: Acceptance | None, missing: str) -> None:
    found = payable(before("wangkui-2018", "centre", acceptance=acceptance), taken=0)

    assert found.ready == 0
    assert missing in found.missing


def test_a_project_that_is_wholly_asked_for_leaves_nothing() -> None:
    assert payable(before("wangkui-2018", "centre", acceptance=SHOWN), taken=fen(180)).ready == 0


def test_where_the_plan_says_nothing_audited_months_speak_and_the_lack_of_a_clause_is_said() -> None:
    bare = before("tengzhou-2019", "centre")
    audited = replace(bare, audits=(Audit(MAY, fen(12), has_evidence=True),))

    assert payable(bare, taken=0).ready == 0
    assert "方案没有写哪一步付款" in payable(bare, taken=0).missing
    assert payable(audited, taken=fen(2)).ready == fen(10)


@pytest.mark.parametrize(
    ("closed", "months"),
    [
        (None, ["2026-08", "2026-09", "2026-10"]),
        (Month(2026, 9), ["2026-10"]),
        (Month(2026, 10), []),
    ],
)
def test_the_months_that_are_over_and_not_closed(closed: Month | None, months: list[str]) -> None:
    found = open_months(date(2026, 8, 20), closed, date(2026, 11, 25))

    assert [str(month) for month in found] == months
