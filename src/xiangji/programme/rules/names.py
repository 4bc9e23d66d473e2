"""Every figure of a plan by the name that sums use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import BudgetLine, PlanDocument
from xiangji.programme.rules.expression import Known, Quantity

# Counts that no plan states; the caller takes them from the list of regions and the words say so.
EXTERNALS: Mapping[str, str] = {
    "places.towns": "按区划名单的镇级单位数",
    "places.villages": "按区划名单的村级单位数",
    "places.administrative_villages": "按区划名单的行政村数",
    "places.poor_villages": "贫困村数",
}
# First parts of names that are not budget lines.
RESERVED = ("lines", "total", "limit", "places")
_COLUMNS = (*(source.value for source in Source), "tranche1", "tranche2")


def known_in(document: PlanDocument, external: Mapping[str, int] | None = None) -> Known:
    """Every figure of the plan by the name that sums use; external counts as they are given."""
    given = external or {}
    quantities = dict(_cells(document)) | dict(_limits(document)) | dict(_goals(document))
    quantities |= {name: Quantity(Fraction(count)) for name, count in given.items()}
    return Known(quantities, {name: words for name, words in EXTERNALS.items() if name not in given})


def _cells(document: PlanDocument) -> Iterator[tuple[str, Quantity]]:
    """<line>.<column>, lines.<column> added up, total.<column> as stated. An empty cell counts as 0."""
    for line in document.budget_lines:
        yield from _cells_of(line)
    for column in _COLUMNS:
        amounts = (line.amount_of(column) for line in document.budget_lines)
        yield f"lines.{column}", _wan(Money.sum(amount for amount in amounts if amount))
    yield "lines.sum", _wan(Money.sum(line.sum for line in document.budget_lines))
    yield "lines.count", Quantity(Fraction(len(document.budget_lines)))
    if document.budget_total:
        total = document.budget_total
        yield from ((f"total.{source}", _wan(amount)) for source, amount in total.sources)
        yield "total.total", _wan(total.total or total.sum)
        yield "total.projects", Quantity(Fraction(total.projects or 0))


def _cells_of(line: BudgetLine) -> Iterator[tuple[str, Quantity]]:
    for column in _COLUMNS:
        yield f"{line.key}.{column}", _wan(line.amount_of(column) or Money(0))
    yield f"{line.key}.sum", _wan(line.sum)
    yield f"{line.key}.total", _wan(line.total or line.sum)
    yield f"{line.key}.projects", Quantity(Fraction(len(line.projects)))
    if line.share is not None:
        yield f"{line.key}.share", _share(line.share)


def _limits(document: PlanDocument) -> Iterator[tuple[str, Quantity]]:
    """limit.<rule key>, in the unit of the rule; a promise in hours."""
    for ratio in document.ratio_rules:
        yield f"limit.{ratio.key}", _measured(ratio.limit, ratio.unit)
    for promise in document.promises:
        yield f"limit.{promise.key}", Quantity(Fraction(promise.hours))
    for rule in _rules_that_may_lack_a_number(document):
        if rule.value is not None:
            yield f"limit.{rule.key}", _measured(rule.value, rule.unit)


@dataclass(frozen=True, slots=True)
class _Limit:
    key: str
    value: Decimal | None
    unit: str


def _rules_that_may_lack_a_number(document: PlanDocument) -> tuple[_Limit, ...]:
    return (
        *(_Limit(rule.key, rule.limit, rule.unit) for rule in document.subsidy_rules),
        *(_Limit(rule.key, rule.value, rule.unit) for rule in document.payment_rules),
        *(_Limit(rule.key, rule.value, rule.unit) for rule in document.threshold_rules),
        *(_Limit(rule.key, rule.value, rule.unit) for rule in document.time_rules),
    )


def _goals(document: PlanDocument) -> Iterator[tuple[str, Quantity]]:
    """A target by its bare key; a range has .min and .max besides."""
    for target in document.targets:
        if target.goal:
            yield target.key, _measured(target.goal.value, target.unit)
        if target.value_min is not None and target.value_max is not None:
            yield f"{target.key}.min", _measured(target.value_min, target.unit)
            yield f"{target.key}.max", _measured(target.value_max, target.unit)


def _wan(money: Money) -> Quantity:
    return Quantity(Fraction(money.wan))


def _share(per_cent: Decimal) -> Quantity:
    return Quantity(Fraction(per_cent) / 100, is_share=True)


def _measured(value: Decimal, unit: str) -> Quantity:
    return _share(value) if unit == "%" else Quantity(Fraction(value))
