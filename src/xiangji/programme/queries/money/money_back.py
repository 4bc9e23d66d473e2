"""What of a payment came back, read from the book: an entry that was reversed does not count."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Sum

from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.values import Money
from xiangji.programme.models import Book, LedgerEntry, Payment, Posting, TreasuryPayment
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind


def standing(book: Book) -> QuerySet[LedgerEntry]:
    """Entries of money that came back."""
    taken_back = LedgerEntry.objects.filter(reverses=OuterRef("pk"))
    return LedgerEntry.objects.filter(~Exists(taken_back), book=book, kind=EntryKind.MONEY_BACK)


def returned_of(payment: Payment) -> dict[Source, int]:
    entries = standing(payment.book).filter(about=payment.about)
    rows = Posting.objects.filter(entry__in=entries, account=Account.ON_HAND).order_by()
    return {Source(source): int(fen) for source, fen in rows.values_list("source").annotate(Sum("fen"))}


def kept_of(payment: Payment) -> dict[Source, int]:
    """By source: paid and not come back."""
    kept = Counter(payments.paid_by_source(payment))
    kept.subtract(returned_of(payment))
    return {source: fen for source, fen in kept.items() if fen > 0}


def returned(payment: Payment) -> Money:
    return Money(sum(returned_of(payment).values()))


def first_paid_on(payment: Payment) -> date | None:
    first: date | None = TreasuryPayment.objects.filter(payment=payment).aggregate(on=Min("paid_on"))["on"]
    return first


def has_receipt(payment: Payment) -> bool:
    """Whether something was attached after the payment, or the last money that came back, was recorded."""
    paid = TreasuryPayment.objects.filter(payment=payment).aggregate(at=Max("at"))["at"]
    back = standing(payment.book).filter(about=payment.about).aggregate(at=Max("recorded_at"))["at"]
    since = max(each for each in (paid, back) if each is not None)
    attached = Evidence.objects.filter(target=payment.about, happened_at__gt=since)
    return attached.exclude(pk__in=Withdrawal.objects.values("evidence")).exists()
