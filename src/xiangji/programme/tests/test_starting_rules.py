"""What must stand before work begins: what blocks, what warns, what nobody asks for; without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.starting import (
    ALWAYS,
    Asked,
    Fact,
    Key,
    StartRefused,
    check_day,
    check_start,
    conditions,
)
from xiangji.programme.tests.bodies import document_of
from xiangji.programme.tests.refusing import sentence_of

FACTS = st.fixed_dictionaries({key: st.builds(Fact, st.booleans(), st.just("说明")) for key in Key})
ASKED = st.lists(
    st.builds(
        Asked, st.sampled_from(Key), st.sampled_from(["block", "warn"]), st.just("七(一)"), st.just("…")
    ),
    unique_by=lambda each: each.key,
)


@given(facts=FACTS, asked=ASKED, reason=st.sampled_from(["", "  ", "汛期前要通车"]))
def test_work_begins_only_without_a_block_and_with_a_reason_for_a_warning(
    facts: dict[Key, Fact], asked: list[Asked], reason: str
) -> None:
    weights = {each.key: each.weight for each in asked} | dict.fromkeys(ALWAYS, "block")
    lacking = {key for key, fact in facts.items() if not fact.is_met}
    blocks = {key for key in lacking if weights.get(key) == "block"}
    warns = {key for key in lacking if weights.get(key) == "warn"}
    found = conditions(facts, asked)
    said = sentence_of(lambda: check_start(found, reason))

    assert bool(said) == bool(blocks or (warns and not reason.strip()))
    assert not said or all(key.word in said for key in blocks or warns)
    assert said or {each.key for each in check_start(found, reason)[1]} == warns


@given(facts=FACTS)
def test_a_silent_plan_asks_for_what_is_always_asked(facts: dict[Key, Fact]) -> None:
    found = conditions(facts, [])

    assert {each.key for each in found if each.weight == "block"} == ALWAYS
    assert all(each.kind != "bad" for each in found if each.key not in ALWAYS)


@pytest.mark.parametrize(
    ("plan", "blocks", "warns"),
    [
        ("wangkui-2018", set(Key) - {Key.IN_FORCE, Key.INFORMATION}, set()),
        ("tengzhou-2019", {Key.SELECTION}, {Key.CONSTRUCTION}),
        ("donggang-2020", {Key.SELECTION, Key.INFORMATION}, set()),
        ("haifeng-2018", {Key.SELECTION}, set()),
        ("liaoning-2020", {Key.SELECTION}, set()),
    ],
)
def test_each_plan_asks_what_it_says(plan: str, blocks: set[Key], warns: set[Key]) -> None:
    asked = document_of(plan).starts

    assert {each.key for each in asked if each.weight == "block"} == blocks
    assert {each.key for each in asked if each.weight == "warn"} == warns


def test_a_start_is_neither_in_time_to_come_nor_before_the_project_is_in_force() -> None:
    today = date(2026, 9, 30)

    with pytest.raises(StartRefused, match="还没有到"):
        check_day(date(2026, 10, 1), today=today, in_force_on=None)
    with pytest.raises(StartRefused, match="才生效"):
        check_day(date(2026, 9, 1), today=today, in_force_on=date(2026, 9, 15))
    check_day(date(2026, 9, 15), today=today, in_force_on=date(2026, 9, 15))
