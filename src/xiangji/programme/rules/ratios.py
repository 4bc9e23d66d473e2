"""Shares of the money against their limits (PRG-40 to 42), and stated shares made again (PRG-43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from xiangji.programme.rules.clauses import HARDNESS_WORDS, Hardness, consequence_of
from xiangji.programme.rules.document import BudgetLine, PlanDocument, RatioRule
from xiangji.programme.rules.expression import (
    CannotCompute,
    Known,
    Name,
    Node,
    Operation,
    names_in,
    value_of,
    words_of,
)
from xiangji.programme.rules.live import Verdict, checked_sum, outcome_of
from xiangji.programme.rules.names import known_in
from xiangji.programme.rules.sums import Term
from xiangji.programme.rules.words import (
    lines_words,
    number_words,
    percent_of,
    percent_words,
    percent_words_beside,
)

Outcome = Literal["kept", "at_limit", "broken", "unstated"]

_LIMIT_WORDS = {"<=": "上限", "<": "上限", ">=": "下限", ">": "下限"}
_KEPT_WORDS = {"<=": "未超", "<": "未超", ">=": "已达到", ">": "已达到"}
_BROKEN_WORDS = {"<=": "超出", "<": "超出", ">=": "不足", ">": "不足"}


@dataclass(frozen=True, slots=True)
class RatioCheck:
    """One limit with the share that the budget gives, its sum, and what follows."""

    key: str
    name: str
    short: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    value: Fraction | None
    comparator: str
    limit: Decimal
    hardness: Hardness
    outcome: Outcome
    sum: str
    reason: str
    remark: str
    lines: tuple[int, ...]
    clause: str
    quote: str
    asks: tuple[str, ...]

    @property
    def percent(self) -> Decimal | None:
        return None if self.value is None else percent_of(self.value)

    @property
    def words(self) -> str:
        """200 ÷ 1,500 = 13.33 %."""
        if self.value is None:
            return self.reason
        return f"{self.sum} = {percent_words_beside(self.value, self.limit)}"

    @property
    def limit_word(self) -> str:
        return _LIMIT_WORDS.get(self.comparator, "应为")

    @property
    def verdict(self) -> Verdict:
        if self.outcome == "broken":
            return "warn" if self.hardness == "warn" else "bad"
        return _VERDICTS[self.outcome]

    @property
    def word(self) -> str:
        if self.outcome == "broken":
            return _BROKEN_WORDS.get(self.comparator, "与原文不符")
        if self.outcome == "kept":
            return _KEPT_WORDS.get(self.comparator, "与原文一致")
        return {"at_limit": "用到顶", "unstated": "没有金额"}[self.outcome]

    @property
    def hardness_word(self) -> str:
        return HARDNESS_WORDS[self.hardness]

    @property
    def consequence(self) -> str:
        return consequence_of(self.comparator, self.hardness)


_VERDICTS: Mapping[Outcome, Verdict] = {"kept": "ok", "at_limit": "warn", "unstated": "info"}


@dataclass(frozen=True, slots=True)
class ShareCheck:
    """A share that the document's table states (资金总额占比), computed again from the amounts."""

    key: str
    name: str
    line: int
    value: Fraction
    stated: Fraction
    sum: str
    clause: str
    quote: str

    @property
    def agrees(self) -> bool:
        return self.value == self.stated

    @property
    def verdict(self) -> Verdict:
        return "ok" if self.agrees else "bad"

    @property
    def word(self) -> str:
        return "与原文一致" if self.agrees else f"原文写 {percent_words(self.stated)}"

    @property
    def words(self) -> str:
        return f"{self.sum} = {percent_words(self.value)}"


def ratio_checks(document: PlanDocument) -> tuple[RatioCheck, ...]:
    """In the order of the document. Raises BadExpression where a rule names a cell that the plan lacks."""
    known = known_in(document)
    return tuple(_checked_ratio(document, rule, known) for rule in document.ratio_rules)


def share_checks(document: PlanDocument) -> tuple[ShareCheck, ...]:
    """Empty where the document states no shares, or no total to divide by."""
    total = document.budget_total.sum if document.budget_total else None
    if not total:
        return ()
    return tuple(
        ShareCheck(
            key=f"share.{line.key}",
            name=line.name,
            line=line.seq,
            value=Fraction(line.sum.fen, total.fen),
            stated=Fraction(line.share) / 100,
            sum=f"{number_words(line.sum.wan)} ÷ {number_words(total.wan)}",
            clause=line.section,
            quote=line.quote,
        )
        for line in document.budget_lines
        if line.share is not None
    )


def _checked_ratio(document: PlanDocument, rule: RatioRule, known: Known) -> RatioCheck:
    above, below = checked_sum(rule.numerator, known), checked_sum(rule.denominator, known)
    share = Operation("/", above, below)
    value, reason = _value_or_reason(share, known)
    lines = _lines_of(document, above)
    reading = document.reading_of(f"ratio.{rule.key}")
    return RatioCheck(
        key=f"ratio.{rule.key}",
        name=rule.name,
        short=reading.short or rule.name,
        numerator=_terms_of(document, above, known),
        denominator=_terms_of(document, below, known),
        value=value,
        comparator=rule.comparator,
        limit=rule.limit,
        hardness=rule.hardness,
        outcome=_outcome(value, rule),
        sum=words_of(share, known),
        reason=reason,
        remark=_width_remark(document, above, below, known) + reading.remark,
        lines=lines,
        clause=rule.section,
        quote=rule.quote,
        asks=reading.asks,
    )


def _value_or_reason(share: Node, known: Known) -> tuple[Fraction | None, str]:
    try:
        return value_of(share, known), ""
    except CannotCompute as missing:
        return None, f"{missing.reason}，算不出来。"


def _outcome(value: Fraction | None, rule: RatioRule) -> Outcome:
    """A floor that is met exactly is kept; a cap that is met exactly is used up."""
    if value is None:
        return "unstated"
    outcome = outcome_of(value, rule.comparator, Fraction(rule.limit) / 100)
    return _OUTCOMES.get(outcome, "kept")


_OUTCOMES: Mapping[str, Outcome] = {"broken": "broken", "at_limit": "at_limit"}


def _lines_of(document: PlanDocument, tree: Node) -> tuple[int, ...]:
    keys = {name.split(".")[0] for name in names_in(tree)}
    return tuple(line.seq for line in document.budget_lines if line.key in keys)


def _terms_of(document: PlanDocument, tree: Node, known: Known) -> tuple[Term, ...]:
    return tuple(_term(document, name, known) for name in names_in(tree) if name not in known.awaited)


def _term(document: PlanDocument, name: str, known: Known) -> Term:
    line = document.line(name.split(".")[0])
    return Term(line.name if line else "合计", known.value(name), line.seq if line else None)


def _width_remark(document: PlanDocument, above: Node, below: Node, known: Known) -> str:
    """A cap on one line may be read wider: over all lines that carry the same direction (支持方向)."""
    if not isinstance(above, Name):
        return ""
    key, _, column = above.name.partition(".")
    line = document.line(key)
    if line is None or not (others := _same_direction(document, line)):
        return ""
    wide: Node = above
    for other in others:
        wide = Operation("+", wide, Name(f"{other.key}.{column}"))
    value, reason = _value_or_reason(Operation("/", wide, below), known)
    shown = reason if value is None else f"{percent_words(value)}。"
    named = lines_words(tuple(other.seq for other in others))
    return f"只算第{line.seq}行；把同一支持方向的{named}也算进去是 {shown}"


def _same_direction(document: PlanDocument, line: BudgetLine) -> tuple[BudgetLine, ...]:
    if not line.direction:
        return ()
    return tuple(
        other
        for other in document.budget_lines
        if other.direction == line.direction and other.seq != line.seq
    )
