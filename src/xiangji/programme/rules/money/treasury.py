"""What the treasury paid is always recorded; what speaks against it is kept beside, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from xiangji.core.values import Money, Month
from xiangji.programme.rules.money.payment import PaymentRefused, Verdict, Voucher, reason_of
from xiangji.programme.rules.words import day_words, month_words, yuan_words

UNDONE = "没有记拨付"
RULE = "treasury"
NO_MONEY = f"{RULE}.no_money"
AGAINST = ("block", "ask")


def booking_day(paid_on: date, *, no_earlier_than: date, closed: Month | None) -> date:
    """The first open day that is neither before the payment nor before its approval or its stop.

    Only months that are over can be closed, so that this day has come whenever these have.
    """
    day = max(paid_on, no_earlier_than)
    return max(day, closed.last_day + timedelta(days=1)) if closed else day


def facts_against(
    voucher: Voucher, *, approved_on: date, stopped_on: date | None, closed: Month | None, on_hand: Money
) -> tuple[Verdict, ...]:
    """What the book itself has against a voucher; none of it makes undone what the treasury did."""
    booked_on = booking_day(voucher.paid_on, no_earlier_than=stopped_on or approved_on, closed=closed)
    found = (
        _stopped(voucher, stopped_on),
        _before_approval(voucher, approved_on, booked_on),
        _closed(voucher, closed, booked_on),
        _no_money(voucher, on_hand),
    )
    return tuple(each for each in found if each is not None)


def _stopped(voucher: Voucher, stopped_on: date | None) -> Verdict | None:
    if stopped_on is None:
        return None
    said = f"{day_words(stopped_on)}停付了，凭证上{day_words(voucher.paid_on)}付了。"
    return Verdict(
        key=f"{RULE}|stopped|{voucher.number}",
        rule=f"{RULE}.stopped",
        version="",
        name="停付了的还是付了",
        outcome="block",
        sentence=said,
        remedy="退回去的钱重新占住，再记拨付。",
        figure=day_words(voucher.paid_on),
        limit=f"停付{day_words(stopped_on)}",
    )


def _before_approval(voucher: Voucher, approved_on: date, booked_on: date) -> Verdict | None:
    if voucher.paid_on >= approved_on:
        return None
    said = f"{day_words(voucher.paid_on)}就付了，{day_words(approved_on)}才审定。"
    return Verdict(
        key=f"{RULE}|before_approval|{voucher.number}",
        rule=f"{RULE}.before_approval",
        version="",
        name="审定以前就付了",
        outcome="block",
        sentence=said,
        remedy=f"请先核对支付凭证上的日期；日期没有错，就照实记，账记在{day_words(booked_on)}。",
        figure=day_words(voucher.paid_on),
        limit=f"审定{day_words(approved_on)}",
    )


def _closed(voucher: Voucher, closed: Month | None, booked_on: date) -> Verdict | None:
    month = Month.of(voucher.paid_on)
    if closed is None or month > closed:
        return None
    return Verdict(
        key=f"{RULE}|closed_month|{voucher.number}",
        rule=f"{RULE}.closed_month",
        version="",
        name="支付的月份已经结账",
        outcome="warn",
        sentence=f"{month_words(month)}已经结账，这一笔{day_words(voucher.paid_on)}就付了。",
        remedy=f"账记在{day_words(booked_on)}，摘要写明真的支付日期。",
        figure=day_words(voucher.paid_on),
        limit=f"结到{month_words(closed)}",
    )


def _no_money(voucher: Voucher, on_hand: Money) -> Verdict | None:
    if voucher.fen <= on_hand.fen:
        return None
    lacking = yuan_words(Money(voucher.fen - on_hand.fen))
    return Verdict(
        key=f"{RULE}|no_money|{voucher.number}",
        rule=NO_MONEY,
        version="",
        name="专账上还没有这笔钱",
        outcome="warn",
        sentence=(
            f"专账上的{voucher.source.word}只有{yuan_words(on_hand)}元，"
            f"国库付了{yuan_words(Money(voucher.fen))}元，差{lacking}元。"
        ),
        remedy="先记拨付，支出等到账记了以后补记。",
        figure=f"差{lacking}",
        limit=f"专账{yuan_words(on_hand)}",
    )


def demanded(
    verdicts: Iterable[Verdict], own: Iterable[Verdict], answered: Collection[str]
) -> tuple[Verdict, ...]:
    """What wants a reason of its own in this deed.

    A reason that was given when a rule only warned says nothing about its being broken now.
    """
    of_rules = (
        each
        for each in verdicts
        if each.outcome in AGAINST or (each.outcome == "warn" and each.key not in answered)
    )
    return (*of_rules, *own)


def reasons_of(wanted: Iterable[Verdict], reasons: Mapping[str, str]) -> tuple[tuple[Verdict, str], ...]:
    """Each with its own words, or PaymentRefused by the name of the first that has none."""
    found = []
    for each in wanted:
        text = reasons.get(each.key, "")
        if not text.strip():
            said = (
                f"{UNDONE}。“{each.name}”要单独写理由：{each.sentence}{each.remedy}"
                "国库已经付了的要照实记，请写明为什么，理由会公开。"
            )
            raise PaymentRefused("treasury_fact_without_reason", said)
        found.append((each, reason_of(text)))
    return tuple(found)


def summary(what: str, payment: str, purpose: str, voucher_on: date, booked_on: date) -> str:
    """Of an entry; with the true day where it is booked on another."""
    paid = "" if voucher_on == booked_on else f"（{day_words(voucher_on)}支付）"
    return f"{what}：{payment} {purpose}{paid}"
