"""What the treasury paid (国库支付), recorded from its voucher; and payments that are not paid any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.money.payment_checks import answer, judge
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import LedgerEntry, Payment, TreasuryPayment
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money import payment as rules
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.ledger import Document
from xiangji.programme.rules.money.payment import PaymentRefused, Voucher


@transaction.atomic
def record_treasury_payment(
    *, payment: Payment, voucher: Voucher, by: User, happened_at: datetime, why: str = ""
) -> TreasuryPayment:
    """One voucher for an approved payment or a part of it; its receipt is attached before."""
    locked, acting = _taken(payment, by)
    _check_may_be_paid(locked, undone="没有记拨付")
    kept = rules.voucher_of(
        voucher,
        today=timezone.localdate(happened_at),
        approved_on=payments.approved_on(locked) or voucher.paid_on,
        left=payments.left(locked),
    )
    _check_papers(locked, kept)
    verdicts = judge(payment=locked, moment="record", by=by, happened_at=happened_at, is_held=True)
    rules.check_blocks(verdicts, undone="没有记拨付")
    answer(
        payment=locked,
        verdicts=verdicts,
        why=why,
        by=by,
        acting=acting,
        happened_at=happened_at,
        undone="没有记拨付",
    )

    entry = _book(locked, kept, by, acting, happened_at)
    paid = TreasuryPayment.objects.create(
        payment=locked,
        source=kept.source.value,
        fen=kept.fen,
        quota_number=kept.quota_number,
        voucher_number=kept.number,
        paid_on=kept.paid_on,
        entry=entry,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    _note_paid(locked, paid, by, happened_at)
    return paid


@transaction.atomic
def stop_payment(*, payment: Payment, reason: str, by: User, happened_at: datetime) -> Payment:
    """What was approved and is not paid will not be paid; its money is free again, and it says why."""
    locked, acting = _taken(payment, by)
    _check_may_be_paid(locked, undone="没有停付")
    said = rules.reason_of(reason)
    left = payments.left(locked)

    locked.stop(at=happened_at, because=said)
    posting.post(
        book=locked.book,
        kind=EntryKind.RELEASE,
        postings=moves.release(payments.shares(locked, left)),
        booked_on=timezone.localdate(happened_at),
        summary=f"停付：{locked.word} {locked.purpose}",
        about=locked.about,
        by=by,
        acting=acting,
        happened_at=happened_at,
    )
    facts: dict[str, JSON] = {"reason": said, "amount_fen": sum(left.values())}
    note(by=by, did="programme.payment_stopped", what=locked, happened_at=happened_at, facts=facts)
    return locked


def _taken(payment: Payment, by: User) -> tuple[Payment, Acting]:
    acting = permit(by, "programme.record_payment", place=payment.project.programme.place_code)
    posting.lock(payment.book)
    locked = payments.lock(payment)
    if locked is None:
        raise NotYours
    return locked, acting


def _check_may_be_paid(payment: Payment, *, undone: str) -> None:
    found = payments.state(payment)
    if not found.may_be_paid:
        said = f"{undone}。{payment.word}现在是“{found.word}”，只有审定了、还没有付完的才行。"
        raise PaymentRefused("payment_not_open_to_treasury", said)


def _check_papers(payment: Payment, voucher: Voucher) -> None:
    if TreasuryPayment.objects.filter(voucher_number=voucher.number).exists():
        said = f"没有记拨付。支付凭证{voucher.number}已经记过了，一张凭证只记一次。"
        raise PaymentRefused("voucher_recorded_before", said)
    if not payments.has_receipt(payment):
        said = f"没有记拨付。{payment.word}还没有凭证，请先把国库支付回单的扫描件加到这份申请上。"
        raise PaymentRefused("payment_without_receipt", said)


def _book(payment: Payment, voucher: Voucher, by: User, acting: Acting, happened_at: datetime) -> LedgerEntry:
    """拨付 on the side of the budget, 支出 on that of the special account."""
    shares = payments.shares(payment, {voucher.source: voucher.fen})
    document = Document(voucher.number, voucher.paid_on, "国库支付凭证")

    def post(kind: EntryKind, postings: moves.Lines) -> LedgerEntry:
        return posting.post(
            book=payment.book,
            kind=kind,
            postings=postings,
            booked_on=voucher.paid_on,
            summary=f"{kind.word}：{payment.word} {payment.purpose}",
            document=document,
            about=payment.about,
            by=by,
            acting=acting,
            happened_at=happened_at,
        )

    paid = post(EntryKind.PAY, moves.pay(shares))
    post(EntryKind.SPEND, moves.spend(shares))
    return paid


def _note_paid(payment: Payment, paid: TreasuryPayment, by: User, happened_at: datetime) -> None:
    facts: dict[str, JSON] = {
        "source": paid.source_word,
        "amount_fen": paid.fen,
        "quota_number": paid.quota_number,
        "voucher_number": paid.voucher_number,
        "paid_on": paid.paid_on.isoformat(),
    }
    note(by=by, did="programme.treasury_paid", what=payment, happened_at=happened_at, facts=facts)
