"""A contract with a contractor (合同): amounts by source, terms, guarantee, shares, supplements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.words import day_words, yuan_words

NUMBER_LENGTH, TERMS_LENGTH, REASON_LENGTH = 80, 2000, 500
PUBLIC: tuple[Source, ...] = tuple(source for source in Source if source is not Source.ENTERPRISE)
Amounts = Mapping[Source, Money]
NOTHING = Money(0)


class ContractRefused(Refused):
    """A contract, a supplement, a promise or a row of a register that was not taken as it is written."""


class Guarantee(StrEnum):
    """履约担保: how the contractor stands in for what it owes."""

    NONE = "none"
    CASH = "cash"
    BANK_LETTER = "bank_letter"
    INSURANCE = "insurance"

    @property
    def word(self) -> str:
        return _GUARANTEES[self]


_GUARANTEES = {
    Guarantee.NONE: "没有",
    Guarantee.CASH: "履约保证金",
    Guarantee.BANK_LETTER: "银行保函",
    Guarantee.INSURANCE: "保证保险",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract or a supplement says beside its amounts."""

    number: str
    signed_on: date
    words: str
    guarantee: Guarantee = Guarantee.NONE
    guaranteed: Money = NOTHING
    guaranteed_until: date | None = None


def terms_of(terms: Terms, *, today: date) -> Terms:
    """As they are kept."""
    kept = replace(
        terms,
        number=text_of("合同编号", terms.number, NUMBER_LENGTH),
        words=text_of("付款和履约的约定", terms.words, TERMS_LENGTH),
    )
    if kept.signed_on > today:
        said = f"没有登记。签订日期{day_words(kept.signed_on)}还没有到，签了再登记。"
        raise ContractRefused("contract_not_signed_yet", said)
    _check_guarantee(kept)
    return kept


def _check_guarantee(terms: Terms) -> None:
    word = terms.guarantee.word
    if terms.guarantee is Guarantee.NONE:
        if terms.guaranteed or terms.guaranteed_until:
            said = "没有登记。担保写的是“没有”，却写了金额或者有效期；请选担保的种类，或者去掉金额和有效期。"
            raise ContractRefused("guarantee_of_no_kind", said)
        return
    if terms.guaranteed.fen <= 0 or terms.guaranteed_until is None:
        said = f"没有登记。{word}要写金额和有效期，请照担保文书写上。"
        raise ContractRefused("guarantee_not_whole", said)
    if terms.guaranteed_until < terms.signed_on:
        until, signed = day_words(terms.guaranteed_until), day_words(terms.signed_on)
        said = f"没有登记。{word}有效到{until}，早于签订的{signed}，请核对担保文书。"
        raise ContractRefused("guarantee_ends_before_signing", said)


def text_of(word: str, text: str, longest: int, *, may_be_empty: bool = False) -> str:
    kept = text.strip()
    if not kept and not may_be_empty:
        raise ContractRefused("contract_word_missing", f"没有登记。还没有写{word}，请写上。")
    if len(kept) > longest:
        said = f"没有登记。{word}有{len(kept)}个字，最多{longest}个字。"
        raise ContractRefused("contract_word_too_long", said)
    if "\x00" in kept:
        said = f"没有登记。{word}里有不能显示的字符，请重新写。"
        raise ContractRefused("contract_word_not_readable", said)
    return kept


def total(amounts: Amounts) -> Money:
    return Money.sum(amounts.values())


def amounts_of(amounts: Amounts, *, granted: Amounts, elsewhere: Amounts) -> dict[Source, Money]:
    """Public money by source: of no source more than the project was granted and no other contract has."""
    for source, amount in amounts.items():
        if amount.fen < 0 or (source not in PUBLIC and amount):
            said = "没有登记。合同金额按财政资金的来源写，不能小于零；企业投入另外登记成承诺。"
            raise ContractRefused("contract_amount_of_no_public_source", said)
        left = granted.get(source, NOTHING) - elsewhere.get(source, NOTHING)
        if amount.fen > max(left.fen, 0):
            raise _above_project(source, amount, left, elsewhere.get(source, NOTHING))
    kept = {source: amounts[source] for source in PUBLIC if amounts.get(source)}
    if not kept:
        raise ContractRefused(
            "contract_without_money", "没有登记。合同还没有写金额，请至少写一个来源的金额。"
        )
    return kept


def _above_project(source: Source, amount: Money, left: Money, elsewhere: Money) -> ContractRefused:
    taken = f"（别的合同已经用了{yuan_words(elsewhere)}元）" if elsewhere else ""
    said = (
        f"没有登记。项目的{source.word}还可以签{yuan_words(left)}元{taken}，合同写的是{yuan_words(amount)}元，"
        f"多{yuan_words(amount - left)}元。请核对金额；项目要增加的，先按方案变更。"
    )
    return ContractRefused("contract_above_the_project", said)


def check_offer(amounts: Amounts, offered: Money | None) -> None:
    """A first contract is not dearer than what was offered and won; None: no selection is known."""
    if offered is not None and total(amounts).fen > offered.fen:
        said = (
            f"没有登记。中选的报价是{yuan_words(offered)}元，合同写的是{yuan_words(total(amounts))}元，"
            f"多{yuan_words(total(amounts) - offered)}元。合同按中选的报价签；后来增加的用补充协议。"
        )
        raise ContractRefused("contract_above_the_offer", said)


def check_lowered(now: Amounts, *, before: Amounts, free: Amounts) -> None:
    """No source sinks below what was requested and paid. `free` is signed and not requested yet."""
    for source in PUBLIC:
        used = before.get(source, NOTHING) - free.get(source, NOTHING)
        wanted = now.get(source, NOTHING)
        if wanted.fen < used.fen:
            said = (
                f"没有登记。合同的{source.word}已经申请和拨付{yuan_words(used)}元，不能降到"
                f"{yuan_words(wanted)}元，差{yuan_words(used - wanted)}元。"
                "请把金额写到这个数以上，或者先退回申请。"
            )
            raise ContractRefused("contract_below_what_was_paid", said)


def moved(before: Amounts, now: Amounts) -> tuple[dict[Source, Money], dict[Source, Money]]:
    """What a supplement adds and what it takes away, by source."""
    grown = {source: now.get(source, NOTHING) - before.get(source, NOTHING) for source in PUBLIC}
    more = {source: amount for source, amount in grown.items() if amount.fen > 0}
    less = {source: -amount for source, amount in grown.items() if amount.fen < 0}
    return more, less


def shares_of(shares: Mapping[int, Money], *, members: Mapping[int, str], whole: Money) -> dict[int, Money]:
    """Of a consortium: what each member gets; together the whole contract. One alone has no shares."""
    if len(members) < 2:
        return {}
    for party, name in members.items():
        if shares.get(party, NOTHING).fen < 0:
            raise ContractRefused("share_below_nothing", f"没有登记。{name}的份额小于零，请改正。")
    kept = {party: shares.get(party, NOTHING) for party in members}
    said_together = total_of(kept)
    if said_together != whole:
        said = (
            f"没有登记。联合体各家的份额合起来是{yuan_words(said_together)}元，合同金额是{yuan_words(whole)}元，"
            "两个数要一样，请照合同改。"
        )
        raise ContractRefused("shares_do_not_make_the_whole", said)
    return {party: amount for party, amount in kept.items() if amount}


def total_of(shares: Mapping[int, Money]) -> Money:
    return Money.sum(shares.values())
