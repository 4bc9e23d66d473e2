"""Asking the service centre for something, and looking up one's own request; works without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xiangji.core.accounts.sessions import network_of
from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county
from xiangji.stations import actions
from xiangji.stations.models import ServiceRequest, Station
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.requests import (
    BEST,
    CALLERS,
    DUE_WORKING_DAYS,
    NAME_LENGTH,
    NUMBER_LENGTH,
    WISH_LENGTH,
    CustomerKind,
    read_number,
)
from xiangji.stations.rules.requests import State as RequestState
from xiangji.stations.rules.services import Audience

RECEIVED = "received"
OFFERED = (Audience.CUSTOMER, Audience.FIRM)
NOT_FOUND = "没有查到。编号和电话尾号要跟申请时写的一样；编号像 FW2026-0001，尾号是电话的最后4位。"


class AskForm(forms.Form):
    """Lengths are judged by the action, which says how many characters were written."""

    service = forms.ChoiceField(label="想办什么")
    customer_kind = forms.TypedChoiceField(
        label="您是",
        coerce=CustomerKind,
        choices=[("", "请选"), *((kind.value, kind.word) for kind in CALLERS)],
    )
    wish = forms.CharField(
        label="说一说",
        required=False,
        help_text=f"要办的事、卡在哪里，最多{WISH_LENGTH}个字。不写证件号、银行账号。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label="怎么称呼您", max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label="电话",
        max_length=30,
        help_text="我们打这个电话；只有中心的人看得到。",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, data: Any = None, *, centre: Station) -> None:  # noqa: ANN401 - as Django declares it
        super().__init__(data)
        service: Any = self.fields["service"]
        offered = reading.offered([centre.pk], *OFFERED)
        service.choices = [("", "请选"), *((one.key, one.word) for one in offered)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class LookForm(forms.Form):
    """Typed into the page and sent as its body, so that no number stands in an address."""

    number = forms.CharField(label="编号", max_length=NUMBER_LENGTH * 2)
    tail = forms.CharField(
        label="电话最后4位", max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as Django declares it
        super().__init__(data)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class RateForm(LookForm):
    score = forms.TypedChoiceField(
        label="满意吗", coerce=int, choices=[(score, f"{score}分") for score in range(BEST, 0, -1)]
    )
    words = forms.CharField(
        label="意见", required=False, help_text="可以不写。", widget=forms.Textarea(attrs={"rows": 3})
    )


@sensitive_post_parameters("name", "phone", "wish")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    centre = reading.centres().first()
    if centre is None:
        return _page(request, None, None)
    if request.method != "POST":
        return _page(request, centre, AskForm(centre=centre), received=_received(request))
    form = AskForm(request.POST, centre=centre)
    if not form.is_valid():
        return _page(request, centre, form, status=422)
    try:
        row = actions.ask_centre(
            **form.cleaned_data, network=network_of(request), by=None, happened_at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, centre, form, status=refusal.status)
    return HttpResponseRedirect(f"{reverse('stations:ask')}?{RECEIVED}={row.number}#received")


@sensitive_post_parameters("number", "tail", "words")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """What became of one's own request, and how content one is; nothing personal stands on the page."""
    if request.method != "POST":
        return _look_page(request, LookForm())
    form = RateForm(request.POST) if "score" in request.POST else LookForm(request.POST)
    if not form.is_valid():
        return _look_page(request, form, status=422)
    try:
        return _rated(request, form) if isinstance(form, RateForm) else _looked_up(request, form)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _look_page(request, form, status=refusal.status)


def _looked_up(request: HttpRequest, form: LookForm) -> HttpResponse:
    found = actions.look_up_request(
        **form.cleaned_data, network=network_of(request), by=None, happened_at=timezone.now()
    )
    if found is None:
        form.add_error(None, NOT_FOUND)
        return _look_page(request, form, status=404)
    return _look_page(request, form, found=found)


def _rated(request: HttpRequest, form: RateForm) -> HttpResponse:
    rating = actions.rate_own_request(
        **form.cleaned_data, network=network_of(request), by=None, happened_at=timezone.now()
    )
    return _look_page(request, LookForm(), rated=rating.request.number)


def _received(request: HttpRequest) -> str:
    """The number as it is written, where it really was given to somebody on the web."""
    number = read_number(request.GET.get(RECEIVED, "")[:NUMBER_LENGTH])
    return number if number and ServiceRequest.objects.filter(number=number).exists() else ""


def _page(
    request: HttpRequest,
    centre: Station | None,
    form: AskForm | None,
    *,
    received: str = "",
    status: int = 200,
) -> HttpResponse:
    told = {
        "county": current_county(),
        "centre": centre,
        "form": form,
        "received": received,
        "days": DUE_WORKING_DAYS,
    }
    return render(request, "stations/ask.html", told, status=status)


def _look_page(
    request: HttpRequest,
    form: LookForm,
    *,
    found: ServiceRequest | None = None,
    rated: str = "",
    status: int = 200,
) -> HttpResponse:
    told: dict[str, object] = {"form": form, "found": found, "rated": rated}
    if found is not None:
        is_done = found.status is RequestState.DONE
        steps = reading.steps_of(found)
        told |= {
            "steps": [(step.at, step.get_step_display()) for step in steps],
            "result": "" if found.status.is_open else reading.result_of(steps),
            "may_rate": is_done and reading.rating_of(found) is None,
            "tail": form.cleaned_data["tail"],
            "scores": range(BEST, 0, -1),
        }
    return render(request, "stations/look_up.html", told, status=status)
