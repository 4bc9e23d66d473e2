"""What the finance office writes down, and when it is taken; and what a plan grants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.ledger import NUMBER_LENGTH, Document, LedgerRefused
from xiangji.programme.rules.money.moves import Lines, Share
from xiangji.programme.rules.words import day_words, month_words

# Far above every plan, and small enough that the sums of a county never leave eight bytes.
LARGEST = Money.from_wan(100_000_000)
WHAT_LENGTH, UNIT_LENGTH = 200, 20


@dataclass(frozen=True, slots=True)
class Booked:
    """One amount that came or went: of which source, on which line, when, and by which paper."""

    source: Source
    line: str
    amount: Money
    booked_on: date
    summary: str
    document: Document
    project: int | None = None

    @property
    def share(self) -> Share:
        return Share(self.source, self.line, self.amount.fen, self.project)


class Opening(StrEnum):
    """What may be entered that happened before the book was kept here (期初)."""

    BUDGET = "budget"
    TRANSFER = "transfer"
    PAID = "paid"
    PROMISE = "promise"
    PROOF = "proof"

    @property
    def word(self) -> str:
        return _OPENING_WORDS[self]

    @property
    def lines(self) -> Callable[[Iterable[Share]], Lines]:
        return _OPENING_MOVES[self]

    def check(self, source: Source) -> None:
        """Enterprises promise and prove; public money is granted, comes and is paid."""
        is_of_firms = self in {Opening.PROMISE, Opening.PROOF}
        if is_of_firms != (source is Source.ENTERPRISE):
            said = f"没有补录。“{self.word}”不能记{source.word}的钱，请另选来源。"
            raise LedgerRefused("opening_of_another_source", said)


_OPENING_WORDS = {
    Opening.BUDGET: "预算下达",
    Opening.TRANSFER: "资金到账",
    Opening.PAID: "已经拨付",
    Opening.PROMISE: "企业承诺投入",
    Opening.PROOF: "企业已投入",
}
_OPENING_MOVES: Mapping[Opening, Callable[[Iterable[Share]], Lines]] = {
    Opening.BUDGET: moves.budget,
    Opening.TRANSFER: moves.transfer,
    Opening.PAID: moves.paid_before,
    Opening.PROMISE: moves.promise,
    Opening.PROOF: moves.proof,
}


def check_amount(amount: Money, *, undone: str) -> None:
    if not Money(0) < amount <= LARGEST:
        said = f"{undone}。金额要大于0元，最多{LARGEST.yuan:,.0f}元；记错了用冲销，不写负数。"
        raise LedgerRefused("amount_not_above_nothing", said)


def check_line(line: str, names: Mapping[str, str], *, undone: str) -> None:
    if line and line not in names:
        said = f"{undone}。现行方案没有“{line}”这一行预算，请从方案的预算行里挑。"
        raise LedgerRefused("ledger_line_not_known", said)


def check_paper(document: Document, *, undone: str) -> None:
    """What came from outside has a number and a day of its own."""
    if not document.number.strip() or document.on is None:
        said = f"{undone}。请写凭据号和凭据日期，例：财建〔2026〕12号，2026-03-05。"
        raise LedgerRefused("entry_without_paper", said)


@dataclass(frozen=True, slots=True)
class Given:
    what: str
    unit: str
    document: str


def check_in_kind(
    what: str, unit: str, document: str, quantity: Decimal, provided_on: date, *, today: date
) -> Given:
    kept = Given(what.strip(), unit.strip(), document.strip())
    lengths = ((kept.what, WHAT_LENGTH), (kept.unit, UNIT_LENGTH), (kept.document, NUMBER_LENGTH))
    if not all(1 <= len(text) <= length and "\x00" not in text for text, length in lengths):
        said = (
            f"没有登记。请写投入的是什么（最多{WHAT_LENGTH}个字）、单位（最多{UNIT_LENGTH}个字）"
            f"和凭据号（最多{NUMBER_LENGTH}个字）。"
        )
        raise LedgerRefused("in_kind_is_not_whole", said)
    if not quantity:
        raise LedgerRefused("in_kind_without_quantity", "没有登记。数量是0，请写投入了多少。")
    if provided_on > today:
        said = f"没有登记。投入的日期{day_words(provided_on)}还没有到，今天是{day_words(today)}。"
        raise LedgerRefused("in_kind_in_the_future", said)
    return kept


def planned(lines: Iterable[BudgetLine]) -> dict[tuple[str, Source], Money]:
    """What a plan grants and promises, by line and source; what it does not state is nothing."""
    return {(line.key, source): amount for line in lines for source, amount in line.sources if amount}


def differences(
    wanted: Mapping[tuple[str, Source], Money], standing: Mapping[tuple[str, Source], Money]
) -> list[Share]:
    """What is to be booked so that the book says what the plan says."""
    keys = dict.fromkeys([*wanted, *standing])
    nothing = Money(0)
    shares = [
        Share(source, line, (wanted.get((line, source), nothing) - standing.get((line, source), nothing)).fen)
        for line, source in keys
    ]
    return [share for share in shares if share.fen]


def check_month(month: Month, *, closed: Month | None, today: date) -> None:
    """Whether a month may be closed: it is over, and was not closed before."""
    if month.last_day >= today:
        said = f"没有结账。{month_words(month)}还没有过完，{day_words(month.last_day)}以后再结。"
        raise LedgerRefused("month_is_not_over", said)
    if closed is not None and month <= closed:
        raise LedgerRefused(
            "month_closed_already",
            f"没有结账。{month_words(month)}已经结过账了，现在结到{month_words(closed)}。",
        )
