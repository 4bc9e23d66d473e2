"""What an acceptance and a monthly audit must say, in their smallest form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xiangji.core.values import Money, Month
from xiangji.programme.rules.money.payment import MOST_FEN, PaymentRefused
from xiangji.programme.rules.words import day_words, month_words, yuan_words

FINDING_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """The publicity of an acceptance: none at all, or from a day to a day."""

    since: date | None = None
    until: date | None = None
    has_objection: bool = False


def words_of(text: str, what: str, *, length: int = FINDING_LENGTH) -> str:
    said = text.strip()
    if not 0 < len(said) <= length or "\x00" in said:
        wrote = f"没有登记。{what}写了{len(said)}个字，应当是1到{length}个字。"
        raise PaymentRefused("paper_without_words", wrote)
    return said


def check_day(on: date, today: date, what: str) -> None:
    if on > today:
        said = f"没有登记。{what}{day_words(on)}还没有到，今天是{day_words(today)}。"
        raise PaymentRefused("paper_in_the_future", said)


def check_shown(shown: Shown, accepted_on: date) -> None:
    if (shown.since is None) != (shown.until is None):
        raise PaymentRefused("publicity_half_said", "没有登记。公示要写从哪天到哪天；没有公示，两个都不写。")
    if shown.since is None or shown.until is None:
        if shown.has_objection:
            raise PaymentRefused("objection_without_publicity", "没有登记。没有公示，就不会有异议，请核对。")
        return
    if shown.since < accepted_on or shown.until < shown.since:
        said = (
            f"没有登记。公示写了{day_words(shown.since)}到{day_words(shown.until)}，"
            f"要从验收（{day_words(accepted_on)}）以后开始，截止不早于开始。"
        )
        raise PaymentRefused("publicity_out_of_order", said)


def check_month(month: Month, today: date) -> None:
    """A month is audited when it is over."""
    if month >= Month.of(today):
        said = f"没有登记。{month_words(month)}还没有过完，过完了才能审核。"
        raise PaymentRefused("audit_of_an_open_month", said)


def check_audited(amount: Money) -> None:
    if not 0 <= amount.fen <= MOST_FEN:
        said = f"没有登记。审定金额写了{yuan_words(amount)}元，应当是0到1亿元。"
        raise PaymentRefused("audited_amount_out_of_range", said)
