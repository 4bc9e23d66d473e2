"""Which of several rules in force binds: the stricter one, as far as their numbers can say."""

from __future__ import annotations

from dataclasses import replace

from xiangji.core.errors import Refused
from xiangji.core.policy.rules.binding import Rule

_DIRECTIONS = {"<=": 1, "<": 1, ">=": -1, ">": -1}
_STRICT = {"<", ">"}


class RulesDisagree(Refused):
    """Two plans in force say different things that cannot be ranked: people have to decide, not we."""

    def __init__(self, one: Rule, other: Rule) -> None:
        super().__init__(
            "rules_disagree",
            f"分不出该按哪一条办。正在执行的两份方案对“{one.name}”写法不同：{one.words}；{other.words}。"
            "请领导小组先定一条，再发布新的版本。",
        )


def strictest(rules: list[Rule]) -> Rule:
    """The rule that binds, naming the others in `also`. Of two equal ones that which blocks is the stricter.

    Raises RulesDisagree where the rules cannot be ranked, ValueError where there is none.
    """
    if not rules:
        raise ValueError("no rule to choose from")
    for other in rules[1:]:
        if not _comparable(rules[0], other):
            raise RulesDisagree(rules[0], other)
    binding = min(rules, key=_looseness)
    return replace(binding, also=tuple(rule.words for rule in rules if rule is not binding))


def _comparable(one: Rule, other: Rule) -> bool:
    if (one.value, one.unit, one.comparator) == (other.value, other.unit, other.comparator):
        return True
    if one.value is None or other.value is None or one.unit != other.unit:
        return False
    direction = _DIRECTIONS.get(one.comparator)
    return direction is not None and direction == _DIRECTIONS.get(other.comparator)


def _looseness(rule: Rule) -> tuple[object, ...]:
    direction = _DIRECTIONS.get(rule.comparator, 0)
    value = 0 if rule.value is None else rule.value * direction
    return value, rule.comparator not in _STRICT, rule.hardness != "block"
