from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money, Month
from xiangji.programme.rules import project
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.project import FIVE, Draft, ProjectRefused, State
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.tests.bodies import document_of

NOTHING = Money(0)
WHOLE = Draft(
    name="镇级分拣线",
    responsible_body="示例乡集运营有限公司",
    goal="镇里当天分拣完",
    content="21条分拣线",
    due=Month(2026, 12),
    acceptance_standard="每条每小时600件",
    central=Money.from_wan(30),
    provincial=NOTHING,
    county=Money.from_wan(10),
    enterprise=NOTHING,
)
amounts = st.integers(0, 10**12).map(Money)


def line() -> BudgetLine:
    found = document_of("tengzhou-2019").line("logistics")
    assert found is not None
    return found


@pytest.mark.proves("PRG-05")
@pytest.mark.parametrize(("field", "word"), list(FIVE.items()))
def test_a_project_without_one_of_the_five_is_not_submitted_and_it_is_named(field: str, word: str) -> None:
    empty = None if field == "due" else "　 \n"

    with pytest.raises(ProjectRefused) as refusal:
        project.check_complete(replace(WHOLE, **{field: empty}))  # type: ignore[arg-type]

    assert refusal.value.code == "project_not_complete"
    assert refusal.value.sentence == f"没有报送。五项里还缺1项：{word}。都写明了再报。"


@pytest.mark.proves("PRG-05")
@given(lacking=st.sets(st.sampled_from(sorted(FIVE))))
def test_it_names_exactly_those_of_the_five_that_are_missing(lacking: set[str]) -> None:
    gone = {field: None if field == "due" else "" for field in lacking}

    found = project.missing(replace(WHOLE, **gone))  # type: ignore[arg-type]

    assert found == tuple(word for field, word in FIVE.items() if field in lacking)


def test_a_project_that_costs_nothing_is_not_submitted() -> None:
    free = replace(WHOLE, central=NOTHING, county=NOTHING)

    with pytest.raises(ProjectRefused, match="还没有写投资多少"):
        project.check_complete(free)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "  "}, "没有存。项目还没有名称，请先写上名称。"),
        ({"name": "长" * 81}, "没有存。项目名称有81个字，最多80个字。"),
        ({"goal": "长" * 1001}, "没有存。工作目标有1001个字，最多1000个字。"),
        ({"content": "一\x00二"}, "没有存。建设内容里有不能显示的字符，请重新写。"),
        ({"due": Month(206, 12)}, "没有存。时间节点写的是206年，请写2000到2100年之间的月份。"),
        ({"county": Money(-1)}, "没有存。县（市）配套写的是−0.01元，金额不能小于零。"),
    ],
)
def test_what_nobody_could_keep_is_refused_in_words(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProjectRefused) as refusal:
        project.tidy(replace(WHOLE, **change))  # type: ignore[arg-type]

    assert refusal.value.sentence == sentence


def test_a_draft_may_still_lack_everything_but_its_name() -> None:
    bare = Draft("  分拣线 ", "", "", "", None, "", NOTHING, NOTHING, NOTHING, NOTHING)

    assert project.tidy(bare).name == "分拣线"


def test_the_refusal_of_too_much_money_says_what_is_left() -> None:
    taken = {Source.CENTRAL: Money.from_wan("371.4")}

    with pytest.raises(ProjectRefused) as refusal:
        project.check_line(replace(WHOLE, central=Money.from_wan(12)), line(), taken)

    assert refusal.value.sentence == (
        "没有报送。预算行 3“市、镇、村三级物流配送体系”的中央财政只剩 86,000.00 元，不够 120,000.00 元。"
        "可以改金额，也可以先办方案变更。"
    )


def test_a_source_that_the_line_leaves_empty_gives_nothing() -> None:
    with pytest.raises(ProjectRefused, match=r"省级只剩 0\.00 元"):
        project.check_line(replace(WHOLE, provincial=Money(1)), line(), {})


def test_what_an_enterprise_pays_itself_has_no_upper_limit() -> None:
    project.check_line(replace(WHOLE, enterprise=Money.from_wan(9999)), line(), {})


@given(asked=st.lists(st.tuples(amounts, amounts), max_size=8))
def test_projects_that_were_taken_one_after_another_never_hold_more_than_the_line(
    asked: list[tuple[Money, Money]],
) -> None:
    held: list[Draft] = []
    for central, county in asked:
        draft = replace(WHOLE, central=central, county=county)
        try:
            project.check_line(draft, line(), project.taken_by(held))
        except ProjectRefused:
            continue
        held.append(draft)

    taken = project.taken_by(held)
    assert taken[Source.CENTRAL] <= Money.from_wan(380)
    assert taken[Source.COUNTY] <= Money.from_wan(160)


PAPERS = ("draft", "submitted", "returned", "approved", "withdrawn")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("publicity", [None, *Outcome])
@pytest.mark.parametrize("objected", [False, True])
def test_only_an_approved_paper_with_a_clear_publicity_is_in_force(
    *, paper: str, publicity: Outcome | None, objected: bool
) -> None:
    state = project.state_of(paper, publicity, has_open_objection=objected)

    assert (state is State.IN_FORCE) == (paper == "approved" and publicity is Outcome.CLEAR)


@pytest.mark.parametrize(
    ("paper", "publicity", "objected", "state"),
    [
        ("draft", None, False, State.DRAFTED),
        ("submitted", None, False, State.SUBMITTED),
        ("returned", None, False, State.RETURNED),
        ("approved", None, False, State.APPROVED),
        ("approved", Outcome.OPEN, False, State.PUBLICISED),
        ("approved", Outcome.OPEN, True, State.OBJECTED),
        ("approved", Outcome.STOPPED, False, State.STOPPED),
        ("withdrawn", None, False, State.WITHDRAWN),
    ],
)
def test_a_state_follows_from_paper_and_publicity(
    *, paper: str, publicity: Outcome | None, objected: bool, state: State
) -> None:
    assert project.state_of(paper, publicity, has_open_objection=objected) is state


@pytest.mark.parametrize("state", list(State))
def test_only_a_draft_and_a_returned_project_can_be_changed(state: State) -> None:
    if state in {State.DRAFTED, State.RETURNED}:
        project.check_open_to_change(state)
        return
    with pytest.raises(ProjectRefused, match="没有改。"):
        project.check_open_to_change(state)
