"""Which approved payment a line of a statement pays: the treasury paid it, and nobody recorded it yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from xiangji.programme.models import Payment, PaymentPart, StatementLine, TreasuryPayment
from xiangji.programme.queries.money import payments, statements
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import State


@dataclass(frozen=True, slots=True)
class Fit:
    """What is left to be paid of one source of a payment is this very amount."""

    payment: Payment
    source: Source


def fit_of(line: StatementLine) -> Fit | None:
    """The only one; where several have the amount, the one whose payee the line names.

    An entry of this amount that no line shows yet comes first: then it was recorded already.
    """
    if line.fen >= 0 or statements.match_of(line) or statements.candidates(line):
        return None
    found = list(_of_amount(line))
    if len(found) > 1:
        found = [each for each in found if each.payment.payee.name == line.counterparty]
    return found[0] if len(found) == 1 else None


def _of_amount(line: StatementLine) -> Iterator[Fit]:
    waiting = payments.WHERE[State.APPROVED] | payments.WHERE[State.PART_PAID]
    rows = list(payments.rows().filter(waiting, book=line.book).order_by("pk"))
    left = _left(rows)
    for row in rows:
        for source in Source:
            if left.get((row.pk, source.value)) == -line.fen:
                yield Fit(row, source)


def _left(rows: Sequence[Payment]) -> dict[tuple[int, str], int]:
    """By payment and source: approved and not paid."""
    wanted, paid = (
        of.objects.filter(payment__in=rows).order_by().values_list("payment", "source").annotate(Sum("fen"))
        for of in (PaymentPart, TreasuryPayment)
    )
    left = {(payment, source): int(fen) for payment, source, fen in wanted}
    for payment, source, fen in paid:
        left[payment, source] -= int(fen)
    return left
