"""A statement of the use of funds (资金使用公告): one period, frozen, tied to the entries below it.

Only a closed month or quarter is stated, so that no entry changes its figures afterwards; whatever comes
later belongs to a later statement. Each statement names the digest of the one before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from xiangji.core.errors import Refused
from xiangji.core.values import Money, Month
from xiangji.programme.rules.words import month_words

NOTE_LENGTH = 500
_MONTHS_OF_QUARTER = 3


class StatementRefused(Refused):
    """A statement that was not published; nothing changed."""


class Kind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def word(self) -> str:
        return {"month": "月度", "quarter": "季度"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The months of one statement."""

    first: Month
    last: Month

    @property
    def kind(self) -> Kind:
        return Kind.MONTH if self.first == self.last else Kind.QUARTER

    @property
    def word(self) -> str:
        """2026年3月, 2026年第1季度."""
        if self.kind is Kind.MONTH:
            return month_words(self.first)
        return f"{self.first.year}年第{self.last.month // _MONTHS_OF_QUARTER}季度"

    @property
    def key(self) -> str:
        return f"{self.first}:{self.last}"

    @classmethod
    def parse(cls, text: str) -> Span:
        """Raises ValueError for what is neither a month nor a quarter."""
        first, _, last = text.partition(":")
        span = cls(Month.parse(first), Month.parse(last))
        if span not in {month_of(span.first), quarter_of(span.first)}:
            raise ValueError(f"{text!r} is neither a month nor a quarter")
        return span


class Row(NamedTuple):
    """Of one budget line or one source, public money only."""

    key: str
    name: str
    budget: Money
    received: Money
    contract: Money
    paid_before: Money
    paid_within: Money

    @property
    def paid(self) -> Money:
        return self.paid_before + self.paid_within


class Beside(NamedTuple):
    """What stands beside the plan's money and is never added to it: other funds, support for residents."""

    word: str
    rows: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Figures:
    """What is frozen."""

    lines: tuple[Row, ...]
    sources: tuple[Row, ...]
    back: Money
    promised: Money
    proven: Money
    beside: tuple[Beside, ...]

    @property
    def total(self) -> Row:
        """The sources together; the lines add up to the same, and what names no line stands in a row."""
        rows = self.sources
        return Row(
            "",
            "合计",
            budget=Money.sum(row.budget for row in rows),
            received=Money.sum(row.received for row in rows),
            contract=Money.sum(row.contract for row in rows),
            paid_before=Money.sum(row.paid_before for row in rows),
            paid_within=Money.sum(row.paid_within for row in rows),
        )

    @property
    def left(self) -> Money:
        return self.total.budget - self.total.paid - self.back


def month_of(month: Month) -> Span:
    return Span(month, month)


def quarter_of(month: Month) -> Span:
    first = (month.month - 1) // _MONTHS_OF_QUARTER * _MONTHS_OF_QUARTER + 1
    return Span(Month(month.year, first), Month(month.year, first + _MONTHS_OF_QUARTER - 1))


def spans(opened: Month, closed: Month | None) -> list[Span]:
    """Months and quarters that ended since the book was opened and are closed, the newest first."""
    months = list(_months(opened, closed)) if closed else []
    quarters = {quarter_of(month) for month in months}
    found = {month_of(month) for month in months} | {span for span in quarters if span.last in months}
    return sorted(found, key=lambda span: (span.last, span.first), reverse=True)


def _months(first: Month, last: Month) -> Iterator[Month]:
    month = first
    while month <= last:
        yield month
        month = Month(month.year + month.month // 12, month.month % 12 + 1)


def check(span: Span, *, opened: Month, closed: Month | None) -> None:
    if span.last < opened:
        said = f"没有公布。账套{month_words(opened)}才建，{span.word}没有账。"
        raise StatementRefused("statement_before_the_book", said)
    if closed is None or span.last > closed:
        known = f"现在结到{month_words(closed)}" if closed else "现在还没有结过账"
        said = f"没有公布。{span.word}还没有结账，{known}；请财政先结账，公布以后的数才不会再变。"
        raise StatementRefused("statement_of_an_open_month", said)


def check_hands(*, closer: int | None, by: int) -> None:
    """Whoever closed the month does not publish its figures as well."""
    if closer == by:
        said = "没有公布。这个月的账是您结的，公布要另一个人核对后点。"
        raise StatementRefused("statement_by_the_same_hand", said)


def note_of(text: str) -> str:
    kept = text.strip()
    if len(kept) > NOTE_LENGTH:
        said = f"没有公布。说明有{len(kept)}个字，最多{NOTE_LENGTH}个字。"
        raise StatementRefused("statement_note_too_long", said)
    if "\x00" in kept:
        said = "没有公布。说明里有不能显示的字符，请重新写。"
        raise StatementRefused("statement_note_not_readable", said)
    return kept


def text_of(span: Span, figures: Figures, *, entries: tuple[int, str], before: str, note: str) -> str:
    """What is published, word for word the same for the same figures."""
    count, digest = entries
    said = {
        "span": span.key,
        "lines": [_plain(row) for row in figures.lines],
        "sources": [_plain(row) for row in figures.sources],
        "back": figures.back.fen,
        "promised": figures.promised.fen,
        "proven": figures.proven.fen,
        "beside": [_plain(row) for row in figures.beside],
        "entries": count,
        "entries_sha256": digest,
        "before": before,
        "note": note,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(row: Row | Beside) -> list[str | int]:
    """Amounts in 分."""
    return [cell.fen if isinstance(cell, Money) else cell for cell in row]


def figures_of(text: str) -> Figures:
    said: dict[str, Any] = json.loads(text)
    return Figures(
        lines=tuple(_row(*row) for row in said["lines"]),
        sources=tuple(_row(*row) for row in said["sources"]),
        back=Money(said["back"]),
        promised=Money(said["promised"]),
        proven=Money(said["proven"]),
        beside=tuple(Beside(word, count, Money(fen)) for word, count, fen in said["beside"]),
    )


def _row(key: str, name: str, *fen: int) -> Row:
    return Row(key, name, *(Money(one) for one in fen))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_entries(digests: Iterable[str]) -> tuple[int, str]:
    """How many entries there are, and one digest over all of theirs in the order of booking."""
    count, whole = 0, hashlib.sha256()
    for one in digests:
        count += 1
        whole.update(f"{one}\n".encode())
    return count, whole.hexdigest()
