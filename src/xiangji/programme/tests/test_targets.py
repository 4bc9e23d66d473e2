from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.measures import Reading
from xiangji.programme.rules.document import PlanDocument, Target
from xiangji.programme.rules.targets import Judged, judged, tally, time_passed
from xiangji.programme.tests.bodies import PLANS, body_of, document_of, row_of

TENGZHOU = "tengzhou-2019"
IN_MONTH_ELEVEN = date(2020, 9, 30)


def target_of(plan: str, key: str) -> Target:
    target = document_of(plan).target(key)
    assert target is not None
    return target


def judge(key: str, reading: Reading | None, *, plan: str = TENGZHOU, day: date = IN_MONTH_ELEVEN) -> Judged:
    return judged(target_of(plan, key), reading, day, document_of(plan))


@pytest.mark.proves("PRG-04")
@pytest.mark.parametrize(
    ("plan", "key", "planned", "unit"),
    [
        (TENGZHOU, "town_stations", "21", "处"),
        (TENGZHOU, "centre_area", "≥ 1,500", "㎡"),
        (TENGZHOU, "joint_carriers", "1—3", "家"),
        (TENGZHOU, "public_brands", "≥ 1", "个"),
        (TENGZHOU, "rural_online_retail_growth", "高于全省农村平均水平", ""),
        ("haifeng-2018", "online_transactions", "> 35", "亿元"),
        ("haifeng-2018", "logistics_towns", "基本覆盖", ""),
        ("wangkui-2018", "logistics_coverage", "全覆盖", "%"),
        ("donggang-2020", "training_satisfaction", "≥ 90", "%"),
    ],
)
def test_what_a_target_asks_for_is_ready_to_show(plan: str, key: str, planned: str, unit: str) -> None:
    target = target_of(plan, key)

    assert (target.planned, target.unit) == (planned, unit)


@pytest.mark.proves("PRG-04")
@pytest.mark.parametrize(
    ("key", "reading", "word", "verdict", "now", "share", "sentence"),
    [
        ("town_stations", Reading(21), "达成", "ok", "21", "100", "计划 21处，已经达到。"),
        ("centre_area", Reading(1620), "达成", "ok", "1,620", "100", "计划 ≥ 1,500㎡，已经达到。"),
        (
            "village_points",
            Reading(212),
            "按期推进",
            "wait",
            "212",
            "88.33",
            "时间过了 78.45 %，做到 88.33 %，还差 28个。",
        ),
        (
            "village_points",
            Reading(150),
            "偏慢",
            "warn",
            "150",
            "62.5",
            "时间过了 78.45 %，做到 62.5 %，还差 90个。",
        ),
        (
            "training_person_times",
            Reading(2000),
            "落后",
            "bad",
            "2,000",
            "40",
            "时间过了 78.45 %，做到 40 %，还差 3,000人次。",
        ),
        (
            "transaction_growth",
            Reading(234, 1000),
            "落后",
            "bad",
            "23.4",
            "78",
            "增长率不按时间折算，还差 6.6个百分点。",
        ),
        (
            "express_towns",
            Reading(20, 21),
            "没有期限",
            "wait",
            "95.24",
            "95.24",
            "原文没有给期限，还差 4.76个百分点。",
        ),
        ("joint_carriers", Reading(4), "超出范围", "warn", "4", "100", "现在 4家，计划最多 3家。"),
        ("joint_carriers", Reading(2), "达成", "ok", "2", "100", "计划 1—3家，已经达到。"),
    ],
)
def test_a_target_is_judged_by_value_and_day(
    key: str, reading: Reading, word: str, verdict: str, now: str, share: str, sentence: str
) -> None:
    result = judge(key, reading)

    assert (result.word, result.verdict, result.now) == (word, verdict, now)
    assert (result.share, result.sentence) == (Decimal(share), sentence)


def test_a_missed_deadline_is_behind_whatever_the_pace() -> None:
    result = judge("village_points", Reading(239), day=date(2021, 1, 1))

    assert (result.word, result.sentence) == ("落后", "期限已过，还差 1个。")
    assert judge("village_points", Reading(239), day=date(2020, 12, 31)).word == "按期推进"
    assert judge("village_points", Reading(240), day=date(2021, 1, 1)).word == "达成"


def test_more_than_must_be_more() -> None:
    """突破35亿元 is not reached at 35 亿元; the reading comes in 分."""
    body = body_of("haifeng-2018")
    row = next(row for row in body["reading"]["target"] if row["key"] == "online_transactions")
    del row["asks"]
    document = PlanDocument.of(body)
    target = document.target("online_transactions")
    assert target is not None

    exactly = judged(target, Reading(35 * 10_000_000_000), date(2019, 8, 31), document)
    above = judged(target, Reading(35 * 10_000_000_000 + 1), date(2019, 8, 31), document)

    assert (exactly.word, exactly.now) == ("按期推进", "35")
    assert exactly.sentence == "时间过了 100 %，做到 100 %，要超过 35亿元才算。"
    assert above.word == "达成"


@pytest.mark.proves("PRG-04")
def test_without_a_figure_the_board_names_who_must_register_it() -> None:
    nothing = judge("village_points", None)
    empty = judge("training_person_times", Reading(0, no_data="本期没有开班。"))

    assert (nothing.word, nothing.verdict, nothing.now, nothing.share) == ("还没有数", "wait", "", None)
    assert nothing.sentence == "还没有数，等服务站点一块登记。"
    assert empty.sentence == "本期没有开班。"


@pytest.mark.proves("PRG-04")
def test_a_target_that_can_be_read_in_two_ways_waits_for_a_person() -> None:
    result = judge("service_coverage_poor_villages", Reading(61, 100))

    assert (result.word, result.verdict, result.now, result.share) == ("待人定", "info", "61", None)
    assert result.sentence == "要先定：“其中贫困村覆盖面不低于50%”，分母是什么？"


def test_a_target_without_a_number_only_shows_what_is() -> None:
    result = judge("county_centre", Reading(1), plan="liaoning-2020")

    assert (result.word, result.sentence) == ("没有定数", "原文没有给数，只登记现状。")


def test_time_runs_from_the_phase_of_the_deadline_and_never_before_the_issue() -> None:
    document = document_of(TENGZHOU)
    target = target_of(TENGZHOU, "village_points")
    late = body_of(TENGZHOU)
    late["plan"]["document"]["date"] = "2020-08-17"

    assert time_passed(target, date(2019, 10, 31), document) == 0
    assert time_passed(target, date(2020, 12, 31), document) == 1
    assert time_passed(target, date(2020, 8, 17), PlanDocument.of(late)) == Fraction(1, 137)
    assert time_passed(target_of(TENGZHOU, "county_centre"), IN_MONTH_ELEVEN, document) is None


def test_the_tally_goes_from_good_to_unknown() -> None:
    verdicts = [
        judge("village_points", None),
        judge("training_person_times", Reading(2000)),
        judge("town_stations", Reading(21)),
        judge("county_centre", Reading(1)),
    ]

    counted = [(each.verdict, each.words) for each in tally(verdicts)]

    assert counted == [("ok", "达成 2"), ("bad", "落后 1"), ("wait", "还没有数 1")]


@pytest.mark.proves("INS-07")
def test_every_target_on_growth_stores_what_growth_means() -> None:
    growing = {
        (plan, target.key): target.growth
        for plan in PLANS
        for target in document_of(plan).targets
        if target.reference or "增" in target.name.replace("新增", "") or target.key == "online_transactions"
    }

    assert growing == {
        ("tengzhou-2019", "transaction_growth"): "rate",
        ("tengzhou-2019", "rural_online_retail_growth"): "rate",
        ("wangkui-2018", "rural_online_retail_growth"): "rate",
        ("wangkui-2018", "farm_online_retail_growth"): "rate",
        ("haifeng-2018", "online_transactions"): "level",
        ("donggang-2020", "rural_online_retail"): "unsaid",
        ("donggang-2020", "farm_online_retail"): "unsaid",
        ("liaoning-2020", "rural_online_retail"): "unsaid",
        ("liaoning-2020", "farm_online_retail"): "unsaid",
    }
    assert all(target_of(plan, key).definition for plan, key in growing)


@pytest.mark.proves("INS-07")
def test_a_growth_that_the_paper_leaves_open_is_asked() -> None:
    result = judge("rural_online_retail", Reading(12, 100), plan="donggang-2020")

    assert result.word == "待人定"
    assert "比增速，还是比数额？" in result.sentence


@pytest.mark.parametrize("plan", PLANS)
def test_every_target_names_its_figure_and_who_registers_it(plan: str) -> None:
    assert all(target.measure and target.waits_for for target in document_of(plan).targets)


@given(
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.dates(date(2019, 1, 1), date(2022, 12, 31)),
)
def test_more_is_never_judged_worse(some: int, more: int, day: date) -> None:
    best_first = ["reached", "on_course", "slow", "behind"]
    low, high = sorted((some, more))

    worse, better = (judge("village_points", Reading(value), day=day).outcome for value in (low, high))

    assert best_first.index(better) <= best_first.index(worse)


@given(st.integers(0, 10**15), st.sampled_from(["town_stations", "centre_area", "joint_carriers"]))
def test_the_bar_never_leaves_its_frame(value: int, key: str) -> None:
    share = judge(key, Reading(value)).share

    assert share is not None
    assert 0 <= share <= 100


def test_a_target_of_nothing_is_reached() -> None:
    body = body_of(TENGZHOU)
    row_of(body, "target", "village_points")["value"] = 0
    document = PlanDocument.of(body)
    target = document.target("village_points")
    assert target is not None

    assert judged(target, Reading(0), IN_MONTH_ELEVEN, document).share == 100
