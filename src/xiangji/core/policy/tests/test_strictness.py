"""Of several rules the strictest binds: what it lets through, all the others let through."""

import operator
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.policy import Rule, RulesDisagree
from xiangji.core.policy.rules.binding import Hardness
from xiangji.core.policy.rules.strictness import strictest

HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "=": operator.eq,
}
values = st.decimals(0, 20, places=1)


def a_rule(
    value: Decimal | None,
    comparator: str = "<=",
    hardness: Hardness = "block",
    *,
    unit: str = "%",
    title: str = "甲",
) -> Rule:
    return Rule("ratio.x", "示例", value, unit, comparator, hardness, "五(二)", "原文", "example", title, 1)


def rules(comparators: list[str]) -> st.SearchStrategy[list[Rule]]:
    hardness: st.SearchStrategy[Hardness] = st.sampled_from(["block", "warn"])
    one = st.builds(a_rule, values, st.sampled_from(comparators), hardness)
    return st.lists(one, min_size=1, max_size=5)


def lets_through(rule: Rule, value: Decimal) -> bool:
    assert rule.value is not None
    return HOLDS[rule.comparator](value, rule.value)


@given(rules(["<=", "<"]) | rules([">=", ">"]), values)
def test_what_the_binding_rule_lets_through_all_let_through(found: list[Rule], value: Decimal) -> None:
    binding = strictest(found)

    if lets_through(binding, value):
        assert all(lets_through(rule, value) for rule in found)
    else:
        assert not all(lets_through(rule, value) for rule in found)


@given(rules(["<=", "<"]) | rules([">=", ">"]))
def test_of_equal_rules_the_one_that_blocks_binds_and_all_others_are_named(found: list[Rule]) -> None:
    binding = strictest(found)
    equal = [rule for rule in found if (rule.value, rule.comparator) == (binding.value, binding.comparator)]

    assert binding.hardness == ("block" if any(rule.hardness == "block" for rule in equal) else "warn")
    assert len(binding.also) == len(found) - 1
    assert set(binding.also) <= {rule.words for rule in found}


@given(rules(["<=", "<"]))
def test_the_order_in_which_programmes_come_does_not_matter(found: list[Rule]) -> None:
    one, other = strictest(found), strictest(found[::-1])

    assert (one.value, one.comparator, one.hardness) == (other.value, other.comparator, other.hardness)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_rule(Decimal(10), "<="), a_rule(Decimal(10), ">=")),
        (a_rule(Decimal(10), "="), a_rule(Decimal(11), "=")),
        (a_rule(Decimal(10), ""), a_rule(Decimal(11), "")),
        (a_rule(Decimal(10)), a_rule(None)),
        (a_rule(Decimal(1), unit="万元"), a_rule(Decimal(2), unit="元")),
        (a_rule(None, "", unit="每月"), a_rule(None, "", unit="每周")),
    ],
)
def test_rules_that_cannot_be_ranked_are_asked_about(one: Rule, other: Rule) -> None:
    with pytest.raises(RulesDisagree) as caught:
        strictest([one, other])

    assert caught.value.code == "rules_disagree"
    assert one.words in caught.value.sentence
    assert other.words in caught.value.sentence


def test_the_same_rule_without_a_number_binds_once() -> None:
    binding = strictest(
        [a_rule(None, "", unit="每月", title="甲"), a_rule(None, "", unit="每月", title="乙")]
    )

    assert binding.also == ("《乙》每月（五(二)）",)


def test_a_rule_says_what_and_where_in_words() -> None:
    assert a_rule(Decimal("11.50"), ">=").words == "《甲》不低于11.5%（五(二)）"
    assert a_rule(Decimal(100), "<", unit="万元").words == "《甲》低于100万元（五(二)）"


def test_there_is_nothing_to_choose_from_nothing() -> None:
    with pytest.raises(ValueError, match="no rule"):
        strictest([])
