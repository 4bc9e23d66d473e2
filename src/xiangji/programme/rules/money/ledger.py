"""When an entry is taken (记账): it balances, month and day are open, and nothing is overdrawn."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from xiangji.core.errors import Refused
from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind, Side
from xiangji.programme.rules.money.moves import Line
from xiangji.programme.rules.words import day_words, month_words, yuan_words

SUMMARY_LENGTH, NUMBER_LENGTH, PAPER_LENGTH = 200, 80, 40
FIRST_DAY = date(2000, 1, 1)
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class LedgerRefused(Refused):
    """An entry that is not taken; nothing was booked."""


@dataclass(frozen=True, slots=True)
class Document:
    """The paper behind an entry (凭据): its number, its day, and what it is."""

    number: str = ""
    on: date | None = None
    kind: str = ""


NO_DOCUMENT = Document()


def check_balance(lines: Sequence[Line]) -> None:
    """Raises ValueError: people never write lines, so an entry that does not add up is our own fault."""
    if not lines or any(not line.fen for line in lines):
        raise ValueError("an entry has lines, and each moves money")
    sums: dict[tuple[Source, Side], int] = defaultdict(int)
    for line in lines:
        sums[line.source, line.account.side] += line.fen
    uneven = {f"{source} {side}": fen for (source, side), fen in sums.items() if fen}
    if uneven:
        raise ValueError(f"an entry does not add up to nothing: {uneven}")


def check_words(summary: str, document: Document, *, undone: str = "没有记账") -> tuple[str, Document]:
    """As they are kept."""
    said, number, kind = summary.strip(), document.number.strip(), document.kind.strip()
    for what, text, length in (
        ("摘要", said, SUMMARY_LENGTH),
        ("凭据号", number, NUMBER_LENGTH),
        ("凭据种类", kind, PAPER_LENGTH),
    ):
        if len(text) > length or "\x00" in text:
            raise LedgerRefused("entry_text_too_long", f"{undone}。{what}最多写{length}个字，不能有空字符。")
    if not said:
        raise LedgerRefused("entry_without_summary", f"{undone}。摘要还没有写，请写这笔钱是为什么。")
    return said, Document(number, document.on, kind)


def check_day(booked_on: date, *, today: date, closed: Month | None, undone: str = "没有记账") -> None:
    if booked_on > today:
        said = f"{undone}。记账日期{day_words(booked_on)}还没有到，今天是{day_words(today)}。"
        raise LedgerRefused("entry_in_the_future", said)
    if booked_on < FIRST_DAY:
        said = f"{undone}。记账日期{day_words(booked_on)}太早，最早写{day_words(FIRST_DAY)}。"
        raise LedgerRefused("entry_too_early", said)
    if closed is not None and Month.of(booked_on) <= closed:
        first = closed.last_day + timedelta(days=1)
        said = (
            f"{undone}。{month_words(Month.of(booked_on))}已经结账，不能再记。"
            f"最早可以记在{day_words(first)}；原来记错的，在没有结账的月份冲销。"
        )
        raise LedgerRefused("month_is_closed", said)


def changes(lines: Iterable[Line]) -> dict[str, tuple[Line, int]]:
    """By key of balance: one of its lines, and how much the balance grows in its natural direction."""
    grown: dict[str, tuple[Line, int]] = {}
    for line in lines:
        _, before = grown.get(line.key, (line, 0))
        grown[line.key] = (line, before + line.fen * line.account.sign)
    return grown


def overdrawn(
    line: Line, *, name: str, available: int, wanted: int, undone: str = "没有记账"
) -> LedgerRefused:
    """`wanted` is more than what is there, if only by one 分."""
    where = f"“{name}”的{line.source.word}" if name else line.source.word
    said = (
        f"{undone}。{where}{line.account.word}只有{yuan_words(Money(available))}元，"
        f"这一笔要{yuan_words(Money(wanted))}元，差{yuan_words(Money(wanted - available))}元。"
        f"{_REMEDIES[line.account]}"
    )
    return LedgerRefused("overdrawn", said)


_REMEDIES: Mapping[Account, str] = {
    Account.BUDGET: "请核对预算数。",
    Account.AVAILABLE: "请减少金额，或者先减少别的合同、退回别的申请。",
    Account.CONTRACTED: "请减少金额，或者先签补充协议。",
    Account.REQUESTED: "请按申请的金额记，最多记到审定的数。",
    Account.PAID: "请核对已经拨付的数。",
    Account.BACK: "请核对已经缴回核减的数。",
    Account.RECEIVED: "请核对到账的数。",
    Account.ON_HAND: "请等上级资金到账、记了到账以后再记。",
    Account.SPENT: "请核对已经支出的数。",
    Account.RETURNED: "请核对已经缴回国库的数。",
    Account.CARRIED: "请核对结转的数。",
    Account.PROMISED: "请核对承诺的数。",
    Account.OWED: "请核对承诺的数；多投入的按多投入记。",
    Account.PROVEN: "请核对已经有凭证的投入。",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be booked. `about` is the paper it is for, such as programme.Payment:12."""

    kind: EntryKind
    postings: Sequence[Line]
    booked_on: date
    summary: str
    about: str
    document: Document = NO_DOCUMENT
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Everything that an entry says."""

    book: int
    year: int
    number: int
    kind: EntryKind
    booked_on: date
    summary: str
    document: Document
    about: str
    reverses: int | None
    recorded_at: datetime
    by: str
    post: str
    lines: Sequence[Line]

    def text(self) -> str:
        """The canonical text: the same facts always give the same bytes."""
        paper = self.document
        return _JSON.encode(
            {
                "about": self.about,
                "book": self.book,
                "booked_on": self.booked_on.isoformat(),
                "by": self.by,
                "document": [paper.number, paper.on.isoformat() if paper.on else "", paper.kind],
                "kind": self.kind,
                "lines": [
                    [line.account, line.source, line.line, line.project, line.agreement, line.fen]
                    for line in self.lines
                ],
                "number": self.number,
                "post": self.post,
                "recorded_at": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
                "reverses": self.reverses,
                "summary": self.summary,
                "year": self.year,
            }
        )


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
