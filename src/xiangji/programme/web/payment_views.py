"""What of payments leaves the desk: the paper to be signed (审批单), and what was paid, for everybody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.approvals.models import Step
from xiangji.core.approvals.queries import steps_of
from xiangji.core.approvals.rules.deciding import Did
from xiangji.core.places.county import current_county
from xiangji.core.values import Money
from xiangji.programme.models import Payment, WarningReason
from xiangji.programme.queries.money import payments, showing
from xiangji.programme.rules.money.capital import capital

SHOWN = 50
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the paper for one hand: what was said, and who signs beside it."""

    title: str
    opinion: str
    who: str
    on: str


@require_safe
@in_office()
def slip(request: HttpRequest, number: int) -> HttpResponse:
    """A4 as GB/T 9704 wants it, with a box for each signature; printed by the browser."""
    payment = payments.for_person(person_of(request)).filter(pk=number).first()
    if payment is None:
        raise Http404
    amount = Money(payments.wanted(payment))
    told = {
        "payment": payment,
        "amount": amount,
        "capital": capital(amount),
        "line": showing.line_of(payment),
        "effects": showing.effects_of(payment),
        "rules": showing.rules_of(payment),
        "invoices": payments.invoices_of(payment),
        "vouchers": payments.vouchers_of(payment),
        "boxes": _boxes(payment),
        "printed_at": timezone.localtime(),
        "digest": _digest(payment),
    }
    return render(request, "programme/office/payment_slip.html", told)


def _boxes(payment: Payment) -> list[Box]:
    """Empty ones wait for a pen."""
    if payment.paper is None:
        return []
    is_back = payment.paper.state == "returned"
    taken = {
        step.stage: step
        for step in steps_of(payment.paper)
        if step.did == Did.APPROVED and step.round == payment.paper.round and not is_back
    }
    return [_box(stage.title, taken.get(stage.key)) for stage in payment.paper.standing.stages]


def _box(title: str, step: Step | None) -> Box:
    if step is None:
        return Box(title, "", "", "")
    on = timezone.localtime(step.at)
    return Box(title, step.reason or "同意。", step.by.name, f"{on.year}年{on.month}月{on.day}日")


def _digest(payment: Payment) -> str:
    """Of what the paper says, so that two prints can be compared: 8F2C 41D0 77A9."""
    request = payments.request_of(payment)
    state = payment.paper.version if payment.paper else 0
    said = f"{payment.word}|{state}|{request}"
    code = hashlib.sha256(said.encode()).hexdigest()[: _GROUP * 3].upper()
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment by the treasury as everybody sees it, with every reason that went past a rule."""

    word: str
    purpose: str
    project: str
    payee: str
    source: str
    amount: Money
    paid_on: date
    voucher: str
    quota: str
    reasons: tuple[str, ...]


@require_safe
def paid(request: HttpRequest) -> HttpResponse:
    """拨付公开: no draft, no person, no invoice; only what left the treasury."""
    rows = payments.paid(current_county().code)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    held = list(page.object_list)
    reasons: dict[int, list[str]] = {}
    for each in WarningReason.objects.filter(payment__in=[row.payment_id for row in held]).order_by("pk"):
        reasons.setdefault(each.payment_id, []).append(f"{each.name}：{each.reason}")
    told = {
        "page": page,
        "total": Money(rows.aggregate(whole=Sum("fen"))["whole"] or 0),
        "paid": [
            Paid(
                word=row.payment.word,
                purpose=row.payment.purpose,
                project=row.payment.project.name,
                payee=row.payment.payee.name,
                source=row.source_word,
                amount=row.money,
                paid_on=row.paid_on,
                voucher=row.voucher_number,
                quota=row.quota_number,
                reasons=tuple(reasons.get(row.payment_id, ())),
            )
            for row in held
        ],
    }
    return render(request, "programme/open/money.html", told)
