"""What an enterprise promised to put in itself (企业承诺), and the proofs of what it did (PRG-45)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from xiangji.core.values import Money
from xiangji.programme.rules.money.contracts import NUMBER_LENGTH, ContractRefused, text_of
from xiangji.programme.rules.words import day_words, yuan_words

WHAT_LENGTH = 200
AT_LEAST = ">="


class Reading(StrEnum):
    """How the plan means the amount: 投入50万元 or 投入不低于180万元."""

    EXACT = "exact"
    MINIMUM = "minimum"

    @property
    def word(self) -> str:
        return "正好这个数" if self is Reading.EXACT else "不低于这个数"

    @classmethod
    def of(cls, comparator: str) -> Reading:
        """As the line of the plan compares: only 不低于 is a minimum."""
        return cls.MINIMUM if comparator == AT_LEAST else cls.EXACT


def check_promise(
    amount: Money, *, before: Money, planned: Money, reading: Reading, proven: Money, quote: str
) -> None:
    """Not below the project's own amount, not lowered below what is proven; above only a minimum."""
    if amount.fen <= 0:
        raise ContractRefused("promise_of_nothing", "没有登记。承诺的金额要大于零，请照合同写。")
    if amount.fen < min(before.fen, proven.fen):
        said = (
            f"没有登记。已经有凭证的投入是{yuan_words(proven)}元，承诺不能降到{yuan_words(amount)}元，"
            f"差{yuan_words(proven - amount)}元。"
        )
        raise ContractRefused("promise_below_what_is_proven", said)
    if amount.fen < planned.fen:
        raise _away_from_plan("promise_below_the_project", amount, planned, reading, quote)
    if reading is Reading.EXACT and planned and amount.fen > planned.fen:
        raise _away_from_plan("promise_above_the_project", amount, planned, reading, quote)


def _away_from_plan(
    code: str, amount: Money, planned: Money, reading: Reading, quote: str
) -> ContractRefused:
    clause = f"方案写着“{quote}”。" if quote else ""
    gap = Money(abs(amount.fen - planned.fen))
    said = (
        f"没有登记。项目的企业自筹是{yuan_words(planned)}元（{reading.word}），承诺写的是{yuan_words(amount)}元，"
        f"相差{yuan_words(gap)}元。{clause}请核对合同；要改的先按方案变更。"
    )
    return ContractRefused(code, said)


class Outcome(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Standing:
    """Promised beside proven."""

    promised: Money
    proven: Money
    reading: Reading

    @property
    def missing(self) -> Money:
        return Money(max(self.promised.fen - self.proven.fen, 0))

    @property
    def beyond(self) -> Money:
        return Money(max(self.proven.fen - self.promised.fen, 0))

    @property
    def outcome(self) -> Outcome:
        if self.missing:
            return Outcome.OPEN
        return Outcome.BEYOND if self.beyond else Outcome.KEPT

    @property
    def sentence(self) -> str:
        if self.outcome is Outcome.OPEN:
            return f"还差{yuan_words(self.missing)}元"
        return f"多投了{yuan_words(self.beyond)}元" if self.beyond else "投足了"


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing on which the enterprise spent its own money, with its paper."""

    what: str
    document_number: str
    spent_on: date
    amount: Money


def proof_of(proof: Proof, *, today: date) -> Proof:
    """As it is kept."""
    kept = replace(
        proof,
        what=text_of("投入了什么", proof.what, WHAT_LENGTH),
        document_number=text_of("凭证号", proof.document_number, NUMBER_LENGTH),
    )
    if kept.amount.fen <= 0:
        raise ContractRefused("proof_of_nothing", "没有登记。凭证的金额要大于零，请照凭证写。")
    if kept.spent_on > today:
        said = f"没有登记。凭证的日期{day_words(kept.spent_on)}还没有到，今天是{day_words(today)}。"
        raise ContractRefused("proof_in_the_future", said)
    return kept


def split(amount: Money, owed: Money) -> tuple[Money, Money]:
    """Of a proof: what pays off the promise, and what goes beyond it."""
    within = Money(min(amount.fen, max(owed.fen, 0)))
    return within, amount - within
