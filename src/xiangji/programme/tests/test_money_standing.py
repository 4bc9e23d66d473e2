"""How a programme stands without a wish: use rate, county match over three years, money at rest."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from xiangji.programme.rules.money.checks import (
    Finding,
    PlanInForce,
    Promise,
    Resting,
    Situation,
    survey,
    use_rate,
)
from xiangji.programme.tests.money_situations import CENTRAL, COUNTY, ON, book, fen, plan, used


def standing(*plans: PlanInForce, **facts: object) -> Situation:
    return replace(Situation("payment", ON, "", plans, book()), **facts)  # type: ignore[arg-type]


def surveyed(situation: Situation, rule: str) -> tuple[Finding, ...]:
    return tuple(each for each in survey(situation) if each.rule == rule)


@pytest.mark.proves("PRG-58")
@pytest.mark.parametrize(
    ("paid", "outcome", "figure"),
    [("1350", "ok", "90 %"), ("1349.99", "warn", "89.999 %"), ("1500", "ok", "100 %"), ("0", "warn", "0 %")],
)
def test_the_use_rate_is_held_against_ninety_per_cent(paid: str, outcome: str, figure: str) -> None:
    cells = (used("upstream", CENTRAL, 1500, paid), used("upstream", COUNTY, 600, 0))
    notice = plan("liaoning-2020", which_years_notice="在建的都管")
    situation = standing(plan("tengzhou-2019"), notice, used=cells)

    (finding,) = surveyed(situation, "threshold.final_acceptance_fund_use")

    assert (finding.outcome, finding.figure, finding.limit) == (outcome, figure, "不低于90 %")
    assert (finding.clause, finding.version) == ("五(四)", "liaoning-2020 第1版")


def test_what_is_only_asked_for_is_not_used() -> None:
    cells = (used("upstream", CENTRAL, 1500, 750, requested=750),)

    assert use_rate(standing(plan("tengzhou-2019"), used=cells)) == Fraction(1, 2)
    assert use_rate(standing(plan("tengzhou-2019"))) is None


@pytest.mark.proves("PRG-46")
@pytest.mark.parametrize(
    ("on", "second", "outcome"),
    [
        (date(2022, 6, 30), "200", "ok"),
        (date(2022, 7, 1), "200", "warn"),
        (date(2022, 7, 1), "300", "ok"),
    ],
)
def test_the_match_of_the_county_is_due_within_three_years(on: date, second: str, outcome: str) -> None:
    given = ((2019, fen(300)), (2020, fen(second)))

    (finding,) = surveyed(standing(plan("tengzhou-2019"), on=on, county_paid=given), "subsidy.county_match")

    assert (finding.outcome, finding.clause) == (outcome, "七(四)")
    assert f"2019年300万元，2020年{second}万元" in finding.sentence


@pytest.mark.proves("PRG-53")
def test_money_at_rest_is_named_where_a_plan_forbids_it() -> None:
    resting = (Resting(CENTRAL, fen(500), date(2020, 3, 16)), Resting(COUNTY, fen(60), date(2020, 3, 17)))

    central, county = surveyed(
        standing(plan("donggang-2020"), resting=(resting[0], replace(resting[1], fen=fen(60)))), "idle"
    )

    assert (central.outcome, central.figure) == ("warn", "91天")
    assert (county.outcome, county.figure) == ("ok", "90天")
    assert "平台按90天提醒" in central.sentence
    assert surveyed(standing(plan("tengzhou-2019"), resting=resting), "idle") == ()


def test_a_survey_shows_every_ratio_and_every_promise() -> None:
    promises = (Promise("stations", fen(50), fen(20)), Promise("training", fen(30), fen(30), ">="))

    situation = standing(plan("wangkui-2018", quota_base="中央专项资金总额"), promises=promises)

    outcomes = {(each.rule, each.part): each.outcome for each in survey(situation)}
    assert outcomes["enterprise.promise", "stations"] == "warn"
    assert outcomes["enterprise.promise", "training"] == "ok"
    assert {rule for rule, _ in outcomes if rule.startswith("ratio.")} == {
        "ratio.centre_cap",
        "ratio.training_cap",
        "ratio.poverty_data_share",
    }
