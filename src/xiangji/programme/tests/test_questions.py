import re

import pytest

from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.questions import EXTERNALS, Asked, asked
from xiangji.programme.tests.bodies import PLANS, body_of, document_of, row_of

ALL_DOUBTS = set(range(1, 37))
COUNTS = {"places.towns": 21, "places.villages": 1246, "places.administrative_villages": 1000}


def question(plan: str, key: str, **external: int) -> Asked:
    return next(found for found in asked(document_of(plan), external or COUNTS) if found.key == key)


def test_every_doubt_of_our_list_is_asked_in_some_plan() -> None:
    numbers = {each.arithmetic for plan in PLANS for each in asked(document_of(plan)) if each.arithmetic}

    assert numbers == ALL_DOUBTS


@pytest.mark.parametrize(
    ("doubt", "plans"),
    [
        (13, {"donggang-2020", "liaoning-2020"}),
        (14, {"liaoning-2020", "tengzhou-2019", "wangkui-2018"}),
        (15, {"donggang-2020", "wangkui-2018"}),
        (18, {"donggang-2020", "liaoning-2020"}),
        (24, {"tengzhou-2019", "wangkui-2018"}),
        (25, {"donggang-2020", "haifeng-2018", "tengzhou-2019"}),
        (33, set(PLANS)),
        (36, set(PLANS)),
    ],
)
def test_a_doubt_that_touches_several_plans_is_asked_in_each(doubt: int, plans: set[str]) -> None:
    found = {plan for plan in PLANS if any(each.arithmetic == doubt for each in asked(document_of(plan)))}

    assert found == plans


@pytest.mark.parametrize("plan", PLANS)
def test_every_question_has_a_reason_two_readings_and_somebody_who_decides(plan: str) -> None:
    for each in asked(document_of(plan), COUNTS):
        assert each.title.endswith("？")
        assert each.why.endswith("。")
        assert each.who
        assert each.who_section
        assert each.quotes
        assert len(each.readings) >= 2
        assert len({reading.title for reading in each.readings}) == len(each.readings)
        assert all(reading.words.endswith("。") for reading in each.readings)
        assert not any(re.search(r"[{}]|。。|，。", reading.words) for reading in each.readings)


@pytest.mark.parametrize("plan", PLANS)
def test_what_moves_money_is_asked_first(plan: str) -> None:
    money = [each.money for each in asked(document_of(plan))]

    assert money == sorted(money, reverse=True)
    assert money[0]


def test_both_readings_of_the_station_cap_stand_with_their_sums() -> None:
    found = question("tengzhou-2019", "station_cap_scope")

    assert found.title == "单站补助上限，管的是中央资金，还是全部资金？"
    assert (found.who, found.who_section) == ("领导小组办公室（市商务和投资促进局）", "七(一)")
    assert [(reading.title, reading.words, reading.verdict) for reading in found.readings] == [
        (
            "只管中央资金",
            "141 = 21 × 1 + 240 × 0.5 = 141，正好到顶。中央资金用到顶，市配套另算。",
            "warn",
        ),
        (
            "管中央和市配套",
            "261 > 21 × 1 + 240 × 0.5 = 141，超120万元。第2行要减下来，或者先改方案。",
            "bad",
        ),
    ]


def test_the_sums_follow_the_plan_and_not_our_words() -> None:
    body = body_of("tengzhou-2019")
    row_of(body, "budget_line", "stations")["county"] = 20

    found = next(each for each in asked(PlanDocument.of(body)) if each.key == "station_cap_scope")

    assert found.readings[1].sums == ("161 > 21 × 1 + 240 × 0.5 = 141，超20万元",)


def test_a_sum_may_stand_inside_its_sentence() -> None:
    soft = question("tengzhou-2019", "soft_limits").readings[0]
    brand = question("haifeng-2018", "brand_belongs_where").readings[0]

    assert soft.words == (
        "离上限还有25万元（15 % × 1,500 − 200），"
        "比下限多109万元（380 + 479 − 50 % × 1,500）。平台现在这样判。"
    )
    assert brand.words == "（三）占20 %〔（25 + 75）÷ 500〕。"


def test_villages_are_counted_by_the_list_of_regions_and_only_when_it_is_there() -> None:
    with_list = question("tengzhou-2019", "coverage_of_villages").readings
    without = question("tengzhou-2019", "coverage_of_villages", **{"places.towns": 21}).readings

    assert with_list[0].sums == ("240 ÷ 1,000 = 24 % < 70 %，差46个百分点",)
    assert without[0].sums == ("240 ÷ 按区划名单的行政村数 与 70 %：还没有按区划名单的行政村数，算不出来",)
    assert without[0].verdict == "wait"
    assert all(words.endswith("数") for words in EXTERNALS.values())


def test_somebody_else_may_decide_a_single_question() -> None:
    found = question("donggang-2020", "which_years_notice")

    assert (found.who, found.who_section) == ("省商务厅", "五(五)")


@pytest.mark.parametrize("plan", PLANS)
def test_a_target_and_a_rule_know_the_questions_that_touch_them(plan: str) -> None:
    document = document_of(plan)
    questions = {each.key: each for each in asked(document)}

    for target in document.targets:
        assert set(target.asks) <= set(target.questions)
        assert all(f"target.{target.key}" in questions[key].concerns for key in target.questions)


def test_a_plan_without_a_reading_asks_nothing() -> None:
    assert asked(PlanDocument.of(body_of("wangkui-2018")["plan"])) == ()
