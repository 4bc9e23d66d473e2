"""What the answers to its questions do to a plan: what asked asks no longer, rules are computed as decided.

A reading says how a rule is computed where one of its sums compares with that rule's own limit:

    (county_centre.central + stations.central) / total.central <= limit.centre_cap     a ratio
    stations.sum <= town_stations * limit.town_station_cap + …                          a cap

A reading that does not say so changes no sum; that its question is answered is all that follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xiangji.programme.rules.document import Cap, PlanDocument, QuestionReading, RatioRule
from xiangji.programme.rules.expression import (
    Comparison,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    names_in,
    parse,
)

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the plan and the title of the reading that was decided."""

    question: str
    reading: str


def answered(document: PlanDocument, answers: tuple[Answer, ...]) -> PlanDocument:
    """The plan as it is worked by. An answer whose reading the plan does not have is none."""
    chosen = chosen_in(document, answers)
    if not chosen:
        return document
    return replace(
        document,
        targets=tuple(
            replace(target, asks=tuple(key for key in target.asks if key not in chosen))
            for target in document.targets
        ),
        ratio_rules=tuple(_ratio(document, rule, chosen) for rule in document.ratio_rules),
        caps=tuple(_cap(document, cap, chosen) for cap in document.caps),
    )


def chosen_in(document: PlanDocument, answers: tuple[Answer, ...]) -> Mapping[str, QuestionReading]:
    """The decided reading of each answered question."""
    titles = {answer.question: answer.reading for answer in answers}
    return {
        question.key: reading
        for question in document.questions
        for reading in question.readings
        if titles.get(question.key) == reading.title
    }


def _ratio(document: PlanDocument, rule: RatioRule, chosen: Mapping[str, QuestionReading]) -> RatioRule:
    for tree in _comparisons(document, f"ratio.{rule.key}", chosen):
        is_about_it = tree.right == Name(f"limit.{rule.key}") and tree.comparator == rule.comparator
        if is_about_it and isinstance(tree.left, Operation) and tree.left.sign == "/":
            return replace(rule, numerator=text_of(tree.left.left), denominator=text_of(tree.left.right))
    return rule


def _cap(document: PlanDocument, cap: Cap, chosen: Mapping[str, QuestionReading]) -> Cap:
    limits = {f"limit.{part.rule}" for part in cap.parts}
    for tree in _comparisons(document, f"cap.{cap.key}", chosen):
        if tree.comparator == "<=" and limits <= set(names_in(tree.right)):
            return replace(cap, against=text_of(tree.left))
    return cap


def _comparisons(
    document: PlanDocument, concerned: str, chosen: Mapping[str, QuestionReading]
) -> Iterator[Comparison]:
    """The comparisons in decided readings of the questions that concern this rule, in the file's order."""
    for question in document.questions:
        if question.key in chosen and concerned in question.concerns:
            trees = (parse(text) for text in chosen[question.key].sums)
            yield from (tree for tree in trees if isinstance(tree, Comparison))


def text_of(tree: Node) -> str:
    """The sum in the language in which it is read, without a bracket too many."""
    return _write(tree, 0)


def _write(tree: Node, outer: int) -> str:
    match tree:
        case Number(value):
            return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
        case Name(name):
            return name
        case Negative(inner):
            return f"-{_write(inner, 3)}"
        case Operation(sign, left, right):
            own = _STRENGTH[sign]
            stricter = own + 1 if sign in "-/" else own
            text = f"{_write(left, own)}{sign}{_write(right, stricter)}"
            return f"({text})" if own < outer else text
