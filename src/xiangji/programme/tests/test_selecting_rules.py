"""How a selection goes from stage to stage, and who may win; without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.selecting import (
    Facts,
    Method,
    Offered,
    SelectionRefused,
    Shown,
    Stage,
    Wanted,
    check_award,
    check_bid,
    check_notice,
    stage_of,
    wanted_of,
    winners,
)
from xiangji.programme.tests.refusing import sentence_of

BEFORE_NOTICE = {Stage.WRITTEN, Stage.CONDITIONS_CLEAR}
SHOWN = st.one_of(st.none(), st.builds(Shown, st.sampled_from(Outcome), st.booleans()))
FACTS = st.builds(Facts, SHOWN, st.booleans(), st.booleans(), SHOWN, st.booleans())
BIDS = st.lists(
    st.builds(Offered, st.integers(1, 9), st.just("示例"), st.just(Money(1)), st.booleans(), st.none()),
    unique_by=lambda bid: bid.number,
)


@given(facts=FACTS)
def test_chosen_is_only_an_award_whose_publicity_is_clear(facts: Facts) -> None:
    is_clear = facts.award is not None and facts.award.outcome is Outcome.CLEAR
    is_chosen = stage_of(facts) is Stage.CHOSEN

    assert is_chosen == (facts.is_awarded and not facts.is_failed and is_clear)


@given(facts=FACTS)
def test_what_the_public_sees_is_never_open_to_change(facts: Facts) -> None:
    found = stage_of(facts)

    runs = {Stage.CONDITIONS_SHOWN, Stage.CONDITIONS_OBJECTED, Stage.AWARD_SHOWN, Stage.AWARD_OBJECTED}
    assert not (found in runs and found.is_open_to_change)
    assert found.word


@pytest.mark.parametrize("stage", sorted(set(Stage) - BEFORE_NOTICE))
def test_a_notice_at_another_stage_is_refused_with_the_stage(stage: Stage) -> None:
    with pytest.raises(SelectionRefused, match=stage.word):
        check_notice(stage, title="示例", must_show="")


def test_a_plan_that_wants_conditions_shown_stops_the_notice_before() -> None:
    with pytest.raises(SelectionRefused, match="向社会公示"):
        check_notice(Stage.WRITTEN, title="示例", must_show="方案七(一)写着“向社会公示项目建设内容”")
    check_notice(Stage.CONDITIONS_CLEAR, title="示例", must_show="方案七(一)写着“……”")
    check_notice(Stage.WRITTEN, title="示例", must_show="")


@given(bids=BIDS, method=st.sampled_from(Method), winner=st.integers(1, 9))
def test_a_winner_was_found_fit_and_a_tender_has_three(
    bids: list[Offered], method: Method, winner: int
) -> None:
    fit = [bid for bid in bids if bid.is_accepted]
    is_right = winner in {bid.number for bid in fit} and (len(fit) >= 3 or not method.is_tender)
    said = sentence_of(lambda: check_award(bids, winner, method))

    assert bool(said) == (not is_right)
    assert not said or said.startswith("没有定。")


def test_a_consortium_wins_and_falls_together() -> None:
    lead = Offered(1, "示例牵头", Money(100), is_accepted=True)
    fit = Offered(2, "示例成员", Money(0), is_accepted=True, leads=1)
    unfit = Offered(3, "示例另一成员", Money(0), is_accepted=False, leads=1)
    other = Offered(4, "示例别家", Money(90), is_accepted=True)

    assert winners([lead, fit, other], 1) == (1, 2)
    with pytest.raises(SelectionRefused, match="示例另一成员"):
        check_award([lead, fit, unfit, other], 1, Method.OWN_PURCHASE)
    with pytest.raises(SelectionRefused, match="牵头的那家"):
        check_award([lead, fit], 2, Method.OWN_PURCHASE)


def test_a_bid_without_a_price_or_a_reason_is_refused() -> None:
    with pytest.raises(SelectionRefused, match="报价多少元"):
        check_bid(Money(0), is_accepted=True, is_member=False, reason="")
    with pytest.raises(SelectionRefused, match="不单独报价"):
        check_bid(Money(100), is_accepted=True, is_member=True, reason="")
    with pytest.raises(SelectionRefused, match="为什么"):
        check_bid(Money(100), is_accepted=False, is_member=False, reason="  ")


@given(title=st.text(max_size=100), content=st.text(max_size=1100), conditions=st.text(max_size=1100))
def test_any_text_is_kept_or_refused_in_a_sentence(title: str, content: str, conditions: str) -> None:
    said = sentence_of(lambda: wanted_of(Wanted(title, content, conditions)))

    is_written = all(text.strip() for text in (title, content, conditions))
    assert not said or said.startswith("没有存。")
    assert said or is_written
