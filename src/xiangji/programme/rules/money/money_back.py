"""收回: paid money comes back from whoever had it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import NUMBER_LENGTH, REASON_LENGTH, PaymentRefused
from xiangji.programme.rules.words import day_words, yuan_words

UNDONE = "没有记收回"


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """As the receipt of the special account says it, and why it came back."""

    source: Source
    fen: int
    number: str
    on: date
    reason: str


def money_back_of(back: MoneyBack, *, today: date, first: date, kept: Mapping[Source, int]) -> MoneyBack:
    """As it is kept, or PaymentRefused: never more of a source than was paid and has not come back.

    `first` is the day of the first voucher: nothing comes back before it was paid.
    """
    said = replace(back, number=back.number.strip(), reason=back.reason.strip())
    for what, text, length in (
        ("收款凭证号", said.number, NUMBER_LENGTH),
        ("为什么", said.reason, REASON_LENGTH),
    ):
        if not 0 < len(text) <= length or "\x00" in text:
            wrote = f"{UNDONE}。{what}写了{len(text)}个字，应当是1到{length}个字。"
            raise PaymentRefused("money_back_not_named", wrote)
    if not first <= said.on <= today:
        wrote = (
            f"{UNDONE}。到账日期{day_words(said.on)}不对，"
            f"应当在第一次支付的{day_words(first)}以后，不晚于今天{day_words(today)}。"
        )
        raise PaymentRefused("money_back_out_of_time", wrote)
    most = kept.get(said.source, 0)
    if not 0 < said.fen <= most:
        wrote = (
            f"{UNDONE}。这份申请的{said.source.word}付出去还没有收回的是{yuan_words(Money(most))}元，"
            f"写的是{yuan_words(Money(said.fen))}元。请照收款凭证核对来源和金额。"
        )
        raise PaymentRefused("money_back_more_than_paid", wrote)
    return said
