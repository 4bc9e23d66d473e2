"""What of payments leaves the desk: the paper to be signed (审批单)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.ui.demo import mark
from xiangji.programme.actions.money.packing import take_slip
from xiangji.programme.queries.money import payments
from xiangji.programme.web import paper_writing
from xiangji.programme.web.slip_paper import slip_paper, told_of

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
NAMES = {"docx": "Word", "pdf": "PDF"}


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
    return _file(request, told, paper_writing.docx(slip_paper(told, is_demo=settings.DEMO)), "docx")


@require_safe
@in_office()
def slip_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The same to be sent or kept; a machine without Chinese fonts says so."""
    told = _told(request, number)
    return _file(request, told, paper_writing.pdf(slip_paper(told, is_demo=settings.DEMO)), "pdf")


def _file(request: HttpRequest, told: dict[str, Any], content: bytes, ending: str) -> HttpResponse:
    """What was made is noted before it leaves."""
    take_slip(
        payment=told["payment"],
        form=NAMES[ending],
        digest=told["digest"],
        by=person_of(request),
        happened_at=timezone.now(),
    )
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
    return told_of(payment)
