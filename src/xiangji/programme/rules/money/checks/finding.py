"""What a rule of a plan says to a wish for money: kept, wants a reason, stops, or must be asked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from xiangji.core.values import Money
from xiangji.programme.rules.clauses import Hardness
from xiangji.programme.rules.words import number_words, yuan_words

Outcome = Literal["ok", "warn", "block", "ask"]

SEVERITY: dict[Outcome, int] = {"block": 0, "ask": 1, "warn": 2, "ok": 3}
WITH_REASON = "写明理由可以继续。"
_FEN_OF_SHOWN_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, judged. `now` and `bound` are per cent for a gauge; both or neither.

    `part` tells findings of one rule apart: the source, month, invoice or item it is about.
    """

    rule: str
    version: str
    name: str
    clause: str
    quote: str
    figure: str
    limit: str
    outcome: Outcome
    sentence: str
    remedy: str = ""
    question: str = ""
    now: Decimal | None = None
    bound: Decimal | None = None
    part: str = ""

    @property
    def key(self) -> str:
        return f"{self.version}|{self.rule}|{self.part}"


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule stands: the plan, the place in it, its words, and whether it may be departed from."""

    rule: str
    version: str
    name: str
    clause: str
    quote: str
    hardness: Hardness = "block"

    def kept(self, sentence: str, *, figure: str = "", limit: str = "", part: str = "") -> Finding:
        return self._found("ok", sentence, figure, limit, part)

    def broken(
        self, sentence: str, remedy: str, *, figure: str = "", limit: str = "", part: str = ""
    ) -> Finding:
        """原则上 asks for a reason, everything else stops with what can be done."""
        if self.hardness == "warn":
            return self.doubtful(sentence, figure=figure, limit=limit, part=part)
        return replace(self._found("block", sentence, figure, limit, part), remedy=remedy)

    def doubtful(self, sentence: str, *, figure: str = "", limit: str = "", part: str = "") -> Finding:
        return replace(self._found("warn", sentence, figure, limit, part), remedy=WITH_REASON)

    def _found(self, outcome: Outcome, sentence: str, figure: str, limit: str, part: str) -> Finding:
        return Finding(
            rule=self.rule,
            version=self.version,
            name=self.name,
            clause=self.clause,
            quote=self.quote,
            figure=figure,
            limit=limit,
            outcome=outcome,
            sentence=sentence,
            part=part,
        )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The worst first; within one severity as they were found."""
    return tuple(sorted(findings, key=lambda each: SEVERITY[each.outcome]))


def blocks(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.outcome == "block")


def warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each of them wants a written reason."""
    return tuple(each for each in findings if each.outcome == "warn")


def asks(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.outcome == "ask")


def amount_words(fen: int) -> str:
    """182.5万元, and 1,825,000.01元 where 万元 with two decimals would hide something."""
    money = Money(fen)
    if fen % _FEN_OF_SHOWN_WAN:
        return f"{yuan_words(money)}元"
    return f"{number_words(money.wan)}万元"
