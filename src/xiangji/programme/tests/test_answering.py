"""Rules: what answers do to a plan, and who may answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money
from xiangji.programme.rules.answering import Answer, answered, chosen_in, text_of
from xiangji.programme.rules.deciding import (
    Deciders,
    NotDecided,
    Told,
    check_reading,
    check_second_person,
    check_turn,
    deciders,
    paper_of,
    reason_of,
)
from xiangji.programme.rules.expression import Comparison, Known, Quantity, parse, value_of
from xiangji.programme.rules.ratios import RatioCheck, ratio_checks
from xiangji.programme.rules.stations import CapCheck, cap_checks
from xiangji.programme.tests.bodies import PLANS, document_of
from xiangji.programme.tests.people import ALL_MONEY, CAP, HALF_OF_ALL, ONLY_CENTRE, POOR, SCOPE, WHOLE_SYSTEM


def ratio(key: str, *answers: tuple[str, str]) -> RatioCheck:
    document = answered(document_of("tengzhou-2019"), tuple(Answer(*each) for each in answers))
    return next(check for check in ratio_checks(document) if check.key == f"ratio.{key}")


def cap(*answers: tuple[str, str]) -> CapCheck:
    return cap_checks(answered(document_of("tengzhou-2019"), tuple(Answer(*each) for each in answers)))[0]


@pytest.mark.parametrize(
    ("key", "answers", "words", "word"),
    [
        ("centre_cap", (), "200 ÷ 1,500 = 13.33 %", "未超"),
        ("centre_cap", ((SCOPE, ONLY_CENTRE),), "200 ÷ 1,500 = 13.33 %", "未超"),
        ("centre_cap", ((SCOPE, WHOLE_SYSTEM),), "（200 + 141）÷ 1,500 = 22.73 %", "超出"),
        ("infrastructure_floor", (), "（380 + 479）÷ 1,500 = 57.27 %", "已达到"),
        (
            "infrastructure_floor",
            (("floor_scope", "镇村站点也算流通基础设施，第2、3、4行"),),
            "（141 + 380 + 479）÷ 1,500 = 66.67 %",
            "已达到",
        ),
        ("centre_cap", (("soft_limits", "挡住，先改方案"),), "200 ÷ 1,500 = 13.33 %", "未超"),
        ("centre_cap", ((SCOPE, "没有这种读法"),), "200 ÷ 1,500 = 13.33 %", "未超"),
        ("infrastructure_floor", ((SCOPE, WHOLE_SYSTEM),), "（380 + 479）÷ 1,500 = 57.27 %", "已达到"),
    ],
)
def test_a_ratio_is_computed_as_it_was_decided(
    key: str, answers: tuple[tuple[str, str], ...], words: str, word: str
) -> None:
    check = ratio(key, *answers)

    assert (check.words, check.word) == (words, word)


def test_a_station_cap_is_held_against_the_money_that_was_decided() -> None:
    before, after = cap(), cap((CAP, ALL_MONEY))

    assert (before.planned, before.word) == (Money.from_wan(141), "用到顶")
    assert (after.planned, after.word) == (Money.from_wan(261), "超出")
    assert after.remark == "预算是 261万元，超 120万元。"


def test_a_target_asks_no_longer_when_its_question_is_answered() -> None:
    printed = document_of("tengzhou-2019")

    document = answered(printed, (Answer(POOR, HALF_OF_ALL),))

    asks = {target.key: target.asks for target in document.targets if target.asks}
    assert asks == {
        target.key: target.asks
        for target in printed.targets
        if target.asks and target.key != "service_coverage_poor_villages"
    }
    assert asks["service_coverage_villages"] == ("coverage_of_villages",)


@pytest.mark.parametrize("key", PLANS)
def test_nothing_changes_without_answers(key: str) -> None:
    assert answered(document_of(key), ()) is document_of(key)


@pytest.mark.parametrize("key", PLANS)
def test_every_reading_of_every_plan_can_be_decided_and_computed(key: str) -> None:
    document = document_of(key)
    for question in document.questions:
        titles = [reading.title for reading in question.readings]
        assert len(set(titles)) == len(titles)
        for title in titles:
            answer = (Answer(question.key, title),)
            plan = answered(document, answer)
            assert [*chosen_in(document, answer)] == [question.key]
            assert all(check.words for check in ratio_checks(plan))
            assert all(check.words for check in cap_checks(plan))


NAMES = ("a.central", "b", "limit.c")
SUMS = st.recursive(
    st.sampled_from(NAMES) | st.integers(1, 99).map(str) | st.sampled_from(["0.5", "12.25"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
        | inner.map(lambda text: f"-{text}")
    ),
    max_leaves=8,
)


@given(text=SUMS)
def test_a_sum_that_is_written_again_is_the_same_sum(text: str) -> None:
    known = Known({name: Quantity(value) for name, value in zip(NAMES, (7, 11, 13), strict=True)})  # type: ignore[arg-type]
    tree = parse(text)
    assert not isinstance(tree, Comparison)
    again = parse(text_of(tree))
    assert not isinstance(again, Comparison)

    assert len(text_of(tree)) <= len(text)
    try:
        value = value_of(tree, known)
    except Exception as fault:  # noqa: BLE001 - dividing by 0 must stay dividing by 0
        with pytest.raises(type(fault)):
            value_of(again, known)
        return
    assert value_of(again, known) == value


BOTH = frozenset({"leading_group", "commerce_head"})


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("领导小组办公室（市商务和投资促进局）", Deciders(BOTH)),  # type: ignore[arg-type]
        ("市电子商务推进工作领导小组办公室", Deciders(BOTH)),  # type: ignore[arg-type]
        ("领导小组办公室（县经促局）", Deciders(BOTH)),  # type: ignore[arg-type]
        ("县电子商务工作领导小组", Deciders(frozenset({"leading_group"}))),
        ("市商务局", Deciders(frozenset({"commerce_head"}))),
        ("省商务厅", Deciders(BOTH, above="省商务厅")),  # type: ignore[arg-type]
        ("商务部", Deciders(BOTH, above="商务部")),  # type: ignore[arg-type]
        ("", Deciders(BOTH)),  # type: ignore[arg-type]
    ],
)
def test_who_decides_is_read_from_the_reading_file(who: str, expected: Deciders) -> None:
    assert deciders(who) == expected


@given(who=st.text(max_size=30))
def test_somebody_can_always_decide(who: str) -> None:
    assert deciders(who).kinds


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "reason_is_missing"), ("  \n ", "reason_is_missing"), ("长" * 501, "reason_too_long")],
)
def test_a_reason_must_be_there_and_end(text: str, code: str) -> None:
    with pytest.raises(NotDecided) as refusal:
        reason_of(text, undone="没有定")

    assert refusal.value.code == code
    assert refusal.value.sentence.startswith("没有定。")


def test_a_reason_is_kept_in_one_line() -> None:
    assert reason_of("  附件2\n 写得明白。", undone="没有定") == "附件2 写得明白。"


def test_the_answer_of_a_body_above_names_its_paper() -> None:
    province = deciders("省商务厅")

    with pytest.raises(NotDecided, match="这一处归省商务厅定，这里只登记答复"):
        paper_of(" ", province)
    assert paper_of("省商务厅复函", province) == "省商务厅复函"
    assert paper_of("", deciders("领导小组办公室")) == ""
    with pytest.raises(NotDecided, match="写了81个字，最多80个字"):
        paper_of("文" * 81, province)


def test_a_reading_that_is_not_listed_is_named() -> None:
    with pytest.raises(NotDecided, match="选的读法是“都不算”，应当是这处存疑列出的2种之一"):
        check_reading("都不算", ("甲", "乙"), undone="没有定")


FIRST = Told("示例·陈组长", "示例·领导小组办公室 领导小组", "甲", "2026年9月30日 10:05")


@pytest.mark.parametrize(
    ("standing", "supersedes_it", "asked", "code"),
    [
        (None, False, False, ""),
        (None, False, True, "nothing_to_supersede"),
        (FIRST, True, True, ""),
        (FIRST, False, False, "already_decided"),
        (FIRST, False, True, "already_decided"),
    ],
)
def test_whoever_decides_has_seen_what_stands(
    standing: Told | None, *, supersedes_it: bool, asked: bool, code: str
) -> None:
    def turn() -> str:
        try:
            check_turn(standing, supersedes_it=supersedes_it, asked_to_supersede=asked)
        except NotDecided as refusal:
            return refusal.code
        return ""

    assert turn() == code


def test_nobody_decides_alone() -> None:
    with pytest.raises(NotDecided, match="提的人和定的人不能是一个人"):
        check_second_person(FIRST, is_same_person=True)
    check_second_person(FIRST, is_same_person=False)
