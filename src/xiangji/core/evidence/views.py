from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.errors import Refused
from xiangji.core.evidence import actions, codes, phone, queries
from xiangji.core.evidence.models import Evidence
from xiangji.core.evidence.owners import Target, paper_to_add

PHONE_COOKIE = "xiangji-phone"
_LIVED_ON = {401, 403, 404, 410}


class AddForm(forms.Form):
    """The files are not fields: there may be several, and a file is judged by the action."""

    happened_at = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={"invalid": "凭证没有加上。事情发生的时间看不懂，应当像2026-11-22 9:40，也可以不写。"},
    )


@require_POST
@in_office()
def add(request: HttpRequest) -> HttpResponse:
    """Each file is one action; the first that is refused says so, those before it stay added."""
    by, to = person_of(request), request.POST.get("to", "")
    paper = paper_to_add(by, Target.parse(to))
    files = request.FILES.getlist("file")
    if not files:
        raise Refused("no_file_chosen", "凭证没有加上。没有选文件，请先选一个。")
    happened_at = _happened_at(request)
    for file in files:
        actions.add_evidence(to=to, file=file, by=by, happened_at=happened_at)
    return HttpResponseRedirect(paper.address)


@require_GET
@in_office()
def of_paper(request: HttpRequest, target: str) -> HttpResponse:
    shelf = queries.shelf(target, by=person_of(request))
    return render(request, "evidence/of_paper.html", {"shelf": shelf})


@require_GET
@in_office()
def file(request: HttpRequest, evidence: int) -> FileResponse:
    """Only as a download, for nobody else to keep, and without any right where it is opened."""
    found, content = actions.read_evidence(
        evidence=evidence, by=person_of(request), happened_at=timezone.now()
    )
    return _download(found, content)


@require_http_methods(["GET", "POST"])
@in_office()
def withdraw(request: HttpRequest, evidence: int) -> HttpResponse:
    by, sentence = person_of(request), ""
    found = actions.access_evidence(by, evidence, to="add")
    paper = paper_to_add(by, Target.parse(found.target))
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            actions.withdraw_evidence(evidence=evidence, reason=reason, by=by, happened_at=timezone.now())
        except Refused as refusal:
            if refusal.status in _LIVED_ON:
                raise
            sentence = refusal.sentence
        else:
            return HttpResponseRedirect(paper.address)
    told = {"paper": paper, "piece": queries.piece(found), "sentence": sentence, "reason": reason}
    return render(request, "evidence/withdraw.html", told, status=422 if sentence else 200)


@require_POST
@in_office()
def show_code(request: HttpRequest) -> HttpResponse:
    to = request.POST.get("to", "")
    code = phone.show_phone_code(to=to, by=person_of(request), happened_at=timezone.now())
    address = codes.address(request, reverse("evidence-phone", args=[code.token]))
    told = {
        "paper": code.paper,
        "expires_at": code.expires_at,
        "address": address,
        "drawing": codes.drawing(address),
        "is_only_here": codes.is_loopback(address),
        "most": phone.MOST_PHOTOS,
    }
    return render(request, "evidence/code.html", told)


@require_http_methods(["GET", "POST"])
@never_cache
def phone_page(request: HttpRequest, token: str) -> HttpResponse:
    """For a phone without a log-in: the token is the permission, and only for this one paper."""
    own = request.COOKIES.get(PHONE_COOKIE, "")
    if request.method == "GET":
        return render(request, "evidence/phone.html", {"visit": phone.visit(token, own), "sentence": ""})
    if "end" in request.POST:
        paper = phone.end_phone_code(token=token, phone=own, happened_at=timezone.now())
        return render(request, "evidence/phone_done.html", {"paper": paper})
    return _received(request, token, own)


def _received(request: HttpRequest, token: str, own: str) -> HttpResponse:
    photos = request.FILES.getlist("file")
    try:
        visit = phone.add_from_phone(token=token, phone=own, photos=photos, happened_at=timezone.now())
    except Refused as refusal:
        if refusal.status in _LIVED_ON:
            raise
        told = {"visit": phone.visit(token, own), "sentence": refusal.sentence}
        return render(request, "evidence/phone.html", told, status=422)
    if not visit.left:
        return render(request, "evidence/phone_done.html", {"paper": visit.paper})
    response = redirect("evidence-phone", token)
    response.set_cookie(
        PHONE_COOKIE,
        visit.phone,
        max_age=phone.LASTS,
        path=reverse("evidence-phone", args=[token]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _happened_at(request: HttpRequest) -> datetime:
    """What the person says, else now."""
    form = AddForm(request.POST)
    if not form.is_valid():
        raise Refused("evidence_time_unclear", str(form.errors["happened_at"][0]))
    said: datetime | None = form.cleaned_data["happened_at"]
    return said or timezone.now()


def _download(found: Evidence, content: bytes) -> FileResponse:
    piece = queries.piece(found)
    name = f"{PurePath(piece.name).stem or '凭证'}{piece.kind.ending}"
    response = FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type=piece.kind.media_type
    )
    response.headers["Content-Length"] = str(len(content))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
