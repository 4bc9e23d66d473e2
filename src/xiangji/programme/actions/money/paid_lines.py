"""Recording what the treasury paid from the line of a statement that shows it, and pairing the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.programme.actions.money import posting, reconciling, treasury
from xiangji.programme.models import LedgerEntry, Payment, StatementLine, TreasuryPayment
from xiangji.programme.queries.money.paid_lines import fit_of
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.payment import Voucher
from xiangji.programme.rules.money.statements import StatementRefused


@transaction.atomic
def record_from_line(
    *,
    line: StatementLine,
    payment: Payment,
    voucher: Voucher,
    reasons: Mapping[str, str],
    by: User,
    happened_at: datetime,
) -> TreasuryPayment:
    """As from its voucher (record_treasury_payment), for the one payment that the line fits.

    Where the money had not come, the expenditure waits, and the line with it.
    """
    permit(by, "programme.record_payment", place=line.book.programme.place_code)
    posting.lock(line.book)
    _check_fits(line, payment, voucher)
    paid = treasury.record_treasury_payment(
        payment=payment, voucher=voucher, by=by, happened_at=happened_at, reasons=reasons
    )
    spent = _spent(paid)
    if spent is not None:
        reconciling.match_line(line=line, entry=spent, by=by, happened_at=happened_at)
    return paid


def _check_fits(line: StatementLine, payment: Payment, voucher: Voucher) -> None:
    fit = fit_of(line)
    if fit is None or (fit.payment.pk, fit.source, -line.fen) != (payment.pk, voucher.source, voucher.fen):
        said = (
            f"没有记拨付。流水号{line.serial}现在和这份申请对不上，可能别人刚刚记了。"
            "请重新打开这一行，看它对得上哪一张凭证、哪一份申请。"
        )
        raise StatementRefused("line_fits_no_payment", said)


def _spent(paid: TreasuryPayment) -> LedgerEntry | None:
    found = LedgerEntry.objects.filter(
        about=paid.payment.about, kind=EntryKind.SPEND, document_number=paid.voucher_number
    )
    return found.select_related("book").first()
