"""The rules that a published body holds, each with its clause and its exact words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xiangji.core.policy.rules.canonical import number_of

Hardness = Literal["block", "warn"]

_WORDS = {"<=": "不超过", "<": "低于", ">=": "不低于", ">": "高于", "=": "等于"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a plan in force. 原则上 warns and asks for a reason; everything else blocks.

    `value` is None where the plan gives a rule without a number. `also` names the other programmes in force
    here that have a rule of the same key, with what they say.
    """

    key: str
    name: str
    value: Decimal | None
    unit: str
    comparator: str
    hardness: Hardness
    clause: str
    quote: str
    programme: str
    title: str
    version_id: int
    also: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What the rule says and where: 《…方案》不超过15%（五(二)）."""
        said = f"{_WORDS.get(self.comparator, '')}{_plain(self.value)}{self.unit}" or self.name
        return f"《{self.title}》{said}" + (f"（{self.clause}）" if self.clause else "")


@dataclass(frozen=True, slots=True)
class _Source:
    """How a table of the plan becomes a rule."""

    family: str
    table: str
    value: str
    unit: Callable[[Mapping[str, Any]], str]
    name: Callable[[Mapping[str, Any]], str]
    comparator: Callable[[Mapping[str, Any]], str]


def _field(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda entry: entry.get(name, "")


def _always(word: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _: word


def _legs(promise: Mapping[str, Any]) -> str:
    return f"{promise['from']}到{promise['to']}"


_SOURCES = (
    _Source("ratio", "ratio_rule", "limit", _field("unit"), _field("name"), _field("comparator")),
    _Source("subsidy", "subsidy_rule", "limit", _field("unit"), _field("name"), _field("comparator")),
    _Source("threshold", "threshold_rule", "value", _field("unit"), _field("name"), _field("comparator")),
    _Source("promise", "promise", "hours", _always("小时"), _legs, _always("<=")),
    _Source("time", "time_rule", "value", _field("unit"), _field("quote"), _always("")),
    _Source("payment", "payment_rule", "value", _field("unit"), _field("quote"), _always("")),
)


def rules_of(body: Mapping[str, Any], *, programme: str, title: str, version_id: int) -> Iterator[Rule]:
    """All rules of a published body {"plan": …, "reading": …}."""
    plan = body["plan"]
    for source in _SOURCES:
        for entry in plan.get(source.table, ()):
            value = entry.get(source.value)
            yield Rule(
                key=f"{source.family}.{entry['key']}",
                name=source.name(entry),
                value=None if value is None else Decimal(value),
                unit=source.unit(entry),
                comparator=source.comparator(entry),
                hardness="warn" if entry.get("principle") else "block",
                clause=entry.get("section", ""),
                quote=entry["quote"],
                programme=programme,
                title=title,
                version_id=version_id,
            )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{number_of(value)}"
