"""Lines of a statement beside the book of the cast."""

from datetime import date, datetime, time

from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.values import Money
from xiangji.programme.actions.money import reconciling
from xiangji.programme.models import Book, StatementLine
from xiangji.programme.queries.money import ledger, statements
from xiangji.programme.tests.payment_cast import TODAY, finance


def a_line(
    fen: int,
    *,
    serial: str = "示例流水-001",
    voucher: str = "",
    on: date = TODAY,
    book: Book | None = None,
    by: User | None = None,
    balance: int | None = None,
) -> StatementLine:
    """Positive: it came; negative: it went."""
    made = reconciling.enter_line(
        book=book or ledger.books().get(),
        serial=serial,
        amount=Money(fen),
        counterparty="示例二号物流有限公司",
        summary="示例支付",
        voucher=voucher,
        balance=None if balance is None else Money(balance),
        by=by or finance(),
        happened_at=timezone.make_aware(datetime.combine(on, time(9))),
    )
    return again(made)


def again(line: StatementLine) -> StatementLine:
    return statements.rows().get(pk=line.pk)


def is_paired(line: StatementLine) -> bool:
    return statements.match_of(line) is not None
