"""余额调节表: the book beside the bank on one day, what only one of them knows, and what the bank prints.

What the book has on hand, without entries that no line shows, equals the sum of all lines, without lines
that no entry shows: a pair has one amount. The balance that the bank prints behind its lines is the proof
from outside: it says what lay there before the first line, and where lines are missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from xiangji.core.values import Money
from xiangji.programme.rules.words import day_words, yuan_words


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines or movements of one direction: how many, and how much."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Break:
    """From the day before to this one the printed balance moved by something else than the lines."""

    on: date
    missing: Money

    @property
    def sentence(self) -> str:
        way = "多" if self.missing > Money(0) else "少"
        amount = yuan_words(Money(abs(self.missing.fen)))
        return (
            f"到{day_words(self.on)}，印的余额比前面的余额加上当中各行{way}{amount}元，"
            "这一天和上一次印余额的那天之间可能缺了行。"
        )


class Printed(NamedTuple):
    """A line as far as balances go; `balance` is what the bank prints behind it."""

    on: date
    fen: int
    balance: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What the lines of a statement come to at the end of a day.

    `printed_on` is the last day behind which a balance is printed, None where none is printed at all.
    """

    first: date | None
    whole: Money
    before: Money
    printed_on: date | None
    breaks: tuple[Break, ...]

    @property
    def balance(self) -> Money:
        """As printed, with the lines after it; without any printed balance the sum of the lines."""
        return self.before + self.whole + Money(sum(each.missing.fen for each in self.breaks))


def statement(lines: Iterable[Printed]) -> Statement:
    """Lines in the order of their days. Within a day their order does not matter."""
    first: date | None = None
    printed_on: date | None = None
    whole = before = known = 0
    breaks: list[Break] = []
    for on, group in groupby(lines, key=lambda line: line.on):
        day = list(group)
        first = first or on
        whole += sum(line.fen for line in day)
        known += sum(line.fen for line in day)
        printed = _closing(day, expected=None if printed_on is None else known)
        if printed is None:
            continue
        if printed_on is None:
            before = printed - whole
        elif printed != known:
            breaks.append(Break(on, Money(printed - known)))
        known, printed_on = printed, on
    return Statement(first, Money(whole), Money(before), printed_on, tuple(breaks))


def _closing(day: Sequence[Printed], *, expected: int | None) -> int | None:
    """The balance at the end of a day, whichever way round the bank prints its lines.

    It is the one behind a line that no other line of the day starts from.
    """
    after = [line.balance for line in day if line.balance is not None]
    if not after:
        return None
    starts = Counter(line.balance - line.fen for line in day if line.balance is not None)
    ends = list((Counter(after) - starts).elements()) or after
    return expected if expected in ends else ends[-1]


@dataclass(frozen=True, slots=True)
class Balanced:
    """Both balances, what only one side knows, and what they come to.

    `earlier` is what the book moved before the first line and no line shows, where the statement says
    what lay there before (`statement.before`); the two should be one amount.
    """

    book: Money
    statement: Statement
    earlier: Money
    only_statement_in: Sum
    only_statement_out: Sum
    only_book_in: Sum
    only_book_out: Sum

    @property
    def book_settled(self) -> Money:
        """账面结余 + 对账单已收、账未收 − 对账单已付、账未付."""
        return self.book + self.only_statement_in.amount - self.only_statement_out.amount

    @property
    def statement_settled(self) -> Money:
        """对账单余额 + 账已收、对账单未收 − 账已付、对账单未付."""
        return self.statement.balance + self.only_book_in.amount - self.only_book_out.amount

    @property
    def is_even(self) -> bool:
        return self.book_settled == self.statement_settled

    @property
    def difference(self) -> Money:
        return Money(abs((self.book_settled - self.statement_settled).fen))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why both sides do not settle, as far as the lines say it."""
        return tuple(each.sentence for each in self.statement.breaks) + self._of_before()

    def _of_before(self) -> tuple[str, ...]:
        first, before = self.statement.first, self.statement.before
        if first is None or before == self.earlier:
            return ()
        said = (
            f"{day_words(first)}第一行以前，对账单上有{yuan_words(before)}元，"
            f"账上有{yuan_words(self.earlier)}元。请补导以前的对账单，或者补录以前的到账和拨付。"
        )
        return (said,)


def balanced(
    book: int, of: Statement, open_lines: Iterable[int], open_movements: Iterable[tuple[date, int]]
) -> Balanced:
    """`open_lines` and `open_movements` are what only one side knows, with the days of the book's."""
    lines, moves = list(open_lines), list(open_movements)
    later = [fen for on, fen in moves if not is_earlier(on, of)]
    return Balanced(
        book=Money(book),
        statement=of,
        earlier=Money(sum(fen for _, fen in moves) - sum(later)),
        only_statement_in=_sum(fen for fen in lines if fen > 0),
        only_statement_out=_sum(fen for fen in lines if fen < 0),
        only_book_in=_sum(fen for fen in later if fen > 0),
        only_book_out=_sum(fen for fen in later if fen < 0),
    )


def is_earlier(on: date, of: Statement) -> bool:
    """Before the first line, where the bank says what lay there by then."""
    return of.printed_on is not None and of.first is not None and on < of.first


def _sum(amounts: Iterable[int]) -> Sum:
    found = list(amounts)
    return Sum(len(found), Money(abs(sum(found))))
