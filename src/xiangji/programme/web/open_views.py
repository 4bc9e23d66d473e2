"""The notices (公示) for everybody, and the form by which anybody may object."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

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
from xiangji.programme.queries import notices
from xiangji.programme.rules.publicity import OBJECTION_LENGTH, SENDER_LENGTH
from xiangji.programme.rules.shown import Kind

SHOWN = 50
FILED = "filed"
RUNNING, ENDED = "running", "ended"


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


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to look at the list: one kind, or what runs and what ended."""

    word: str
    query: str
    is_chosen: bool


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is open first, by its last day; then what ended, the newest first."""
    today, place = timezone.localdate(), current_county().code
    kind, state = _kind(request), request.GET.get("state", "")
    wanted = kind.value if kind else ""
    running = notices.chosen(notices.running(place), kind=kind) if state != ENDED else ()
    ended = notices.chosen(notices.ended(place), kind=kind)[:SHOWN] if state != RUNNING else ()
    told = {
        "open": [notices.of(each, today) for each in running],
        "ended": [notices.of(each, today) for each in ended],
        "shown": SHOWN,
        "kinds": _choices("kind", {each.value: each.word for each in Kind}, wanted, {"state": state}),
        "states": _choices("state", {RUNNING: "进行中", ENDED: "已结束"}, state, {"kind": wanted}),
        "wants_running": state != ENDED,
    }
    return render(request, "programme/open/list.html", told)


def _kind(request: HttpRequest) -> Kind | None:
    """Something else than a kind shows all of them."""
    wanted = request.GET.get("kind", "")
    return Kind(wanted) if wanted in set(Kind) else None


def _choices(name: str, words: dict[str, str], chosen: str, others: dict[str, str]) -> list[Choice]:
    """Each keeps what is chosen otherwise."""
    return [
        Choice(
            word,
            urlencode({key: value for key, value in {**others, name: one}.items() if value}),
            one == chosen,
        )
        for one, word in {"": "都看", **words}.items()
    ]


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
        publicity=publicity,
        text=written["text"],
        sender=written["sender"],
        network=network_of(request),
        by=None,
        happened_at=timezone.now(),
    )


def _found(number: int) -> Publicity:
    publicity = notices.rows(current_county().code).filter(pk=number).first()
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
    shown = notices.whole(publicity, timezone.localdate())
    told = {
        "shown": shown,
        "form": form,
        "has_filed": has_filed,
    }
    return render(request, "programme/open/notice.html", told, status=status)
