"""Caps and floors as they stand after a payment, with the plans' own numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.money.checks import Finding, Part, Situation, Used, judge
from xiangji.programme.rules.money.checks.situation import Kind
from xiangji.programme.tests.bodies import body_of, row_of
from xiangji.programme.tests.money_situations import (
    CENTRAL,
    COUNTY,
    fen,
    found,
    plan,
    plan_of,
    rules,
    used,
    wish,
)

WORSE = {"ok": 0, "ask": 1, "warn": 2, "block": 2}
NARROW, WIDE = "只算中心", "算整个支持方向"
LINES_34, LINES_234 = "第3、4行", "镇村站点"
TENGZHOU = {"centre_cap_scope": NARROW, "floor_scope": LINES_34}


def centre(
    wan: str, used: tuple[Used, ...] = (), kind: Kind = "payment", answers: dict[str, str] = TENGZHOU
) -> Situation:
    """滕州's county centre asks for central money; 200 stand in the plan."""
    return wish(plan("tengzhou-2019", **answers), "county_centre", CENTRAL, wan, used=used, kind=kind)


@pytest.mark.proves("PRG-40")
@pytest.mark.parametrize(
    ("wan", "outcome", "figure"),
    [
        ("200", "ok", "200 ÷ 1,500 = 13.33 %"),
        ("225", "ok", "225 ÷ 1,500 = 15 %"),
        ("225.000001", "warn", "225 ÷ 1,500 = 15.0000001 %"),
        ("230", "warn", "230 ÷ 1,500 = 15.33 %"),
    ],
)
def test_a_soft_cap_is_kept_to_the_last_fen_and_then_wants_a_reason(
    wan: str, outcome: str, figure: str
) -> None:
    finding = found(centre(wan), "ratio.centre_cap")

    assert (finding.outcome, finding.figure) == (outcome, figure)
    assert (finding.clause, finding.limit) == ("五(二)", "不超过15 %")
    assert finding.quote == "用于公共服务中心列支比例原则上不超过15%"


@pytest.mark.proves("PRG-40", "PRG-41")
@pytest.mark.parametrize(("line", "rule"), [("county_centre", "centre_cap"), ("training", "training_cap")])
def test_a_hard_cap_stops_at_the_first_fen_past_it(line: str, rule: str) -> None:
    answered = plan("wangkui-2018", quota_base="中央专项资金总额")

    kept = found(wish(answered, line, CENTRAL, "300"), f"ratio.{rule}")
    broken = found(wish(answered, line, CENTRAL, "300.000001"), f"ratio.{rule}")

    assert (kept.outcome, kept.figure) == ("ok", "300 ÷ 2,000 = 15 %")
    assert (broken.outcome, broken.remedy) == ("block", "减少这一笔，或者先按程序改方案。")


def test_what_was_paid_and_asked_for_before_counts_and_other_contracts_do_not() -> None:
    before = (used("county_centre", CENTRAL, 200, 100, requested=60, contracted=40),)

    asked = found(centre("40", used=before), "ratio.centre_cap")
    bound = found(centre("40", used=before, kind="commitment"), "ratio.centre_cap")

    assert asked.figure == "200 ÷ 1,500 = 13.33 %"
    assert bound.figure == "240 ÷ 1,500 = 16 %"


@pytest.mark.proves("PRG-42")
def test_a_floor_looks_at_what_can_still_be_reached() -> None:
    before = (used("stations", CENTRAL, 141, 141), used("training", CENTRAL, 200, 200))

    kept = found(centre("200", used=before), "ratio.infrastructure_floor")
    broken = found(centre("409.01", used=before), "ratio.infrastructure_floor")

    assert (kept.outcome, kept.figure) == ("ok", "（1,500 − 541）÷ 1,500 = 63.93 %")
    assert (broken.outcome, broken.figure) == ("warn", "（1,500 − 750.01）÷ 1,500 = 49.999 %")


def test_money_for_the_lines_of_a_floor_never_hurts_it() -> None:
    finding = found(
        wish(plan("tengzhou-2019", **TENGZHOU), "logistics", CENTRAL, 380), "ratio.infrastructure_floor"
    )

    assert (finding.outcome, finding.figure) == ("ok", "1,500 ÷ 1,500 = 100 %")


@pytest.mark.proves("PRG-43")
@pytest.mark.parametrize(("wan", "outcome"), [("100", "ok"), ("230", "ok"), ("230.01", "block")])
def test_a_share_that_is_fixed_is_a_cap_while_it_is_being_paid(wan: str, outcome: str) -> None:
    answered = plan("wangkui-2018", quota_base="中央专项资金总额")

    finding = found(wish(answered, "poverty_data", CENTRAL, wan, "system"), "ratio.poverty_data_share")

    assert (finding.outcome, finding.limit) == (outcome, "等于11.5 %")


def test_readings_that_lead_to_the_same_need_no_question() -> None:
    open_plan = plan("tengzhou-2019", floor_scope=LINES_34)

    finding = found(wish(open_plan, "county_centre", CENTRAL, 200), "ratio.centre_cap")

    assert (finding.outcome, finding.question) == ("ok", "")


def test_readings_that_part_are_asked_and_an_answer_is_remembered() -> None:
    before = (used("county_centre", CENTRAL, 200, 200),)

    def judged(**answers: str) -> Finding:
        return found(
            wish(
                plan("tengzhou-2019", floor_scope=LINES_34, **answers), "stations", CENTRAL, 141, used=before
            ),
            "ratio.centre_cap",
        )

    asked = judged()
    assert (asked.outcome, asked.question) == ("ask", "centre_cap_scope")
    assert "算整个支持方向，第1、2行”：办了这一笔，公共服务中心用到22.73 %" in asked.sentence
    assert asked.remedy.startswith("请")
    wide = judged(centre_cap_scope=WIDE)
    assert (wide.outcome, wide.figure) == ("warn", "（200 + 141）÷ 1,500 = 22.73 %")


def test_a_decided_narrow_reading_leaves_other_lines_alone() -> None:
    answered = plan("tengzhou-2019", **TENGZHOU)

    assert "ratio.centre_cap" not in rules(wish(answered, "stations", CENTRAL, 141))


def test_the_quota_read_as_money_used_so_far_stops_an_early_payment() -> None:
    before = (used("logistics", CENTRAL, 372, 100),)

    def judged(**answers: str) -> Finding:
        situation = wish(plan("wangkui-2018", **answers), "county_centre", CENTRAL, 50, used=before)
        return found(situation, "ratio.centre_cap")

    assert (judged().outcome, judged().question) == ("ask", "quota_base")
    assert judged(quota_base="中央专项资金总额").outcome == "ok"
    narrow = judged(quota_base="已经使用的专项资金")
    assert (narrow.outcome, narrow.figure) == ("block", "50 ÷ 150 = 33.33 %")


def test_people_may_decide_that_a_soft_cap_stops_and_a_hard_one_gives_way() -> None:
    soft = centre("230", answers={**TENGZHOU, "soft_limits": "挡住"})
    hard = wish(
        plan("wangkui-2018", quota_base="中央专项资金总额", hard_limits="能，写明理由"),
        "county_centre",
        CENTRAL,
        301,
    )

    assert found(soft, "ratio.centre_cap").outcome == "block"
    assert found(hard, "ratio.centre_cap").outcome == "warn"


@pytest.mark.proves("PRG-44")
@pytest.mark.parametrize(
    ("wan", "stations", "outcome", "limit"),
    [
        ("141", {}, "ok", "镇级 21 × 1 + 村级 240 × 0.5 = 141万元"),
        ("141.000001", {}, "block", "镇级 21 × 1 + 村级 240 × 0.5 = 141万元"),
        ("141", {"town_stations": 20}, "block", "镇级 20 × 1 + 村级 240 × 0.5 = 140万元"),
        ("60", {"town_stations": 10, "village_points": 100}, "ok", "镇级 10 × 1 + 村级 100 × 0.5 = 60万元"),
    ],
)
def test_stations_get_so_much_for_each_that_is_registered(
    wan: str, stations: dict[str, int], outcome: str, limit: str
) -> None:
    answered = plan("tengzhou-2019", station_cap_scope="只管中央资金", **TENGZHOU)

    finding = found(wish(answered, "stations", CENTRAL, wan, stations=stations), "cap.stations")

    assert (finding.outcome, finding.limit) == (outcome, limit)


def test_whether_county_money_counts_for_the_stations_is_asked_when_it_matters() -> None:
    before = (used("stations", CENTRAL, 141, 141),)
    open_plan = plan("tengzhou-2019", **TENGZHOU)

    finding = found(wish(open_plan, "stations", COUNTY, "0.5", used=before), "cap.stations")

    assert (finding.outcome, finding.question) == ("ask", "station_cap_scope")


def test_a_plan_without_ratios_says_nothing_of_them() -> None:
    situation = wish(plan("haifeng-2018"), "stations", Source.PROVINCIAL, 100)

    assert not {rule for rule in rules(situation) if rule.startswith(("ratio.", "cap."))}


def test_a_total_that_is_not_stated_gives_no_share() -> None:
    body = body_of("wangkui-2018")
    body["plan"]["budget_total"] = {"total": 2390, "quote": "预计总投资2390万元", "central": 0}
    bare = plan_of(PlanDocument.of(body))

    assert "ratio.centre_cap" not in rules(wish(bare, "county_centre", CENTRAL, 240))


@given(before=st.integers(0, 400_000_000), wanted=st.integers(1, 400_000_000), more=st.integers(0, 10**8))
@pytest.mark.parametrize("key", ["tengzhou-2019", "wangkui-2018"])
@pytest.mark.parametrize("line", ["county_centre", "stations", "training"])
def test_more_money_never_makes_a_limit_kept(
    key: str, line: str, before: int, wanted: int, more: int
) -> None:
    held = replace(used(line, CENTRAL, 200), paid=before)
    one = wish(plan(key), line, CENTRAL, 1, used=(held,), parts=(Part(CENTRAL, wanted, "equipment"),))
    other = replace(one, parts=(Part(CENTRAL, wanted + more, "equipment"),))

    first = {each.key: each for each in judge(one) if each.rule.startswith(("ratio.", "cap.", "line."))}
    second = {each.key: each for each in judge(other)}

    for name, finding in first.items():
        assert WORSE[second[name].outcome] >= WORSE[finding.outcome]


@given(limit=st.integers(1, 100), wanted=st.integers(0, 300_000_000))
def test_a_cap_is_kept_exactly_when_the_share_is_within_it(limit: int, wanted: int) -> None:
    body = body_of("wangkui-2018")
    row_of(body, "ratio_rule", "centre_cap")["limit"] = limit
    answered = plan_of(PlanDocument.of(body), quota_base="中央专项资金总额")

    situation = wish(answered, "county_centre", CENTRAL, 1, parts=(Part(CENTRAL, wanted, "equipment"),))
    outcomes = {each.outcome for each in judge(situation) if each.rule == "ratio.centre_cap"}

    if wanted:
        assert outcomes == {"ok" if wanted * 100 <= limit * fen(2000) else "block"}
