"""Paid money that came back from a contractor (收回): budget and special account have it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money
from xiangji.programme.actions.money import posting
from xiangji.programme.models import LedgerEntry, Payment
from xiangji.programme.queries.money import money_back as reads
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.money import money_back as rules
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.ledger import Document
from xiangji.programme.rules.money.money_back import MoneyBack
from xiangji.programme.rules.money.payment import PaymentRefused
from xiangji.programme.rules.words import yuan_words


@transaction.atomic
def record_money_back(*, payment: Payment, back: MoneyBack, by: User, happened_at: datetime) -> LedgerEntry:
    """One receipt, attached before; the budget line and the special account have the money again."""
    acting = permit(by, "programme.record_payment", place=payment.project.programme.place_code)
    posting.lock(payment.book)
    locked = payments.lock(payment)
    if locked is None:
        raise NotYours
    first = reads.first_paid_on(locked)
    if first is None:
        said = f"{rules.UNDONE}。{locked.word}还没有付过，没有可以收回的。"
        raise PaymentRefused("money_back_before_paid", said)
    kept = rules.money_back_of(
        back, today=timezone.localdate(happened_at), first=first, kept=reads.kept_of(locked)
    )
    _check_papers(locked, kept)
    entry = posting.post(
        book=locked.book,
        kind=EntryKind.MONEY_BACK,
        postings=moves.paid_back(payments.shares(locked, {kept.source: kept.fen})),
        booked_on=kept.on,
        summary=f"收回：{locked.word} {locked.purpose}",
        document=Document(kept.number, kept.on, "收款凭证"),
        about=locked.about,
        by=by,
        acting=acting,
        happened_at=happened_at,
    )
    facts: dict[str, JSON] = {
        "source": kept.source.word,
        "amount": f"{yuan_words(Money(kept.fen))}元",
        "voucher_number": kept.number,
        "entry": entry.word,
        "reason": kept.reason,
    }
    note(by=by, did="programme.money_came_back", what=locked, happened_at=happened_at, facts=facts)
    return entry


def _check_papers(payment: Payment, back: MoneyBack) -> None:
    if reads.standing(payment.book).filter(document_number=back.number).exists():
        said = f"{rules.UNDONE}。收款凭证{back.number}已经记过了，一张凭证只记一次。"
        raise PaymentRefused("money_back_recorded_before", said)
    if not reads.has_receipt(payment):
        said = f"{rules.UNDONE}。请先把收款凭证的扫描件加到{payment.word}上，付款回单以后传的才算。"
        raise PaymentRefused("money_back_without_receipt", said)
