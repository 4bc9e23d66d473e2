"""What of payments leaves the desk: the paper to be signed (审批单)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.approvals.models import Step
from xiangji.core.approvals.queries import steps_of
from xiangji.core.approvals.rules.deciding import Did
from xiangji.core.ui.demo import mark
from xiangji.core.values import Money
from xiangji.programme.models import Payment
from xiangji.programme.queries.money import payments, showing
from xiangji.programme.rules.money.capital import capital
from xiangji.programme.web import paper_writing
from xiangji.programme.web.slip_paper import slip_paper

_GROUP = 4
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


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
    return render(request, "programme/office/payment_slip.html", _told(request, number))


@require_safe
@in_office()
def slip_docx(request: HttpRequest, number: int) -> HttpResponse:
    """The same for Word."""
    told = _told(request, number)
    return _file(told, paper_writing.docx(slip_paper(told, is_demo=settings.DEMO)), "docx")


@require_safe
@in_office()
def slip_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The same to be sent or kept; a machine without Chinese fonts says so."""
    told = _told(request, number)
    return _file(told, paper_writing.pdf(slip_paper(told, is_demo=settings.DEMO)), "pdf")


def _file(told: dict[str, Any], content: bytes, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[ending])
    name = content_disposition_header(as_attachment=True, filename=f"审批单-{told['payment'].word}.{ending}")
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    mark(response)
    return response


def _told(request: HttpRequest, number: int) -> dict[str, Any]:
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
        "flags": showing.flags_of(payment),
    }
    return told | {"digest": _digest(told)}


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


def _digest(told: dict[str, Any]) -> str:
    """Of all that the paper says, so that two prints can be compared: 8F2C 41D0 77A9."""
    paper = slip_paper(told | {"digest": ""}, is_demo=settings.DEMO)
    said = json.dumps([paper.lead, [asdict(table) for table in paper.tables]], ensure_ascii=False)
    code = hashlib.sha256(said.encode()).hexdigest()[: _GROUP * 3].upper()
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
