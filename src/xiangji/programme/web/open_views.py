"""The notices (公示) for everybody, and the form by which anybody may object."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from xiangji.core.accounts.sessions import network_of
from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county
from xiangji.programme import actions
from xiangji.programme.models import Publicity
from xiangji.programme.queries import notices, projects
from xiangji.programme.rules.publicity import OBJECTION_LENGTH, SENDER_LENGTH

SHOWN = 50
FILED = "filed"


class ObjectionForm(forms.Form):
    """Lengths are judged by the action, which says how many characters were written."""

    text = forms.CharField(
        label="您对什么有异议，为什么",
        help_text=f"最多{OBJECTION_LENGTH}个字。原话不公开，只公开怎样答复。",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
    )
    sender = forms.CharField(
        label="怎么称呼您（可以不写）",
        help_text="只有处理的人看得到。",
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "maxlength": SENDER_LENGTH, "autocomplete": "name"}),
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is open first, by its last day; then what ended, the newest first."""
    today, place = timezone.localdate(), current_county().code
    told = {
        "open": [notices.of(each, today) for each in projects.open_notices(place)],
        "ended": [notices.of(each, today) for each in projects.ended_notices(place)[:SHOWN]],
        "shown": SHOWN,
    }
    return render(request, "programme/open/list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, number: int) -> HttpResponse:
    publicity = _found(number)
    if request.method != "POST":
        return _page(request, publicity, ObjectionForm(), has_filed=FILED in request.GET)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, publicity, form, status=422)
    try:
        _file(request, publicity, form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, publicity, form, status=refusal.status)
    return HttpResponseRedirect(f"{reverse('open:notice', args=[number])}?{FILED}=1#objections")


def _file(request: HttpRequest, publicity: Publicity, written: dict[str, Any]) -> None:
    actions.file_objection(
        project=publicity.project,
        text=written["text"],
        sender=written["sender"],
        network=network_of(request),
        by=None,
        happened_at=timezone.now(),
    )


def _found(number: int) -> Publicity:
    publicity = projects.notices(current_county().code).filter(pk=number).first()
    if publicity is None:
        raise Http404
    return publicity


def _page(
    request: HttpRequest,
    publicity: Publicity,
    form: ObjectionForm,
    *,
    has_filed: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown = notices.whole(publicity, projects.objections_to(publicity), timezone.localdate())
    told = {
        "shown": shown,
        "form": form,
        "has_filed": has_filed,
        "may_object": shown.notice.is_open and not shown.notice.standing.is_over,
    }
    return render(request, "programme/open/notice.html", told, status=status)
