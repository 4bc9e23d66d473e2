"""What everybody may read of the money: what the treasury paid, filtered, and the statements of its use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from xiangji.core.values import Money, PlaceCode
from xiangji.programme.models import Programme, TreasuryPayment
from xiangji.programme.queries.money import ledger, payments


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of what was paid: a year, a budget line, a contractor. Nothing named: all of it."""

    year: int | None = None
    line: str = ""
    contractor: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, of all that was paid."""

    years: tuple[int, ...]
    lines: tuple[tuple[str, str], ...]
    contractors: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment by the treasury as everybody sees it, with every reason that went past a rule.

    No draft, no person, no account, no invoice.
    """

    word: str
    purpose: str
    project: str
    line: str
    payee: str
    source: str
    amount: Money
    paid_on: date
    voucher: str
    quota: str
    is_against: bool
    reasons: tuple[str, ...]


def chosen(place: PlaceCode, wanted: Wanted) -> QuerySet[TreasuryPayment]:
    """The newest first."""
    found = payments.marked(payments.paid(place))
    if wanted.year is not None:
        found = found.filter(paid_on__year=wanted.year)
    if wanted.line:
        found = found.filter(payment__project__budget_line=wanted.line)
    if wanted.contractor is not None:
        found = found.filter(payment__payee=wanted.contractor)
    return found


def total(rows: QuerySet[TreasuryPayment]) -> Money:
    return Money(rows.aggregate(whole=Sum("fen"))["whole"] or 0)


def choices(place: PlaceCode) -> Choices:
    found = payments.paid(place).order_by()
    years = found.annotate(year=ExtractYear("paid_on")).values_list("year", flat=True).distinct()
    used = found.values_list("payment__project__programme", "payment__project__budget_line").distinct()
    firms = found.values_list("payment__payee", "payment__payee__name").distinct()
    pairs = sorted(set(used))
    names = _line_names({programme for programme, _ in pairs})
    lines = {line: names.get((programme, line), line) for programme, line in pairs}
    return Choices(
        years=tuple(sorted(set(years), reverse=True)),
        lines=tuple(sorted(lines.items(), key=lambda one: one[1])),
        contractors=tuple(sorted(set(firms), key=lambda one: one[1])),
    )


def _line_names(programmes: set[int]) -> dict[tuple[int, str], str]:
    """Budget lines as each plan prints them."""
    rows = Programme.objects.filter(pk__in=programmes).select_related("version").defer("version__body")
    return {(each.pk, key): name for each in rows for key, name in ledger.names_in(each).items()}


def shown(rows: Sequence[TreasuryPayment]) -> list[Paid]:
    """What a page or a sheet says of each; the reasons of all of them are read at once."""
    reasons: dict[int, list[str]] = {}
    for each in payments.reasons().filter(payment__in={row.payment_id for row in rows}):
        said = "申请人说明，" if each.is_applicants else ""  # type: ignore[attr-defined]
        reasons.setdefault(each.payment_id, []).append(f"{each.name}：{said}{each.reason}")
    names = _line_names({row.payment.project.programme_id for row in rows})
    return [_paid(row, names, tuple(reasons.get(row.payment_id, ()))) for row in rows]


def _paid(row: TreasuryPayment, names: dict[tuple[int, str], str], reasons: tuple[str, ...]) -> Paid:
    project = row.payment.project
    return Paid(
        word=row.payment.word,
        purpose=row.payment.purpose,
        project=project.name,
        line=names.get((project.programme_id, project.budget_line), project.budget_line),
        payee=row.payment.payee.name,
        source=row.source_word,
        amount=row.money,
        paid_on=row.paid_on,
        voucher=row.voucher_number,
        quota=row.quota_number,
        is_against=row.is_against,  # type: ignore[attr-defined]
        reasons=reasons,
    )
