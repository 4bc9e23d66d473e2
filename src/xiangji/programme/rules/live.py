"""A sum computed live: written out with its result, and whether a comparison in it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from xiangji.programme.rules.expression import (
    BadExpression,
    CannotCompute,
    Comparison,
    Known,
    Name,
    Node,
    Number,
    names_in,
    parse,
    value_of,
    words_of,
)
from xiangji.programme.rules.words import closed_up, number_words, percent_words, with_unit

Verdict = Literal["ok", "warn", "bad", "info", "wait"]
Outcome = Literal["value", "holds", "at_limit", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class Live:
    """A sum written out with its result, and whether a comparison in it holds.

    `words` stands alone: 200 ÷ 1,500 = 13.33 %. `inline` stands in a sentence: 13.33 %（200 ÷ 1,500）.
    """

    words: str
    outcome: Outcome
    value: Fraction | None = None
    inline: str = ""

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self.outcome]


_VERDICTS: Mapping[Outcome, Verdict] = {
    "value": "info",
    "holds": "ok",
    "at_limit": "warn",
    "broken": "bad",
    "unknown": "wait",
}


def live(text: str, known: Known, unit: str) -> Live:
    """Raises BadExpression where the text is no sum or names what the plan does not have."""
    tree = checked(text, known)
    try:
        found = _compared(tree, known, unit) if isinstance(tree, Comparison) else _computed(tree, known, unit)
        words = closed_up(found.words)
        return replace(found, words=words, inline=found.inline or words)
    except CannotCompute as missing:
        words = f"{_bare_words(tree, known)}：{missing.reason}，算不出来"
        return Live(words, "unknown", inline=words)


def checked(text: str, known: Known) -> Node | Comparison:
    tree = parse(text)
    for name in names_in(tree):
        if name not in known:
            raise BadExpression(text, f"里的“{name}”在这份方案里没有，应当是预算格、目标、限额或区划数的名称")
    return tree


def checked_sum(text: str, known: Known) -> Node:
    """Like checked, where a comparison makes no sense."""
    tree = checked(text, known)
    if isinstance(tree, Comparison):
        raise BadExpression(text, f"里有“{tree.comparator}”，这里应当是一个数，不是比较")
    return tree


def _bare_words(tree: Node | Comparison, known: Known) -> str:
    if isinstance(tree, Comparison):
        return f"{words_of(tree.left, known)} 与 {words_of(tree.right, known)}"
    return words_of(tree, known)


def _computed(tree: Node, known: Known, unit: str) -> Live:
    value = value_of(tree, known)
    result = with_unit(value, unit)
    if _is_plain(tree):
        return Live(result, "value", value)
    terms = words_of(tree, known)
    # Brackets inside brackets are square ones in Chinese print.
    inline = f"{result}〔{terms}〕" if "（" in terms else f"{result}（{terms}）"
    return Live(f"{terms} = {result}", "value", value, inline)


def _compared(tree: Comparison, known: Known, unit: str) -> Live:
    left, right = value_of(tree.left, known), value_of(tree.right, known)
    outcome = outcome_of(left, tree.comparator, right)
    result = _result_words(outcome, tree.comparator, _difference_words(abs(left - right), unit))
    ours, theirs = _side(tree.left, left, known, unit), _side(tree.right, right, known, unit)
    if tree.comparator != "=" or (_is_plain(tree.left) and outcome == "holds"):
        return Live(f"{ours} {_relation(left, right)} {theirs}，{result}", outcome, left)
    if outcome == "broken":
        return Live(f"{ours}，与 {theirs} {result}", outcome, left)
    return Live(f"{ours}，{result}", outcome, left)


def outcome_of(left: Fraction, comparator: str, right: Fraction) -> Outcome:
    """At the limit is a case of its own: a cap that is used up to the last cent."""
    holds = {
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
        "=": left == right,
    }[comparator]
    if not holds:
        return "broken"
    return "at_limit" if comparator == "<=" and left == right else "holds"


def _relation(left: Fraction, right: Fraction) -> str:
    if left == right:
        return "="
    return "<" if left < right else ">"


def _result_words(outcome: Outcome, comparator: str, difference: str) -> str:
    if comparator == "=":
        return f"差{difference}" if outcome == "broken" else "一致"
    if comparator in ("<=", "<"):
        return {"holds": "没有超", "at_limit": "正好到顶"}.get(outcome, f"超{difference}")
    return "已达到" if outcome != "broken" else f"差{difference}"


def _difference_words(difference: Fraction, unit: str) -> str:
    return f"{number_words(difference * 100)}个百分点" if unit == "%" else with_unit(difference, unit)


def _side(tree: Node, value: Fraction, known: Known, unit: str) -> str:
    shown = percent_words(value) if unit == "%" else number_words(value)
    return shown if _is_plain(tree) else f"{words_of(tree, known)} = {shown}"


def _is_plain(tree: Node) -> bool:
    return isinstance(tree, Name | Number)
