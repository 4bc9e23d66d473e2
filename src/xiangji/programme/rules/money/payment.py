"""A payment (资金拨付申请): what it must say, how far it is, and what may still be paid of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from unicodedata import normalize

from xiangji.core.errors import Refused
from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.words import day_words, yuan_words

PURPOSE_LENGTH, CATEGORY_LENGTH, NUMBER_LENGTH, REASON_LENGTH = 100, 40, 40, 500
FIRST_DAY = date(2000, 1, 1)
MOST_PARTS, MOST_INVOICES, MOST_FEN = 12, 60, 10_000_000_000
PUBLIC_SOURCES = (Source.CENTRAL, Source.PROVINCIAL, Source.COUNTY)


class PaymentRefused(Refused):
    """A payment that is not moved; nothing was written."""


class Basis(StrEnum):
    """On what ground money is asked for (按什么付)."""

    ADVANCE = "advance"
    MONTHLY = "monthly"
    AFTER_ACCEPTANCE = "after_acceptance"
    TRANCHE = "tranche"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _BASES[self]


_BASES = {
    Basis.ADVANCE: "预付",
    Basis.MONTHLY: "按月审核后支付",
    Basis.AFTER_ACCEPTANCE: "验收公示后支付",
    Basis.TRANCHE: "分批支付",
    Basis.OTHER: "其他",
}


class State(StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PART_PAID = "part_paid"
    PAID = "paid"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        return _STATES[self]

    @property
    def is_open_to_change(self) -> bool:
        return self in (State.DRAFTED, State.RETURNED)

    @property
    def may_be_paid(self) -> bool:
        return self in (State.APPROVED, State.PART_PAID)

    @property
    def may_have_been_paid(self) -> bool:
        """Also after a stop: the treasury's voucher may have been on its way."""
        return self.may_be_paid or self is State.STOPPED


_STATES = {
    State.DRAFTED: "起草",
    State.SUBMITTED: "在审",
    State.RETURNED: "退回补正",
    State.APPROVED: "已批待付",
    State.PART_PAID: "付了一部分",
    State.PAID: "已付",
    State.STOPPED: "停付",
    State.WITHDRAWN: "撤回",
}


def state_of(paper: str, *, wanted: int, paid: int, is_stopped: bool) -> State:
    """Follows from its approval and what the treasury paid; kept nowhere."""
    if paper != "approved":
        return {
            "draft": State.DRAFTED,
            "submitted": State.SUBMITTED,
            "returned": State.RETURNED,
            "withdrawn": State.WITHDRAWN,
        }[paper]
    if is_stopped:
        return State.STOPPED
    if not paid:
        return State.APPROVED
    return State.PAID if paid >= wanted else State.PART_PAID


@dataclass(frozen=True, slots=True)
class Part:
    """So much of one source, for one kind of spending (支出方向) of the plan's lists."""

    source: Source
    category: str
    fen: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """`code` is empty on fully digital invoices, whose number has twenty digits."""

    code: str
    number: str
    issued_on: date
    fen: int

    @property
    def name(self) -> str:
        return f"{self.code} {self.number}".strip()

    @property
    def digits(self) -> str:
        """By which it is known, whether its code was written apart or not."""
        return self.code + self.number


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    purpose: str
    basis: Basis
    month: Month | None
    parts: tuple[Part, ...]
    invoices: tuple[Invoice, ...] = ()

    @property
    def fen(self) -> int:
        return sum(part.fen for part in self.parts)


def tidy(request: Request, *, today: date) -> Request:
    """As it is kept, or PaymentRefused; a draft may still lack parts and invoices."""
    kept = replace(
        request,
        purpose=request.purpose.strip(),
        parts=tuple(replace(part, category=part.category.strip()) for part in request.parts),
        invoices=tuple(_tidied(each) for each in request.invoices),
        month=request.month if request.basis is Basis.MONTHLY else None,
    )
    _check_words(kept)
    _check_parts(kept.parts)
    _check_invoices(kept.invoices, today)
    return kept


def _tidied(invoice: Invoice) -> Invoice:
    """Digits typed wide or in groups are the same digits."""
    return replace(invoice, code=_plain(invoice.code), number=_plain(invoice.number))


def _plain(text: str) -> str:
    """Once more at the end: without the space between them two signs may become one."""
    return normalize("NFKC", "".join(normalize("NFKC", text).split()))


def _check_words(request: Request) -> None:
    if not request.purpose:
        raise PaymentRefused("payment_without_purpose", "没有存。事由还没有写，请写清付什么、第几笔。")
    for what, text, length in (
        ("事由", request.purpose, PURPOSE_LENGTH),
        *(("支出方向", part.category, CATEGORY_LENGTH) for part in request.parts),
        *(("发票代码", each.code, NUMBER_LENGTH) for each in request.invoices),
        *(("发票号码", each.number, NUMBER_LENGTH) for each in request.invoices),
    ):
        if len(text) > length or "\x00" in text:
            said = f"没有存。{what}写了{len(text)}个字，最多{length}个字，不能有空字符。"
            raise PaymentRefused("payment_text_too_long", said)


def _check_parts(parts: Sequence[Part]) -> None:
    if len(parts) > MOST_PARTS:
        said = f"没有存。一份申请分了{len(parts)}份，最多{MOST_PARTS}份，请拆成几份申请。"
        raise PaymentRefused("payment_has_too_many_parts", said)
    for part in parts:
        if part.source not in PUBLIC_SOURCES:
            said = "没有存。企业自己的钱不由财政拨付，请只写中央、省级、县配套；企业投入另外登记凭证。"
            raise PaymentRefused("payment_of_private_money", said)
        if not 0 < part.fen <= MOST_FEN:
            said = f"没有存。{part.source.word}写了{yuan_words(Money(part.fen))}元，要大于0，最多1亿元。"
            raise PaymentRefused("payment_amount_out_of_range", said)
    twice = [
        key for key, count in Counter((part.source, part.category) for part in parts).items() if count > 1
    ]
    if twice:
        source, category = twice[0]
        said = f"没有存。{source.word}“{category}”写了两次，请合成一份。"
        raise PaymentRefused("payment_part_twice", said)


def _check_invoices(invoices: Sequence[Invoice], today: date) -> None:
    if len(invoices) > MOST_INVOICES:
        said = f"没有存。写了{len(invoices)}张发票，一份申请最多{MOST_INVOICES}张。"
        raise PaymentRefused("payment_has_too_many_invoices", said)
    for each in invoices:
        if not each.number:
            raise PaymentRefused("invoice_without_number", "没有存。有一张发票没有写号码。")
        if not 0 < each.fen <= MOST_FEN:
            said = f"没有存。发票{each.name}的金额要大于0，最多1亿元。"
            raise PaymentRefused("invoice_amount_out_of_range", said)
        if each.issued_on > today:
            day = day_words(each.issued_on)
            said = f"没有存。发票{each.name}的日期{day}还没有到，今天是{day_words(today)}。"
            raise PaymentRefused("invoice_in_the_future", said)
    counted = Counter(each.digits for each in invoices)
    twice = [each for each in invoices if counted[each.digits] > 1]
    if twice:
        said = f"没有存。发票{twice[0].name}在这份申请里写了两次，请去掉一次。"
        raise PaymentRefused("invoice_twice", said)


def check_complete(request: Request) -> None:
    """Before it is submitted."""
    if not request.parts:
        said = "没有报送。金额还没有写，请写明用哪个来源、哪个支出方向的多少钱。"
        raise PaymentRefused("payment_without_amount", said)
    if any(not part.category for part in request.parts):
        raise PaymentRefused(
            "payment_without_category", "没有报送。支出方向还没有写，请从方案的支出方向里挑。"
        )
    if request.basis is Basis.MONTHLY and request.month is None:
        raise PaymentRefused("payment_without_month", "没有报送。按月审核后支付的，要写是哪个月的。")


def check_open_to_change(state: State) -> None:
    if not state.is_open_to_change:
        said = f"没有存。这份申请现在是“{state.word}”，只有起草、退回的才能改。要改先撤回，再写一份。"
        raise PaymentRefused("payment_out_of_turn", said)


def used_invoice(invoice: Invoice, payment: str) -> PaymentRefused:
    said = (
        f"没有存。发票{invoice.name}已经用在{payment}上，一张发票只能付一次。请核对号码，或者先撤回那一份。"
    )
    return PaymentRefused("invoice_used_before", said)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says: `outcome` is ok, warn (wants a reason), block, or ask (nobody decided yet).

    `key` names rule, version and part: a reason that was given counts for exactly that.
    """

    key: str
    rule: str
    version: str
    name: str
    outcome: str
    sentence: str
    remedy: str = ""
    clause: str = ""
    quote: str = ""
    figure: str = ""
    limit: str = ""
    now: Decimal | None = None
    bound: Decimal | None = None


def check_blocks(verdicts: Iterable[Verdict], *, undone: str) -> None:
    """Nothing goes past a rule that blocks, nor past one whose reading nobody has decided."""
    for verdict in verdicts:
        if verdict.outcome in ("block", "ask"):
            raise PaymentRefused("payment_blocked", f"{undone}。{verdict.sentence}{verdict.remedy}")


def unanswered(verdicts: Iterable[Verdict], answered: Collection[str]) -> tuple[Verdict, ...]:
    """Warnings without a reason."""
    return tuple(each for each in verdicts if each.outcome == "warn" and each.key not in answered)


def answers_of(
    wanted: Iterable[Verdict], reasons: Mapping[str, str], *, undone: str
) -> tuple[tuple[Verdict, str], ...]:
    """Each warning with its own words, or PaymentRefused by the name of the first that has none."""
    found = []
    for verdict in wanted:
        text = reasons.get(verdict.key, "")
        if not text.strip():
            said = f"{undone}。“{verdict.name}”要理由：{verdict.sentence}请写明为什么可以付，理由会公开。"
            raise PaymentRefused("warning_without_reason", said)
        found.append((verdict, reason_of(text)))
    return tuple(found)


def reason_of(text: str) -> str:
    said = text.strip()
    if not said or len(said) > REASON_LENGTH or "\x00" in said:
        wrote = f"没有写下。理由写了{len(said)}个字，应当是1到{REASON_LENGTH}个字。"
        raise PaymentRefused("reason_out_of_range", wrote)
    return said


@dataclass(frozen=True, slots=True)
class Voucher:
    """What the treasury says of one payment it made (支付凭证)."""

    source: Source
    fen: int
    quota_number: str
    number: str
    paid_on: date


def voucher_of(voucher: Voucher, *, today: date, left: Mapping[Source, int]) -> Voucher:
    """As it is kept, or PaymentRefused: never more of a source than was approved and is not paid yet."""
    kept = replace(voucher, quota_number=voucher.quota_number.strip(), number=voucher.number.strip())
    for what, text in (("指标文号", kept.quota_number), ("支付凭证号", kept.number)):
        if not 0 < len(text) <= NUMBER_LENGTH or "\x00" in text:
            said = f"没有记拨付。{what}写了{len(text)}个字，应当是1到{NUMBER_LENGTH}个字，照支付凭证写。"
            raise PaymentRefused("voucher_not_named", said)
    _check_paid_on(kept.paid_on, today)
    open_fen = left.get(kept.source, 0)
    if not 0 < kept.fen <= open_fen:
        said = (
            f"没有记拨付。这份申请的{kept.source.word}还可以付{yuan_words(Money(open_fen))}元，"
            f"凭证上是{yuan_words(Money(kept.fen))}元。请按支付凭证核对来源和金额。"
        )
        raise PaymentRefused("paid_more_than_approved", said)
    return kept


def _check_paid_on(paid_on: date, today: date) -> None:
    if paid_on > today:
        said = f"没有记拨付。支付日期{day_words(paid_on)}还没有到，今天是{day_words(today)}。"
        raise PaymentRefused("paid_in_the_future", said)
    if paid_on < FIRST_DAY:
        said = f"没有记拨付。支付日期{day_words(paid_on)}太早，请核对支付凭证。"
        raise PaymentRefused("paid_too_early", said)


def left_of(parts: Iterable[Part], paid: Mapping[Source, int]) -> dict[Source, int]:
    """By source: approved and not paid yet."""
    wanted: Counter[Source] = Counter()
    for part in parts:
        wanted[part.source] += part.fen
    return {source: fen - paid.get(source, 0) for source, fen in wanted.items()}
