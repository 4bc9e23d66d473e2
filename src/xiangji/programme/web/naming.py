"""A plan's rules by name: what each clause is called on the board, and where it stands there."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xiangji.core.ui.formats import number
from xiangji.programme.rules.document import PlanDocument

_SIGNS = {"<=": "不超过", ">=": "不低于", "=": "", ">": "超过", "<": "低于"}


@dataclass(frozen=True, slots=True)
class RuleLink:
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A rule that is no ratio and no cap: a time limit, a payment, a threshold, a grant."""

    key: str
    name: str
    says: str
    hardness: str
    quote: str
    section: str

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)


def anchor_of(key: str) -> str:
    return f"rule-{key.replace('.', '-')}"


def rule_link(document: PlanDocument, key: str) -> RuleLink:
    """By a key such as ratio.centre_cap, target.training or negative."""
    kind, _, name = key.partition(".")
    if kind == "target":
        target = document.target(name)
        return RuleLink(f"目标“{target.name}”" if target else name, f"target-{name}")
    if kind == "negative":
        return RuleLink("不得支出的项目", "negatives")
    names = {f"ratio.{rule.key}": rule.name for rule in document.ratio_rules}
    names |= {clause.key: _named(clause) for clause in clauses_of(document)}
    return RuleLink(names.get(key, key), anchor_of(capped(document).get(key, key)))


def capped(document: PlanDocument) -> dict[str, str]:
    """Limits of single grants by the station cap that shows them with its sum."""
    return {f"subsidy.{part.rule}": f"cap.{cap.key}" for cap in document.caps for part in cap.parts}


def _named(clause: ShownClause) -> str:
    """A duty has no name of its own; its words name it."""
    return f"“{clause.quote}”" if clause.key.startswith("condition.") else clause.name


def clauses_of(document: PlanDocument) -> tuple[ShownClause, ...]:
    return tuple(_clauses(document))


def _clauses(document: PlanDocument) -> Iterator[ShownClause]:
    for grant in document.subsidy_rules:
        says = f"{grant.per}{_limit(grant.comparator, grant.limit, grant.unit)}"
        hardness = "原则上" if grant.hardness == "warn" else ""
        key = f"subsidy.{grant.key}"
        yield ShownClause(key, grant.name, says, hardness, grant.quote, grant.section)
    for promise in document.promises:
        name = f"{promise.start}到{promise.end}"
        key = f"promise.{promise.key}"
        yield ShownClause(key, name, f"{promise.hours}小时内", "", promise.quote, promise.section)
    for gate in document.threshold_rules:
        says = _limit(gate.comparator, gate.value, gate.unit) + (f"，并且{gate.also}" if gate.also else "")
        yield ShownClause(f"threshold.{gate.key}", gate.name, says, "", gate.quote, gate.section)
    for payment in document.payment_rules:
        key = f"payment.{payment.key}"
        says = _limit("=", payment.value, payment.unit)
        yield ShownClause(
            key, document.reading_of(key).short or "拨付", says, "", payment.quote, payment.section
        )
    for rhythm in document.time_rules:
        key = f"time.{rhythm.key}"
        says = f"{rhythm.who}{_limit('=', rhythm.value, '')}{rhythm.unit}"
        yield ShownClause(key, document.reading_of(key).short or "期限", says, "", rhythm.quote, "")
    for duty in document.conditions:
        key = f"condition.{duty.key}"
        yield ShownClause(key, document.reading_of(key).short or "要求", "", "", duty.quote, "")


def _limit(comparator: str, value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{_SIGNS.get(comparator, '')}{number(value)}{unit}"
