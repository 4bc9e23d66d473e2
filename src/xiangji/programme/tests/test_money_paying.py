"""When money may leave: 海丰 in advance and by month, 望奎 after acceptance and publicity."""

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
    due,
)
from xiangji.programme.tests.money_situations import (
    CENTRAL,
    COUNTY,
    PROVINCIAL,
    fen,
    found,
    plan,
    rules,
    used,
    wish,
)

OF_PROJECT, OF_CONTRACT = "项目资金", "合同金额"
FIRST = "先抵完预拨"
MAY = Month(2020, 5)


def advance(wan: str, contract: str | None = "180", paid: str = "0", **answers: str) -> Situation:
    """海丰's training: 75 of provincial money in the plan would be a small one; here the project has 200."""
    return wish(
        plan("haifeng-2018", **answers),
        "stations",
        PROVINCIAL,
        wan,
        basis=Basis.ADVANCE,
        project_fen=fen(200),
        contract_fen=None if contract is None else fen(contract),
        advanced_fen=fen(paid),
    )


@pytest.mark.proves("PRG-55", "PRG-57")
@pytest.mark.parametrize(
    ("wan", "outcome"), [("72", "ok"), ("72.000001", "ask"), ("80", "ask"), ("80.000001", "block")]
)
def test_an_advance_is_asked_about_only_between_the_two_bases(wan: str, outcome: str) -> None:
    finding = found(advance(wan), "payment.advance")

    assert finding.outcome == outcome
    assert finding.question == ("advance_base" if outcome == "ask" else "")
    assert (finding.clause, finding.quote) == ("五(二)9", "按照 40%预拨付")


@pytest.mark.parametrize(
    ("base", "wan", "outcome", "limit"),
    [
        (OF_PROJECT, "80", "ok", "项目资金200万元 × 40 % = 80万元"),
        (OF_PROJECT, "80.000001", "block", "项目资金200万元 × 40 % = 80万元"),
        (OF_CONTRACT, "72", "ok", "合同金额180万元 × 40 % = 72万元"),
        (OF_CONTRACT, "80", "block", "合同金额180万元 × 40 % = 72万元"),
    ],
)
def test_a_decided_base_is_remembered(base: str, wan: str, outcome: str, limit: str) -> None:
    finding = found(advance(wan, advance_base=base), "payment.advance")

    assert (finding.outcome, finding.limit) == (outcome, limit)


def test_advances_add_up_and_the_remedy_names_what_is_left() -> None:
    finding = found(advance("50", paid="40", advance_base=OF_PROJECT), "payment.advance")

    assert (finding.outcome, finding.figure) == ("block", "90万元")
    assert finding.remedy == "预拨付最多再拨40万元，其余按月审计结算。"


def test_an_advance_on_a_contract_wants_the_contract_first() -> None:
    finding = found(advance("10", contract=None, advance_base=OF_CONTRACT), "payment.advance")

    assert (finding.outcome, finding.remedy) == ("block", "先登记合同，再申请预拨付。")


def monthly(wan: str, *, advanced: str = "80", settled: str = "0", **more: object) -> Situation:
    """Audited 60 in April and 60 in May, of a project of 200."""
    facts: dict[str, object] = {
        "audits": (Audit(Month(2020, 4), fen(60), True), Audit(MAY, fen(60), True)),
        "month": MAY,
        **more,
    }
    situation = wish(plan("haifeng-2018"), "stations", PROVINCIAL, wan)
    return replace(
        situation,
        basis=Basis.MONTHLY,
        project_fen=fen(200),
        advanced_fen=fen(advanced),
        settled_fen=fen(settled),
        **facts,  # type: ignore[arg-type]
    )


def read(situation: Situation, reading: str) -> Situation:
    return replace(situation, plans=(plan("haifeng-2018", advance_set_off=reading),))


@pytest.mark.proves("PRG-55")
def test_what_is_due_follows_from_the_audits_and_the_way_of_setting_off() -> None:
    first, share = due(monthly("1"))

    assert (first.fen, first.sum) == (fen(40), "审计120万元 − 预拨80万元 − 已付0万元")
    assert (share.fen, share.sum) == (fen(72), "审计120万元 − 预拨48万元 − 已付0万元")


@pytest.mark.parametrize(
    ("wan", "outcome"), [("40", "ok"), ("40.000001", "ask"), ("72", "ask"), ("72.000001", "block")]
)
def test_a_settlement_is_asked_about_only_between_the_two_ways(wan: str, outcome: str) -> None:
    finding = found(monthly(wan), "payment.monthly_settlement")

    assert finding.outcome == outcome
    assert finding.question == ("advance_set_off" if outcome == "ask" else "")


def test_without_an_advance_all_that_was_audited_may_be_paid() -> None:
    finding = found(monthly("120", advanced="0"), "payment.monthly_settlement")

    assert (finding.outcome, finding.limit) == ("ok", "审计120万元 − 预拨0万元 − 已付0万元 = 120万元")


def test_what_was_settled_before_is_not_paid_twice() -> None:
    finding = found(read(monthly("10", settled="40"), FIRST), "payment.monthly_settlement")

    assert (finding.outcome, finding.remedy) == ("block", "等下个月的审计。")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"month": None}, "没有写结算哪个月。"),
        ({"month": Month(2020, 6)}, "2020年6月还没有过完，不能结算。"),
        ({"month": Month(2020, 3)}, "2020年3月没有审计记录。"),
        ({"audits": (Audit(MAY, fen(60), False),)}, "2020年5月的审计记录没有附件。"),
    ],
)
def test_a_month_without_its_audit_is_not_settled(change: dict[str, object], words: str) -> None:
    situation = replace(monthly("1"), **change)  # type: ignore[arg-type]

    finding = found(situation, "payment.monthly_settlement")

    assert (finding.outcome, finding.sentence) == ("block", words)
    assert finding.remedy


@given(
    audited=st.integers(0, 10**9),
    advanced=st.integers(0, 10**9),
    settled=st.integers(0, 10**9),
    wanted=st.integers(1, 10**9),
)
def test_settlements_and_the_advance_never_pay_more_than_was_audited(
    audited: int, advanced: int, settled: int, wanted: int
) -> None:
    base = monthly("1", audits=(Audit(MAY, audited, True),))
    asked = replace(
        base, parts=(Part(PROVINCIAL, wanted, "equipment"),), advanced_fen=advanced, settled_fen=settled
    )

    finding = found(read(asked, FIRST), "payment.monthly_settlement")

    is_covered = settled + wanted <= max(audited - advanced, 0)
    assert (finding.outcome == "ok") == is_covered


PASSED = Acceptance(True, date(2020, 6, 1), "over")


def accepted(
    wan: str, acceptance: Acceptance | None, *, basis: Basis = Basis.AFTER_ACCEPTANCE, **answers: str
) -> Situation:
    return wish(plan("wangkui-2018", **answers), "stations", CENTRAL, wan, acceptance=acceptance, basis=basis)


@pytest.mark.proves("PRG-56")
def test_after_acceptance_and_publicity_the_money_is_paid() -> None:
    finding = found(accepted("248", PASSED), "payment.after_acceptance")

    assert (finding.outcome, finding.clause, finding.question) == ("ok", "七(三)", "")


@pytest.mark.proves("PRG-56")
@pytest.mark.parametrize(
    ("acceptance", "lacking"),
    [
        (None, "项目还没有验收"),
        (replace(PASSED, is_passed=False), "项目验收不合格"),
        (replace(PASSED, publicity="none"), "验收结果还没有公示"),
        (replace(PASSED, publicity="running"), "验收结果的公示还没有期满"),
        (replace(PASSED, objections=1), "验收结果的公示有1条异议没有处理完"),
        (replace(PASSED, on=date(2020, 7, 1)), "项目还没有验收"),
    ],
)
def test_what_is_lacking_before_acceptance_is_said(acceptance: Acceptance | None, lacking: str) -> None:
    situation = accepted("10", acceptance, tranche_conditions="都在验收公示以后拨")

    finding = found(situation, "payment.after_acceptance")

    assert (finding.outcome, finding.sentence) == ("block", f"{lacking}，不能拨付。")


@pytest.mark.proves("PRG-38", "PRG-57")
@pytest.mark.parametrize(
    ("before", "wan", "outcome"), [("0", "198", "ok"), ("100", "98", "ok"), ("100", "98.000001", "block")]
)
def test_the_first_tranche_may_go_before_acceptance_where_that_was_decided(
    before: str, wan: str, outcome: str
) -> None:
    situation = accepted(wan, None, basis=Basis.TRANCHE, tranche_conditions="前期先拨")

    finding = found(
        replace(situation, used=(used("stations", CENTRAL, 248, before),)), "payment.after_acceptance"
    )

    assert (finding.outcome, finding.limit) == (outcome, "前期198万元")


def test_the_condition_of_the_first_tranche_is_asked_only_where_it_matters() -> None:
    def outcome_of(wan: str, acceptance: Acceptance | None) -> tuple[str, str]:
        finding = found(accepted(wan, acceptance), "payment.after_acceptance")
        return finding.outcome, finding.question

    assert outcome_of("100", None) == ("ask", "tranche_conditions")
    assert outcome_of("199", None) == ("block", "")
    assert outcome_of("199", PASSED) == ("ok", "")


def test_money_without_tranches_waits_for_acceptance_under_every_reading() -> None:
    finding = found(
        wish(plan("wangkui-2018"), "publicity", COUNTY, 30, "publicity"), "payment.after_acceptance"
    )

    assert finding.outcome == "block"


def test_a_way_of_paying_that_the_plan_does_not_know_wants_a_reason() -> None:
    finding = found(
        wish(plan("haifeng-2018"), "stations", PROVINCIAL, 10, basis=Basis.OTHER), "payment.basis"
    )

    assert finding.outcome == "warn"
    assert finding.sentence.endswith("没有“其他”。")


@pytest.mark.proves("PRG-57")
@pytest.mark.parametrize("key", ["tengzhou-2019", "donggang-2020", "liaoning-2020"])
def test_a_plan_that_sets_no_way_of_paying_sets_no_condition(key: str) -> None:
    assert not {
        rule for rule in rules(wish(plan(key), "stations", CENTRAL, 1)) if rule.startswith("payment.")
    }


def test_a_contract_is_no_payment() -> None:
    situation = replace(accepted("248", None), kind="commitment")

    assert not {rule for rule in rules(situation) if rule.startswith("payment.")}
