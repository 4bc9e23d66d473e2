"""The order of the steps of a plan paper, and what a change makes of a plan: without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules import changing, comparing, plan_paper
from xiangji.programme.rules.changing import Edit
from xiangji.programme.rules.plan_paper import (
    ChangeKind,
    Facts,
    Order,
    PlanPaperRefused,
    Sort,
    State,
    Waiting,
    Whom,
    state_of,
)
from xiangji.programme.rules.publicity import Outcome, Standing
from xiangji.programme.tests.bodies import body_of

TODAY = date(2026, 9, 30)
COUNTED = tuple(date(2026, 10, day) for day in (8, 9, 10, 12, 13))
FACTS = st.builds(
    Facts,
    approval=st.sampled_from(["draft", "submitted", "returned", "approved", "withdrawn"]),
    publicity=st.sampled_from([None, *Outcome]),
    has_open_objection=st.booleans(),
    is_filed=st.booleans(),
    is_in_force=st.booleans(),
)


def waiting(on: date = TODAY, **more: object) -> Waiting:
    told = {
        "standing": Standing(COUNTED, on),
        "outcome": Outcome.OPEN,
        "open_objections": 0,
        "earliest": date(2026, 10, 14),
        **more,
    }
    return Waiting(**told)  # type: ignore[arg-type]


def check(state: State, order: Order, whom: Whom, on: date, wait: Waiting, today: date | None = None) -> None:
    plan_paper.check_filing(state, order, whom, wait, on=on, today=today or on, because="五（一）")


@given(FACTS)
def test_without_a_meeting_nothing_of_a_paper_counts(facts: Facts) -> None:
    if facts.approval != "approved":
        assert state_of(facts) in {State.DRAFTED, State.SUBMITTED, State.RETURNED, State.WITHDRAWN}


@given(FACTS, st.lists(st.sampled_from(["市政府网站", "市报"]), max_size=2))
def test_a_paper_counts_only_with_meeting_publicity_filing_and_media(
    facts: Facts, missing: list[str]
) -> None:
    if plan_paper.is_ready(facts, missing_media=missing):
        assert (facts.approval, facts.publicity, facts.is_filed) == ("approved", Outcome.CLEAR, True)
        assert not missing
        assert not facts.is_in_force


@given(FACTS)
def test_an_upheld_objection_stops_a_paper_wherever_it_stands(facts: Facts) -> None:
    if facts.approval == "approved" and facts.publicity is Outcome.STOPPED:
        assert state_of(facts) is State.STOPPED
        assert not state_of(facts).locks


@given(st.sampled_from(State))
def test_the_publicity_follows_the_meeting_or_the_filing_as_the_order_says_and_nothing_else(
    state: State,
) -> None:
    for order, before in ((Order.PUBLICITY_FIRST, State.PASSED), (Order.FILING_FIRST, State.REPORTED)):
        if state is before:
            plan_paper.check_publicise(state, order)
        else:
            with pytest.raises(PlanPaperRefused):
                plan_paper.check_publicise(state, order)


@pytest.mark.proves("PRG-08")
@given(st.integers(-30, 60))
def test_nobody_files_with_the_province_before_the_day_after_the_last(ahead: int) -> None:
    on = COUNTED[-1] + timedelta(days=ahead)
    if on > COUNTED[-1]:
        check(State.PUBLICISED, Order.PUBLICITY_FIRST, Whom.PROVINCE, on, waiting(on))
    else:
        with pytest.raises(PlanPaperRefused, match="最早2026年10月14日可以报"):
            check(State.PUBLICISED, Order.PUBLICITY_FIRST, Whom.PROVINCE, on, waiting(on))


@pytest.mark.proves("PRG-08")
def test_an_open_objection_and_an_upheld_one_keep_the_filing_back_after_all_days() -> None:
    late = date(2026, 10, 20)

    with pytest.raises(PlanPaperRefused, match="还有2条异议没有处理"):
        check(State.OBJECTED, Order.PUBLICITY_FIRST, Whom.PROVINCE, late, waiting(late, open_objections=2))
    stopped = waiting(late, outcome=Outcome.STOPPED)
    with pytest.raises(PlanPaperRefused, match="异议成立"):
        check(State.STOPPED, Order.PUBLICITY_FIRST, Whom.PROVINCE, late, stopped)


@pytest.mark.proves("PRG-08")
def test_before_the_publicity_the_first_possible_day_is_said_and_that_its_year_has_no_calendar_yet() -> None:
    wait = waiting(standing=None, outcome=None, unpublished_years=(2027,))

    with pytest.raises(PlanPaperRefused) as refusal:
        check(State.PASSED, Order.PUBLICITY_FIRST, Whom.PROVINCE, TODAY, wait)

    assert "今天开始公示，最早2026年10月14日可以报" in refusal.value.sentence
    assert "2027年的放假安排还没有公布，先按周一到周五算" in refusal.value.sentence


def test_the_prefecture_and_a_plan_that_files_first_wait_for_no_publicity() -> None:
    wait = waiting(standing=None, outcome=None)

    check(State.PASSED, Order.PUBLICITY_FIRST, Whom.PREFECTURE, TODAY, wait)
    check(State.PASSED, Order.FILING_FIRST, Whom.PROVINCE, TODAY, wait)


@pytest.mark.parametrize("state", [State.DRAFTED, State.SUBMITTED, State.RETURNED, State.WITHDRAWN])
def test_nothing_is_filed_before_the_meeting(state: State) -> None:
    with pytest.raises(PlanPaperRefused, match="审议通过以后才能上报"):
        check(state, Order.FILING_FIRST, Whom.PREFECTURE, TODAY, waiting())


def test_a_filing_of_tomorrow_is_refused() -> None:
    with pytest.raises(PlanPaperRefused, match="还没有到"):
        check(State.PASSED, Order.FILING_FIRST, Whom.PROVINCE, TODAY + timedelta(days=1), waiting(), TODAY)


def test_a_rule_of_the_plan_fixes_the_order_and_without_one_somebody_says_why() -> None:
    rule = "《东港方案》5工作日"

    assert plan_paper.order_of(rule, "", "") == (Order.PUBLICITY_FIRST, rule)
    with pytest.raises(PlanPaperRefused, match="次序不能倒过来"):
        plan_paper.order_of(rule, "filing_first", "习惯")
    with pytest.raises(PlanPaperRefused, match="请选一个次序"):
        plan_paper.order_of("", "", "习惯")
    with pytest.raises(PlanPaperRefused, match="写明这样排的依据"):
        plan_paper.order_of("", "filing_first", " ")
    assert plan_paper.order_of("", "filing_first", "七（二）")[0] is Order.FILING_FIRST


@pytest.mark.parametrize("sort", [Sort.PLAN, Sort.FUNDS, Sort.MONEY_RULES])
def test_what_counts_is_changed_and_not_written_a_second_time(sort: Sort) -> None:
    with pytest.raises(PlanPaperRefused, match="写变更"):
        plan_paper.check_free_to_draft(sort, State.IN_FORCE, is_change=False)
    plan_paper.check_free_to_draft(sort, State.IN_FORCE, is_change=True)
    plan_paper.check_free_to_draft(sort, State.STOPPED, is_change=False)
    with pytest.raises(PlanPaperRefused, match="接着办那一份"):
        plan_paper.check_free_to_draft(sort, State.PUBLICISED, is_change=False)


@pytest.mark.proves("PRG-12")
@given(
    st.lists(st.sampled_from(["市政府网站", "市报", "公告栏"])), st.lists(st.sampled_from(["市报", "公告栏"]))
)
def test_a_change_waits_for_every_medium_of_its_original(before: list[str], now: list[str]) -> None:
    missing = plan_paper.missing_media(before, now)

    assert set(missing) == set(before) - set(now)
    assert len(missing) == len(set(missing))


def test_an_edit_changes_its_place_and_the_sums_that_follow_and_nothing_else() -> None:
    before = body_of("tengzhou-2019")
    line = next(row for row in before["plan"]["budget_line"] if row["key"] == "logistics")
    edit = changing.read(Edit("budget_line/logistics/central", " 290.50 "), before)

    after = changing.applied(before, (edit,))

    changed = next(row for row in after["plan"]["budget_line"] if row["key"] == "logistics")
    difference = Decimal("290.5") - line["central"]
    assert changed["central"] == Decimal("290.5")
    assert changed["total"] == line["total"] + difference
    assert after["plan"]["budget_total"]["total"] == before["plan"]["budget_total"]["total"] + difference
    assert before == body_of("tengzhou-2019")
    assert {each.field for each in comparing.differences(before["plan"], after["plan"])} <= {
        "中央财政（万元）",
        "合计（万元）",
    }


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("budget_line/logistics/central", "很多"),
        ("budget_line/logistics/central", "-1"),
        ("budget_line/logistics/central", "NaN"),
        ("budget_line/logistics/central", "1.00001"),
        ("budget_line/logistics/central", ""),
        ("budget_line/nobody/central", "1"),
        ("budget_line/logistics/seq", "1"),
        ("document/title", "1"),
        ("phase/1/start", "2026-13"),
        ("budget_line/logistics/name", "两\n行"),
    ],
)
def test_what_cannot_stand_in_a_plan_is_refused_with_a_sentence(place: str, value: str) -> None:
    with pytest.raises(PlanPaperRefused, match=r"没有改。"):
        changing.read(Edit(place, value), body_of("tengzhou-2019"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_place_and_no_value_ends_in_a_traceback(place: str, value: str) -> None:
    for one in (place, f"budget_line/logistics/{place}", "budget_line/logistics/central", "phase/1/end"):
        said = "没有改。"
        try:
            changing.read(Edit(one, value), body_of("tengzhou-2019"))
        except PlanPaperRefused as refusal:
            said = refusal.sentence

        assert said.startswith("没有改。")


@pytest.mark.parametrize("key", ["donggang-2020", "haifeng-2018", "tengzhou-2019", "wangkui-2018"])
def test_every_place_that_is_offered_can_be_edited(key: str) -> None:
    body = body_of(key)
    for choice in changing.choices(body):
        value = "2031-11" if choice.place.endswith(("/start", "/end", "/due")) else "77"
        if value != choice.now:
            assert changing.applied(body, (changing.read(Edit(choice.place, value), body),)) != body


@pytest.mark.proves("PRG-12")
def test_the_comparison_tells_what_was_changed_added_and_removed_with_the_difference() -> None:
    before = body_of("tengzhou-2019")["plan"]
    after = body_of("tengzhou-2019")["plan"]
    gone = after["target"].pop()
    after["budget_line"][0]["county"] = 7
    after["task"] = [
        *after.get("task", []),
        {"name": "示例任务", "units": ["甲"], "section": "九", "quote": "新写的"},
    ]

    found = comparing.differences(before, after)

    assert {each.kind for each in found} >= {comparing.Kind.ADDED, comparing.Kind.REMOVED}
    assert any(each.before == gone["quote"] and not each.after for each in found)
    assert any(each.after == "新写的" and not each.before for each in found)
    assert comparing.differences(before, before) == ()


def test_a_change_says_what_it_changes_before_a_meeting_judges_it() -> None:
    with pytest.raises(PlanPaperRefused, match="改方案的哪一处"):
        plan_paper.check_change_is_written(ChangeKind.CONTENT, Sort.PLAN, edits=0, has_newcomer=False)
    with pytest.raises(PlanPaperRefused, match="哪家企业"):
        plan_paper.check_change_is_written(ChangeKind.CONTRACTOR, Sort.PLAN, edits=0, has_newcomer=False)
    plan_paper.check_change_is_written(ChangeKind.IMPROVEMENT, Sort.PLAN, edits=0, has_newcomer=False)
