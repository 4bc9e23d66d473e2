"""Grants per station against the money of their line (PRG-44): Σ count × cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xiangji.core.values import Money
from xiangji.core.values.money import FEN_PER_WAN
from xiangji.programme.rules.clauses import HARDNESS_WORDS, Hardness, SubsidyRule, consequence_of
from xiangji.programme.rules.document import Cap, CapPart, PlanDocument
from xiangji.programme.rules.expression import names_in, value_of
from xiangji.programme.rules.live import Verdict, checked_sum
from xiangji.programme.rules.names import known_in
from xiangji.programme.rules.words import number_words

Outcome = Literal["kept", "at_limit", "broken"]


@dataclass(frozen=True, slots=True)
class CapTerm:
    """So many stations of one kind at so much each."""

    name: str
    count: int
    each: Money

    @property
    def money(self) -> Money:
        return self.each * self.count

    @property
    def words(self) -> str:
        return f"{self.name} {self.count:,} × {number_words(self.each.wan)}"


@dataclass(frozen=True, slots=True)
class CapCheck:
    """The most that the stations may be given, beside what the budget line gives them."""

    key: str
    name: str
    terms: tuple[CapTerm, ...]
    planned: Money
    hardness: Hardness
    lines: tuple[int, ...]
    clause: str
    quote: str
    asks: tuple[str, ...]

    @property
    def most(self) -> Money:
        return Money.sum(term.money for term in self.terms)

    @property
    def outcome(self) -> Outcome:
        if self.planned == self.most:
            return "at_limit"
        return "kept" if self.planned < self.most else "broken"

    @property
    def verdict(self) -> Verdict:
        if self.outcome == "broken":
            return "warn" if self.hardness == "warn" else "bad"
        return "ok" if self.outcome == "kept" else "warn"

    @property
    def word(self) -> str:
        return _WORDS[self.outcome]

    @property
    def sum(self) -> str:
        """镇级 21 × 1 + 村级 240 × 0.5."""
        return " + ".join(term.words for term in self.terms)

    @property
    def words(self) -> str:
        return f"{self.sum} = {number_words(self.most.wan)}"

    @property
    def remark(self) -> str:
        planned = f"预算是 {number_words(self.planned.wan)}万元"
        difference = number_words(abs((self.most - self.planned).wan))
        said = {
            "at_limit": f"{planned}，正好用完，再添一处就超。",
            "kept": f"{planned}，到上限还有 {difference}万元。",
            "broken": f"{planned}，超 {difference}万元。",
        }
        return said[self.outcome]

    @property
    def hardness_word(self) -> str:
        return HARDNESS_WORDS[self.hardness]

    @property
    def consequence(self) -> str:
        return consequence_of("<=", self.hardness)


_WORDS: Mapping[Outcome, str] = {"kept": "未超", "at_limit": "用到顶", "broken": "超出"}


def cap_checks(document: PlanDocument) -> tuple[CapCheck, ...]:
    """One check for each cap of the reading. Raises ValueError where a cap names what the plan lacks."""
    return tuple(_checked_cap(document, cap) for cap in document.caps)


def _checked_cap(document: PlanDocument, cap: Cap) -> CapCheck:
    known = known_in(document)
    against = checked_sum(cap.against, known)
    rules = tuple(rule_of(document, part) for part in cap.parts)
    keys = {name.split(".")[0] for name in names_in(against)}
    return CapCheck(
        key=f"cap.{cap.key}",
        name=cap.name,
        terms=tuple(_term(document, part, rule) for part, rule in zip(cap.parts, rules, strict=True)),
        planned=Money(int(value_of(against, known) * FEN_PER_WAN)),
        hardness="block" if any(rule.hardness == "block" for rule in rules) else "warn",
        lines=tuple(line.seq for line in document.budget_lines if line.key in keys),
        clause=rules[0].section,
        quote=rules[0].quote,
        asks=cap.asks,
    )


def rule_of(document: PlanDocument, part: CapPart) -> SubsidyRule:
    found = next((rule for rule in document.subsidy_rules if rule.key == part.rule), None)
    if found is None or found.limit is None:
        raise ValueError(f"{document.key} has no subsidy rule {part.rule} with a limit")
    return found


def count_of(document: PlanDocument, part: CapPart) -> int:
    target = document.target(part.count)
    if target is None or target.value is None:
        raise ValueError(f"{document.key} has no target {part.count} with a number")
    return int(target.value)


def _term(document: PlanDocument, part: CapPart, rule: SubsidyRule) -> CapTerm:
    limit = Decimal(0) if rule.limit is None else rule.limit
    return CapTerm(part.word, count_of(document, part), Money.from_wan(limit))
