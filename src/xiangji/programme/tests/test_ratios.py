from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.expression import BadExpression
from xiangji.programme.rules.ratios import RatioCheck, ratio_checks, share_checks
from xiangji.programme.rules.stations import CapCheck, cap_checks
from xiangji.programme.tests.bodies import Body, body_of, document_of, row_of


def checked(body: Body, key: str) -> RatioCheck:
    return next(check for check in ratio_checks(PlanDocument.of(body)) if check.key == f"ratio.{key}")


def capped(body: Body) -> CapCheck:
    (check,) = cap_checks(PlanDocument.of(body))
    return check


def test_a_ratio_shows_its_lines_its_clause_and_its_words() -> None:
    check = checked(body_of("tengzhou-2019"), "centre_cap")

    assert [(term.name, int(term.money.wan), term.line) for term in check.numerator] == [
        ("滕州电子商务公共服务中心建设", 200, 1)
    ]
    assert [(term.name, int(term.money.wan), term.line) for term in check.denominator] == [
        ("合计", 1500, None)
    ]
    assert (check.value, check.percent) == (Fraction(2, 15), Decimal("13.33"))
    assert (check.lines, check.clause) == ((1,), "五(二)")
    assert check.quote == "用于公共服务中心列支比例原则上不超过15%"
    assert (check.limit_word, check.asks) == ("上限", ("centre_cap_scope", "soft_limits"))


def test_a_narrow_numerator_names_what_a_wider_one_would_give() -> None:
    check = checked(body_of("tengzhou-2019"), "centre_cap")

    assert check.remark == ("只算第1行；把同一支持方向的第2行也算进去是 22.73 %。原文说的是“公共服务中心”。")


def test_a_wider_reading_counts_lines_above_as_well_as_below() -> None:
    body = body_of("tengzhou-2019")
    row_of(body, "ratio_rule", "centre_cap")["numerator"] = "stations.central"

    check = checked(body, "centre_cap")

    assert check.remark.startswith("只算第2行；把同一支持方向的第1行也算进去是 22.73 %。")


_WHAT_FOLLOWS = {
    "tengzhou-2019": ("原则上", "超出时提醒，写明理由可以继续。"),
    "wangkui-2018": ("硬性", "超出时挡住。"),
}


@pytest.mark.proves("PRG-40")
@pytest.mark.parametrize(
    ("plan", "central", "words", "word", "verdict"),
    [
        ("tengzhou-2019", 225, "225 ÷ 1,500 = 15 %", "用到顶", "warn"),
        ("tengzhou-2019", Decimal("225.01"), "225.01 ÷ 1,500 = 15.001 %", "超出", "warn"),
        ("tengzhou-2019", 243, "243 ÷ 1,500 = 16.2 %", "超出", "warn"),
        ("wangkui-2018", 300, "300 ÷ 2,000 = 15 %", "用到顶", "warn"),
        ("wangkui-2018", 301, "301 ÷ 2,000 = 15.05 %", "超出", "bad"),
        ("wangkui-2018", 0, "0 ÷ 2,000 = 0 %", "未超", "ok"),
    ],
)
def test_principle_warns_and_a_hard_limit_stops(
    plan: str, central: int | Decimal, words: str, word: str, verdict: str
) -> None:
    body = body_of(plan)
    row_of(body, "budget_line", "county_centre")["central"] = central

    check = checked(body, "centre_cap")

    assert (check.words, check.word, check.verdict) == (words, word, verdict)
    assert (check.hardness_word, check.consequence) == _WHAT_FOLLOWS[plan]


@pytest.mark.proves("PRG-41")
def test_too_much_training_stops() -> None:
    body = body_of("wangkui-2018")
    row_of(body, "budget_line", "training")["central"] = 320

    check = checked(body, "training_cap")

    assert (check.words, check.outcome, check.verdict) == ("320 ÷ 2,000 = 16 %", "broken", "bad")


@pytest.mark.proves("PRG-42")
@pytest.mark.parametrize(("logistics", "word", "verdict"), [(270, "不足", "warn"), (271, "已达到", "ok")])
def test_a_floor_that_is_met_exactly_is_kept(logistics: int, word: str, verdict: str) -> None:
    """Upstream has 479; half of 1,500 is 750."""
    body = body_of("tengzhou-2019")
    row_of(body, "budget_line", "logistics")["central"] = logistics

    check = checked(body, "infrastructure_floor")

    assert (check.word, check.verdict) == (word, verdict)
    assert check.consequence == "低于时提醒，写明理由可以继续。"


@pytest.mark.proves("PRG-43")
def test_a_stated_share_that_is_wrong_is_said() -> None:
    body = body_of("wangkui-2018")
    row_of(body, "ratio_rule", "poverty_data_share")["limit"] = Decimal("11.4")
    check = checked(body, "poverty_data_share")

    assert (check.word, check.verdict, check.limit_word) == ("与原文不符", "bad", "应为")

    body = body_of("haifeng-2018")
    row_of(body, "budget_line", "park")["share"] = 12
    share = next(found for found in share_checks(PlanDocument.of(body)) if found.key == "share.park")

    assert (share.word, share.verdict, share.words) == ("原文写 12 %", "bad", "50 ÷ 500 = 10 %")


def test_a_ratio_over_nothing_is_no_verdict() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["budget_total"]["central"] = 0

    check = checked(body, "centre_cap")

    assert (check.value, check.percent, check.outcome, check.verdict) == (None, None, "unstated", "info")
    assert check.words == "除数是 0，算不出来。"


def test_a_rule_over_a_line_that_is_not_there_is_refused() -> None:
    body = body_of("tengzhou-2019")
    row_of(body, "ratio_rule", "centre_cap")["numerator"] = "centre.central"

    with pytest.raises(BadExpression, match=r"centre\.central"):
        ratio_checks(PlanDocument.of(body))


@given(st.integers(0, 3000), st.integers(1, 3000), st.integers(0, 100))
def test_a_share_is_kept_exactly_when_it_is_not_above_its_limit(part: int, whole: int, limit: int) -> None:
    body = body_of("wangkui-2018")
    row_of(body, "budget_line", "training")["central"] = part
    body["plan"]["budget_total"]["central"] = whole
    row_of(body, "ratio_rule", "training_cap")["limit"] = limit

    outcome = checked(body, "training_cap").outcome

    expected = (
        "at_limit" if part * 100 == whole * limit else "kept" if part * 100 < whole * limit else "broken"
    )
    assert outcome == expected


@pytest.mark.proves("PRG-44")
@pytest.mark.parametrize(
    ("central", "word", "verdict", "remark"),
    [
        (Decimal("140.5"), "未超", "ok", "预算是 140.5万元，到上限还有 0.5万元。"),
        (141, "用到顶", "warn", "预算是 141万元，正好用完，再添一处就超。"),
        (Decimal("141.1"), "超出", "bad", "预算是 141.1万元，超 0.1万元。"),
    ],
)
def test_grants_per_station_are_counted_to_the_cent(
    central: int | Decimal, word: str, verdict: str, remark: str
) -> None:
    body = body_of("tengzhou-2019")
    row_of(body, "budget_line", "stations")["central"] = central

    check = capped(body)

    assert (check.word, check.verdict, check.remark) == (word, verdict, remark)
    assert (check.lines, check.consequence, check.asks) == ((2,), "超出时挡住。", ("station_cap_scope",))


@given(st.integers(0, 500), st.integers(0, 2000))
def test_the_most_that_stations_may_get_is_the_sum_of_count_times_cap(towns: int, villages: int) -> None:
    body = body_of("tengzhou-2019")
    row_of(body, "target", "town_stations")["value"] = towns
    row_of(body, "target", "village_points")["value"] = villages

    assert capped(body).most.fen == towns * 1_000_000 + villages * 500_000


def test_a_plan_without_a_reading_has_ratios_and_no_caps() -> None:
    bare = PlanDocument.of(body_of("tengzhou-2019")["plan"])

    assert cap_checks(bare) == ()
    assert [check.percent for check in ratio_checks(bare)] == [Decimal("57.27"), Decimal("13.33")]
    assert document_of("tengzhou-2019").caps[0].name == "单个站点补助"
