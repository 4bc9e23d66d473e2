"""What the rules say of a payment now: whether the money is there, and every rule of the plans in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xiangji.core.values import Money
from xiangji.programme.models import Payment
from xiangji.programme.queries.money import payments
from xiangji.programme.queries.money.known import Known, known_of
from xiangji.programme.queries.money.situations import situation_of
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import treasury
from xiangji.programme.rules.money.checks import Finding, judge
from xiangji.programme.rules.money.payment import Verdict, Voucher, left_of
from xiangji.programme.rules.money.treasury import facts_against
from xiangji.programme.rules.words import yuan_words

ORDER = {"block": 0, "ask": 1, "warn": 2, "ok": 3}


def verdicts_of(
    payment: Payment, *, is_held: bool, on: date | None = None, known: Known | None = None
) -> tuple[Verdict, ...]:
    """Worst first. `is_held`: the ledger keeps the money for it already, so that it is not asked again."""
    told = known or known_of(payment)
    found = [_verdict(each) for each in judge(situation_of(payment, on=on, known=told))]
    own = [*_budget(told, is_held=is_held), *(found or _invoices(told))]
    return by_weight(own)


def by_weight(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The worst first."""
    return tuple(sorted(verdicts, key=lambda each: ORDER[each.outcome]))


def against(payment: Payment, voucher: Voucher, known: Known | None = None) -> tuple[Verdict, ...]:
    """What the book itself has against a voucher of an approved payment."""
    told = known or known_of(payment)
    return facts_against(
        voucher,
        approved_on=told.approved_on or voucher.paid_on,
        stopped_on=payments.stopped_on(payment),
        closed=payment.book.closed,
        on_hand=told.on_hand(voucher.source),
    )


def demanded(payment: Payment, voucher: Voucher, known: Known | None = None) -> tuple[Verdict, ...]:
    """What wants a reason of its own before this voucher is recorded, by the day on which it was paid."""
    told = known or known_of(payment)
    found = verdicts_of(payment, is_held=True, on=voucher.paid_on, known=told)
    return treasury.demanded(found, against(payment, voucher, told), told.answered)


def _verdict(finding: Finding) -> Verdict:
    """In the words in which a payment keeps it."""
    return Verdict(
        key=finding.key,
        rule=finding.rule,
        version=finding.version,
        name=finding.name,
        outcome=finding.outcome,
        sentence=finding.sentence,
        remedy=finding.remedy,
        clause=finding.clause,
        quote=finding.quote,
        figure=finding.figure,
        limit=finding.limit,
        now=finding.now,
        bound=finding.bound,
    )


def _budget(told: Known, *, is_held: bool) -> list[Verdict]:
    """One line for each source: what it leaves behind of the contract, or of the budget line."""
    wanted = left_of((each.as_part for each in told.parts), {})
    return [_of_source(told, source, fen, is_held=is_held) for source, fen in wanted.items() if fen]


def _of_source(told: Known, source: Source, fen: int, *, is_held: bool) -> Verdict:
    there = told.held_before(source).fen
    after = there if is_held else there - fen
    where = "合同" if told.payment.agreement_id else "预算行"
    said = f"{where}里的{source.word}付这一笔，还剩{yuan_words(Money(after))}元。"
    if after >= 0:
        return _on_money(source, "ok", said, f"剩{yuan_words(Money(after))}")
    said = (
        f"{where}里的{source.word}只有{yuan_words(Money(there))}元，这一笔要{yuan_words(Money(fen))}元，"
        f"差{yuan_words(Money(-after))}元。"
    )
    return _on_money(source, "block", said, f"差{yuan_words(Money(-after))}")


def _on_money(source: Source, outcome: str, said: str, figure: str) -> Verdict:
    return Verdict(
        key=f"ledger|{source}",
        rule="ledger",
        version="",
        name=f"{source.word}够用",
        outcome=outcome,
        sentence=said,
        remedy="" if outcome == "ok" else "请减少金额，或者换来源；合同的钱不够，先签补充协议。",
        figure=figure,
    )


def _invoices(told: Known) -> list[Verdict]:
    rows = told.invoices
    if not rows:
        return []
    total = yuan_words(Money.sum(row.money for row in rows))
    said = f"{len(rows)}张发票共{total}元，没有用在别的拨付上。"
    return [Verdict("invoices", "invoices", "", "发票没有用过", "ok", said, figure=f"{len(rows)}张，已核")]
