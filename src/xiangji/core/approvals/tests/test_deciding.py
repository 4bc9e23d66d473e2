"""The rules by themselves: sentences, and a paper's every possible way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.approvals.rules.deciding import (
    Conflict,
    Did,
    NotTaken,
    Stage,
    Standing,
    State,
    Told,
    can_take,
    check_hand,
    check_seen,
    check_stages,
    reason_of,
    taken,
)

TWO = (Stage("first", "初审", "a.b"), Stage("last", "批准", "a.c"))
LAST = Told("示例·李四", "示例·商务局 商务局经办", Did.APPROVED, "初审", "2026年9月29日10:30")


@given(st.integers(1, 5), st.lists(st.sampled_from(list(Did)), max_size=40))
def test_no_way_leads_to_approved_but_through_every_stage_in_one_round(count: int, deeds: list[Did]) -> None:
    stages = tuple(Stage(f"s{number}", f"第{number}步", "a.b") for number in range(count))
    standing, in_a_row, is_over = Standing(stages), 0, False

    for did in deeds:
        try:
            after = taken(standing, did, last=None)
        except NotTaken:
            continue
        assert not is_over
        in_a_row = in_a_row + 1 if did is Did.APPROVED else 0
        assert (after.state is State.APPROVED) == (in_a_row == count)
        assert after.version == standing.version + 1
        standing, is_over = after, not after.state.is_open


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("did", list(Did))
def test_each_step_follows_only_where_it_may(state: State, did: Did) -> None:
    allowed = {
        Did.SUBMITTED: {State.DRAFT, State.RETURNED},
        Did.APPROVED: {State.SUBMITTED},
        Did.RETURNED: {State.SUBMITTED},
        Did.WITHDRAWN: {State.DRAFT, State.SUBMITTED, State.RETURNED},
    }

    if state in allowed[did]:
        assert taken(Standing(TWO, state), did, last=None).version == 1
    else:
        with pytest.raises(NotTaken, match=f"^{did.undone}。.*。$"):
            taken(Standing(TWO, state), did, last=LAST)


def test_a_step_on_an_approved_paper_is_told_who_approved_it() -> None:
    with pytest.raises(NotTaken) as refused:
        taken(Standing(TWO, State.APPROVED, 2), Did.RETURNED, last=LAST)

    assert refused.value.sentence == (
        "没有退回。示例·李四（示例·商务局 商务局经办）2026年9月29日10:30已经在“初审”同意。"
        "批准了的公文不能再动；要变更，另写一件。"
    )


def test_who_saw_an_older_version_is_told_who_was_faster() -> None:
    check_seen(None, 3, did=Did.APPROVED, last=LAST)
    check_seen(3, 3, did=Did.APPROVED, last=LAST)

    with pytest.raises(NotTaken) as refused:
        check_seen(2, 3, did=Did.APPROVED, last=LAST)

    assert refused.value.code == "paper_moved_on"
    assert refused.value.sentence == (
        "没有同意。您打开以后，示例·李四（示例·商务局 商务局经办）2026年9月29日10:30已经在“初审”同意。"
        "请重新打开，看过再办。"
    )


def test_a_stage_kept_from_a_person_names_those_who_can_take_it() -> None:
    with pytest.raises(NotTaken, match=r"要由别人来审。能办“批准”的有甲、乙。$"):
        check_hand(Conflict(), did=Did.APPROVED, stage=TWO[1], others=("甲", "乙"))
    with pytest.raises(NotTaken, match="已经办过“初审”，一个人不能办两步。现在没有人能办“批准”"):
        check_hand(Conflict("初审"), did=Did.APPROVED, stage=TWO[1], others=())


def test_a_stage_that_nobody_can_take_says_what_to_do() -> None:
    assert can_take(TWO[0], ()) == "现在没有人能办“初审”，请安全管理员给岗位，或者定一位代理。"


def test_a_reason_is_kept_on_one_line() -> None:
    assert reason_of("  图纸\n 缺一页 ", did=Did.RETURNED) == "图纸 缺一页"
    assert reason_of("", did=Did.APPROVED) == ""


@pytest.mark.parametrize(
    ("text", "did", "sentence"),
    [
        (" \n", Did.RETURNED, "没有退回。没有写理由，请写明为什么退回。"),
        ("", Did.WITHDRAWN, "没有撤回。没有写理由，请写明为什么撤回。"),
        ("长" * 501, Did.APPROVED, "没有同意。理由有501个字，最多500个字，请写短一些。"),
        ("缺\x00页", Did.RETURNED, "没有退回。理由里有看不见的字符，请重新写成普通文字。"),
    ],
)
def test_a_reason_that_cannot_be_kept_is_refused(text: str, did: Did, sentence: str) -> None:
    with pytest.raises(NotTaken) as refused:
        reason_of(text, did=did)

    assert refused.value.sentence == sentence


@given(st.text(max_size=600), st.sampled_from(list(Did)))
def test_any_text_is_a_reason_or_a_sentence(text: str, did: Did) -> None:
    said = ""
    try:
        kept = reason_of(text, did=did)
    except NotTaken as refused:
        kept, said = "", refused.sentence

    assert kept.isprintable()
    assert len(kept) <= 500
    assert not said or said.endswith("。")


def test_stages_without_keys_of_their_own_are_a_bug() -> None:
    for stages in ((), (TWO[0], TWO[0])):
        with pytest.raises(ValueError, match="keys of their own"):
            check_stages(stages)
