from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiangji.core.errors import Refused
from xiangji.programme.rules.checking import BadReading, check_reading, faults_of
from xiangji.programme.tests.bodies import PLANS, Body, body_of


def refusal_of(body: Body) -> str:
    with pytest.raises(BadReading) as refusal:
        check_reading(body, plan_file="t.toml", reading_file="t.reading.toml")
    return refusal.value.sentence


@pytest.mark.parametrize("plan", PLANS)
def test_our_readings_fit_their_plans(plan: str) -> None:
    assert list(faults_of(body_of(plan))) == []


A_RULE = "方案里的规则代号"


@pytest.mark.parametrize(
    ("path", "value", "field", "expected"),
    [
        (("target", 2, "key"), "town_shops", "target[3].key", "方案里的目标代号"),
        (("target", 4, "asks"), ["who_knows"], "target[5].asks", "本文件里的存疑代号"),
        (("rule", 0, "key"), "ratio.no_cap", "rule[1].key", A_RULE),
        (("basis", 0, "number"), "财办建〔2019〕59号", "basis[1].number", "方案里写的依据"),
        (("basis", 0, "justifies"), ["ratio.none"], "basis[1].justifies", A_RULE),
        (("cap", 0, "part", 1, "count"), "centre", "cap[1].part[2].count", "有数的目标"),
        (("cap", 0, "part", 0, "rule"), "none", "cap[1].part[1].rule", "有限额的补助规则"),
        (("question", 0, "concerns"), ["line.x"], "question[1].concerns", "方案里有的代号"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_file_field_and_value(
    path: tuple[str | int, ...], value: str | list[str], field: str, expected: str
) -> None:
    body = body_of("tengzhou-2019")
    spot: Any = body["reading"]
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    named = value if isinstance(value, str) else value[0]

    assert refusal_of(body) == (
        f"方案没有登记。文件 t.reading.toml 的 {field} 是“{named}”，应当是{expected}。"
    )


def test_a_phase_that_the_plan_does_not_have_is_refused() -> None:
    body = body_of("tengzhou-2019")
    body["reading"]["phase"][0]["seq"] = 9

    assert "phase[1].seq 是“phase.9”，应当是方案里的阶段序号。" in refusal_of(body)


def test_a_sentence_may_not_name_a_sum_that_it_does_not_have() -> None:
    body = body_of("tengzhou-2019")
    body["reading"]["question"][3]["reading"][1]["sentence"] = "还有{2}。"

    assert refusal_of(body).endswith("question[4].reading[2].sentence 是“{2}”，应当是{1} 到 {1}。")


def test_a_sum_that_cannot_be_read_is_refused_where_it_stands() -> None:
    body = body_of("tengzhou-2019")
    body["reading"]["question"][0]["reading"][0]["sums"][0] = "stations.central <="

    sentence = refusal_of(body)

    assert "question[1].reading[1].sums[1]" in sentence
    assert "stations.central <=" in sentence
    assert "缺一个数字、名称或左括号" in sentence


def test_a_ratio_of_the_plan_over_a_line_that_is_not_there_is_refused() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["ratio_rule"][1]["numerator"] = "centre.central"

    assert refusal_of(body).startswith(
        "方案没有登记。文件 t.toml 的 ratio_rule[2].numerator 是“centre.central”，应当是能算的式子"
    )


def test_a_line_may_not_take_a_name_of_the_language() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["budget_line"][6]["key"] = "total"

    assert "budget_line[7].key 是“total”" in refusal_of(body)


VALUES = st.one_of(
    st.text(max_size=40), st.sampled_from(["total.central", "1 / 0", "a < b < c", "((", "limit.x"])
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLANS), st.data())
def test_any_text_in_a_name_or_a_sum_is_kept_or_refused_in_a_sentence(plan: str, data: st.DataObject) -> None:
    body = body_of(plan)
    tables = [name for name in ("target", "rule", "figure", "cap") if name in body["reading"]]
    table = data.draw(st.sampled_from(tables))
    row = data.draw(st.sampled_from(body["reading"][table]))
    field = data.draw(st.sampled_from(sorted(name for name, value in row.items() if isinstance(value, str))))
    row[field] = data.draw(VALUES)
    question = data.draw(st.sampled_from(body["reading"]["question"]))
    question["reading"][0]["sums"] = [data.draw(VALUES)]

    try:
        check_reading(body, plan_file="t.toml", reading_file="t.reading.toml")
    except Refused as refusal:
        said = refusal.sentence
    else:
        said = "。"

    assert said.endswith("。")
    assert said.isprintable()


def test_amounts_of_any_size_are_only_numbers() -> None:
    body = body_of("wangkui-2018")
    body["plan"]["budget_line"][0]["central"] = Decimal("99999999999.999999")

    assert list(faults_of(body)) == []
