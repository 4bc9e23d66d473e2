from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.document import PlanDocument, Source
from xiangji.programme.rules.sums import conclusion, sum_checks
from xiangji.programme.tests.bodies import Body, body_of, document_of, row_of


def concluded(body: Body) -> tuple[str, str]:
    found = conclusion(sum_checks(PlanDocument.of(body)))
    return found.verdict, found.words


@pytest.mark.parametrize(
    ("plan", "verdict", "words"),
    [
        ("tengzhou-2019", "ok", "逐行逐列相加，与原文一致。"),
        ("haifeng-2018", "ok", "逐行逐列相加，与原文一致。"),
        ("wangkui-2018", "ok", "能核对的都与原文一致。第7、8行原文没有写合计，这里按各来源相加。"),
        ("donggang-2020", "info", "这份文件没有写金额，没有可以相加的数。"),
        ("liaoning-2020", "info", "这份文件没有写金额，没有可以相加的数。"),
    ],
)
def test_one_sentence_says_whether_the_additions_agree(plan: str, verdict: str, words: str) -> None:
    assert concluded(body_of(plan)) == (verdict, words)


@pytest.mark.proves("PRG-39")
def test_a_line_whose_parts_do_not_make_its_total_is_named() -> None:
    body = body_of("wangkui-2018")
    row_of(body, "budget_line", "poverty_data")["total"] = 230

    checks = {check.key: check for check in sum_checks(PlanDocument.of(body))}

    assert (checks["line.7.sources"].word, checks["line.7.sources"].verdict) == ("差20万元", "bad")
    assert checks["grand.lines"].words == "290 + 298 + 552 + 630 + 210 + 130 + 230 + 30 = 2,370"
    assert concluded(body) == ("bad", "有 2 处相加与原文不一致：第7行各来源差20万元；合计一列差20万元。")


@pytest.mark.proves("PRG-38")
def test_tranches_that_miss_the_central_money_are_named() -> None:
    body = body_of("wangkui-2018")
    row_of(body, "budget_line", "logistics")["tranche2"] = Decimal("129.5")

    assert concluded(body)[1] == (
        "有 2 处相加与原文不一致：第3行前期加后期差0.5万元；前期、后期两列差0.5万元。"
    )


def test_terms_carry_their_line_and_their_money() -> None:
    check = next(check for check in sum_checks(document_of("tengzhou-2019")) if check.key == "column.central")

    assert [(term.line, int(term.money.wan)) for term in check.terms] == [
        (1, 200),
        (2, 141),
        (3, 380),
        (4, 479),
        (5, 200),
        (6, 100),
    ]


WITH_MONEY = st.sampled_from(["tengzhou-2019", "wangkui-2018", "haifeng-2018"])


@given(WITH_MONEY, st.randoms())
def test_the_order_of_the_lines_changes_no_sum(plan: str, random: Random) -> None:
    body = body_of(plan)
    random.shuffle(body["plan"]["budget_line"])

    mixed = {check.key: (check.computed, check.outcome) for check in sum_checks(PlanDocument.of(body))}

    assert mixed == {check.key: (check.computed, check.outcome) for check in sum_checks(document_of(plan))}


@given(WITH_MONEY, st.data(), st.integers(1, 10_000))
def test_a_changed_total_of_a_line_is_always_named(plan: str, data: st.DataObject, more: int) -> None:
    body = body_of(plan)
    line = data.draw(st.sampled_from(body["plan"]["budget_line"]))
    line["total"] = sum(line.get(source, 0) for source in Source) + more

    verdict, words = concluded(body)

    assert verdict == "bad"
    assert f"第{line['seq']}行各来源差{more:,}万元" in words


@given(WITH_MONEY, st.data(), st.integers(1, 10_000))
def test_a_changed_grand_total_is_always_named(plan: str, data: st.DataObject, more: int) -> None:
    body = body_of(plan)
    total = body["plan"]["budget_total"]
    column = data.draw(st.sampled_from([name for name in ("total", *Source) if name in total]))
    total[column] += more

    verdict, words = concluded(body)

    assert verdict == "bad"
    assert f"差{more:,}万元" in words


@given(WITH_MONEY, st.data(), st.integers(1, 100))
def test_money_moved_between_two_lines_is_named_in_both(plan: str, data: st.DataObject, moved: int) -> None:
    body = body_of(plan)
    lines = [line for line in body["plan"]["budget_line"] if "total" in line]
    if len(lines) < 2:
        return
    giver, taker = data.draw(st.permutations(lines))[:2]
    giver["total"] -= moved
    taker["total"] += moved

    words = concluded(body)[1]

    assert f"第{giver['seq']}行各来源差{moved}万元" in words
    assert f"第{taker['seq']}行各来源差{moved}万元" in words
    assert "合计一列" not in words
