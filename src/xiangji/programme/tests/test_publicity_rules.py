from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules import publicity
from xiangji.programme.rules.publicity import PublicityRefused, Standing

FIVE_DAYS = tuple(date(2026, 11, day) for day in (18, 19, 20, 23, 24))
WORDS = "《示例方案》5工作日"


@pytest.mark.parametrize(
    ("today", "passed", "left", "is_over"),
    [
        (date(2026, 11, 17), 0, 5, False),
        (date(2026, 11, 18), 0, 5, False),
        (date(2026, 11, 19), 1, 4, False),
        (date(2026, 11, 22), 3, 2, False),
        (date(2026, 11, 24), 4, 1, False),
        (date(2026, 11, 25), 5, 0, True),
    ],
)
def test_a_day_has_passed_when_the_next_one_has_begun(
    *, today: date, passed: int, left: int, is_over: bool
) -> None:
    standing = Standing(FIVE_DAYS, today)

    assert (standing.passed, standing.left, standing.is_over) == (passed, left, is_over)


@given(
    gaps=st.lists(st.integers(1, 9), min_size=1, max_size=60),
    ahead=st.integers(-5, 600),
)
def test_it_is_over_only_after_its_last_day(gaps: list[int], ahead: int) -> None:
    days = [date(2026, 1, 1) + timedelta(days=sum(gaps[: count + 1])) for count in range(len(gaps))]

    standing = Standing(tuple(days), date(2026, 1, 1) + timedelta(days=ahead))

    assert standing.is_over == (standing.on > days[-1])
    assert standing.passed + standing.left == len(days) == len(standing.pips)
    assert list(standing.pips) == sorted(standing.pips, reverse=True)


def test_the_days_of_the_plan_count_without_a_word() -> None:
    found = publicity.term(Decimal(5), WORDS, "工作日", stated=None, reason="")

    assert (found.days, found.because) == (5, WORDS)


def test_more_days_than_the_plan_need_a_reason() -> None:
    found = publicity.term(Decimal(5), WORDS, "工作日", stated=7, reason="跨国庆假期")

    assert (found.days, found.because) == (7, "跨国庆假期")


@pytest.mark.parametrize(
    ("rule", "unit", "stated", "reason", "sentence"),
    [
        (5, "工作日", 3, "赶进度", "没有公示。写的是3个工作日，《示例方案》5工作日，不能少于5个。"),
        (5, "工作日", 7, " ", "没有公示。《示例方案》5工作日，要公示7个工作日，请写明理由。"),
        (None, "", None, "", "没有公示。方案没有写公示几个工作日，请写明天数和理由。"),
        (None, "", 5, "", "没有公示。方案没有写公示几天，定5个工作日要写明理由。"),
        (None, "", 0, "急", "没有公示。写的是0个工作日，请写1到60之间的数。"),
        (None, "", 61, "慢", "没有公示。写的是61个工作日，请写1到60之间的数。"),
        (7, "日", None, "", "没有公示。方案没有写公示几个工作日，请写明天数和理由。"),
        (None, "", 5, "长" * 301, "没有公示。理由有301个字，最多300个字。"),
    ],
)
def test_days_that_nobody_can_stand_for_are_refused(
    rule: int | None, unit: str, stated: int | None, reason: str, sentence: str
) -> None:
    with pytest.raises(PublicityRefused) as refusal:
        publicity.term(None if rule is None else Decimal(rule), WORDS, unit, stated=stated, reason=reason)

    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(
    ("today", "objections", "sentence"),
    [
        (24, 0, "没有生效。公示到2026年11月24日为止，还剩1个工作日，过了这一天再看。"),
        (24, 2, "没有生效。公示到2026年11月24日为止，还剩1个工作日，过了这一天再看。"),
        (25, 2, "没有生效。公示期满了，还有2条异议没有处理，先处理再生效。"),
    ],
)
def test_nothing_is_in_force_before_the_days_have_passed_and_the_objections_are_answered(
    today: int, objections: int, sentence: str
) -> None:
    with pytest.raises(PublicityRefused) as refusal:
        publicity.check_clear(Standing(FIVE_DAYS, date(2026, 11, today)), open_objections=objections)

    assert refusal.value.sentence == sentence


def test_the_day_after_the_last_one_without_objections_is_clear() -> None:
    publicity.check_clear(Standing(FIVE_DAYS, date(2026, 11, 25)), open_objections=0)


def test_the_public_may_speak_until_midnight_of_the_last_day() -> None:
    publicity.check_open(Standing(FIVE_DAYS, date(2026, 11, 24)))

    with pytest.raises(PublicityRefused, match="公示在2026年11月24日结束了"):
        publicity.check_open(Standing(FIVE_DAYS, date(2026, 11, 25)))


@pytest.mark.parametrize(
    ("text", "sender", "sentence"),
    [
        (" \n", "", "没有收下。还没有写对什么有异议，请写明哪一项、为什么。"),
        ("长" * 1001, "", "没有收下。写了1001个字，最多1000个字；长的材料请寄给主办单位。"),
        ("贵了", "长" * 41, "没有收下。姓名有41个字，最多40个字，也可以不写。"),
        ("贵\x00了", "", "没有收下。里面有不能显示的字符，请重新写。"),
    ],
)
def test_an_objection_that_cannot_be_taken_is_told_why(text: str, sender: str, sentence: str) -> None:
    with pytest.raises(PublicityRefused) as refusal:
        publicity.objection_of(text, sender)

    assert refusal.value.sentence == sentence


@given(text=st.text(), sender=st.text())
def test_any_objection_is_kept_tidy_or_refused_in_a_sentence(text: str, sender: str) -> None:
    try:
        kept, name = publicity.objection_of(text, sender)
    except PublicityRefused:
        return
    assert 1 <= len(kept) <= 1000
    assert len(name) <= 40


def test_years_without_an_arrangement_are_said() -> None:
    assert publicity.unpublished_words((2027,)) == "2027年的放假安排还没有公布，先按周一到周五算。"
    assert publicity.unpublished_words(()) == ""
