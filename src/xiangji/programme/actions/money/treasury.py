"""What the treasury paid (国库支付), recorded from its voucher; and payments that are not paid any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.money.payment_checks import give_reason, keep
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import LedgerEntry, Payment, TreasuryPayment
from xiangji.programme.queries.money import ledger, payments
from xiangji.programme.queries.money.judging import against, by_weight, verdicts_of
from xiangji.programme.queries.money.known import known_of
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money import treasury as rules
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.ledger import Document, Draft
from xiangji.programme.rules.money.payment import PaymentRefused, Verdict, Voucher, reason_of, voucher_of
from xiangji.programme.rules.words import yuan_words

_MOVES = {EntryKind.REQUEST: moves.request, EntryKind.PAY: moves.pay, EntryKind.SPEND: moves.spend}


@transaction.atomic
def record_treasury_payment(
    *,
    payment: Payment,
    voucher: Voucher,
    by: User,
    happened_at: datetime,
    reasons: Mapping[str, str] | None = None,
) -> TreasuryPayment:
    """One voucher for an approved payment or a part of it; its receipt is attached before.

    The treasury paid already: what speaks against it refuses nothing, but each wants a reason of its own.
    """
    locked, acting = _taken(payment, by)
    state = payments.state(locked)
    _check_open(locked, is_open=state.may_have_been_paid, undone=rules.UNDONE)
    kept = voucher_of(voucher, today=timezone.localdate(happened_at), left=payments.left(locked))
    _check_papers(locked, kept)
    own = _judge(locked, kept, reasons or {}, by, acting, happened_at)

    entry = _book(locked, kept, by, acting, happened_at, is_spent=not _lacks_money(own))
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
def book_spending(*, payment: Payment, by: User, happened_at: datetime) -> list[LedgerEntry]:
    """补记支出: what was paid before its money had come is spent once the transfer was entered."""
    locked, acting = _taken(payment, by)
    waiting = payments.unspent_of(locked)
    if not waiting:
        said = f"没有补记。{locked.word}的支出都记了，没有等到账的。"
        raise PaymentRefused("nothing_to_spend", said)
    covered = _covered(locked, waiting)
    today = timezone.localdate(happened_at)
    drafts = [_draft(locked, _said(each), EntryKind.SPEND, today) for each in covered]
    entries = posting.post_together(
        book=locked.book, drafts=drafts, by=by, acting=acting, happened_at=happened_at
    )
    facts: dict[str, JSON] = {
        "amount": f"{yuan_words(Money(sum(each.fen for each in covered)))}元",
        "entries": [entry.word for entry in entries],
    }
    note(by=by, did="programme.spending_booked", what=locked, happened_at=happened_at, facts=facts)
    return entries


@transaction.atomic
def stop_payment(*, payment: Payment, reason: str, by: User, happened_at: datetime) -> Payment:
    """What was approved and is not paid will not be paid; its money is free again, and it says why."""
    locked, acting = _taken(payment, by)
    _check_open(locked, is_open=payments.state(locked).may_be_paid, undone="没有停付")
    said = reason_of(reason)
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
    facts: dict[str, JSON] = {"reason": said, "amount": f"{yuan_words(Money(sum(left.values())))}元"}
    note(by=by, did="programme.payment_stopped", what=locked, happened_at=happened_at, facts=facts)
    return locked


def _taken(payment: Payment, by: User) -> tuple[Payment, Acting]:
    acting = permit(by, "programme.record_payment", place=payment.project.programme.place_code)
    posting.lock(payment.book)
    locked = payments.lock(payment)
    if locked is None:
        raise NotYours
    return locked, acting


def _check_open(payment: Payment, *, is_open: bool, undone: str) -> None:
    if not is_open:
        word = payments.state(payment).word
        said = f"{undone}。{payment.word}现在是“{word}”，只有审定了、还没有付完的才行。"
        raise PaymentRefused("payment_not_open_to_treasury", said)


def _check_papers(payment: Payment, voucher: Voucher) -> None:
    if TreasuryPayment.objects.filter(voucher_number=voucher.number).exists():
        said = f"没有记拨付。支付凭证{voucher.number}已经记过了，一张凭证只记一次。"
        raise PaymentRefused("voucher_recorded_before", said)
    if not payments.has_receipt(payment):
        said = f"没有记拨付。{payment.word}还没有凭证，请先把国库支付回单的扫描件加到这份申请上。"
        raise PaymentRefused("payment_without_receipt", said)


def _judge(
    payment: Payment,
    voucher: Voucher,
    reasons: Mapping[str, str],
    by: User,
    acting: Acting,
    happened_at: datetime,
) -> tuple[Verdict, ...]:
    """Every rule as of the day paid, kept with the reasons; returned is what the book has against it."""
    known = known_of(payment)
    verdicts = verdicts_of(payment, is_held=True, on=voucher.paid_on, known=known)
    own = against(payment, voucher, known)
    given = rules.reasons_of(rules.demanded(verdicts, own, known.answered), reasons)
    asked = by_weight((*own, *verdicts))
    keep(payment=payment, moment="record", verdicts=asked, by=by, happened_at=happened_at)
    for verdict, reason in given:
        give_reason(payment=payment, to=verdict, reason=reason, by=by, acting=acting, happened_at=happened_at)
    return own


def _covered(payment: Payment, waiting: Sequence[TreasuryPayment]) -> list[TreasuryPayment]:
    """Those for which the money has come, the oldest first; where none is, the ledger refuses the first."""
    found, left = [], {each.source: ledger.on_hand(payment.book, Source(each.source)).fen for each in waiting}
    for each in waiting:
        if each.fen <= left[each.source]:
            left[each.source] -= each.fen
            found.append(each)
    return found or [waiting[0]]


def _said(paid: TreasuryPayment) -> Voucher:
    return Voucher(Source(paid.source), paid.fen, paid.quota_number, paid.voucher_number, paid.paid_on)


def _lacks_money(own: Sequence[Verdict]) -> bool:
    return any(each.rule == rules.NO_MONEY for each in own)


def _book(
    payment: Payment, voucher: Voucher, by: User, acting: Acting, happened_at: datetime, *, is_spent: bool
) -> LedgerEntry:
    """拨付 on the side of the budget, 支出 on that of the special account once its money is there.

    A stop gave the money back, so that it is held anew first. Returned is the entry of 拨付.
    """
    stopped_on = payments.stopped_on(payment)
    day = rules.booking_day(
        voucher.paid_on,
        no_earlier_than=stopped_on or payments.approved_on(payment) or voucher.paid_on,
        closed=payment.book.closed,
    )
    wanted = {EntryKind.REQUEST: stopped_on is not None, EntryKind.PAY: True, EntryKind.SPEND: is_spent}
    kinds = [kind for kind, is_wanted in wanted.items() if is_wanted]
    entries = posting.post_together(
        book=payment.book,
        drafts=[_draft(payment, voucher, kind, day) for kind in kinds],
        by=by,
        acting=acting,
        happened_at=happened_at,
    )
    return entries[kinds.index(EntryKind.PAY)]


def _draft(payment: Payment, voucher: Voucher, kind: EntryKind, day: date) -> Draft:
    shares = payments.shares(payment, {voucher.source: voucher.fen})
    return Draft(
        kind=kind,
        postings=_MOVES[kind](shares),
        booked_on=day,
        summary=rules.summary(kind.word, payment.word, payment.purpose, voucher.paid_on, day),
        about=payment.about,
        document=Document(voucher.number, voucher.paid_on, "国库支付凭证"),
    )


def _note_paid(payment: Payment, paid: TreasuryPayment, by: User, happened_at: datetime) -> None:
    facts: dict[str, JSON] = {
        "source": paid.source_word,
        "amount": f"{yuan_words(paid.money)}元",
        "quota_number": paid.quota_number,
        "voucher_number": paid.voucher_number,
        "paid_on": paid.paid_on.isoformat(),
    }
    note(by=by, did="programme.treasury_paid", what=payment, happened_at=happened_at, facts=facts)
