"""The way in and out: log-in, second factor, log-out. The rules and the words stand in core.accounts."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xiangji.core.accounts import demo, signing_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.passwords import DEMO_PASSWORD
from xiangji.core.errors import Refused
from xiangji.core.office.desk import dress
from xiangji.core.office.doors import safe_next


class LogInForm(forms.Form):
    username = forms.CharField(
        label="登录名", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="口令",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="手机上现在的6位数",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User) and request.method != "POST":
        return HttpResponseRedirect(safe_next(request))
    form = LogInForm(_typed(request)) if request.method == "POST" else LogInForm()
    dress(form)
    if form.is_bound and form.is_valid():
        try:
            step = signing_in.log_in(request, **form.cleaned_data, happened_at=timezone.now())
            return _onward(request, step)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    told = {
        "form": form,
        "next": safe_next(request),
        "examples": demo.accounts(),
        "ended": signing_in.why_ended(request),
    }
    return render(request, "office/log_in.html", told, status=422 if form.is_bound else 200)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    dress(form)
    if form.is_bound and form.is_valid():
        try:
            step = signing_in.give_code(request, **form.cleaned_data, happened_at=timezone.now())
            return _onward(request, step)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    told = {"form": form, "next": safe_next(request)}
    return render(request, "office/second_factor.html", told, status=422 if form.is_bound else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    signing_in.log_out(request, happened_at=timezone.now())
    return HttpResponseRedirect(reverse("office-log-in"))


def _typed(request: HttpRequest) -> dict[str, str]:
    """In a demo a post is a button; the password of all its accounts is known to everybody."""
    example = request.POST.get("example", "")
    if settings.DEMO and example:
        return {"username": example, "password": DEMO_PASSWORD}
    return {name: request.POST.get(name, "") for name in ("username", "password")}


def _onward(request: HttpRequest, step: signing_in.Step) -> HttpResponse:
    wanted = safe_next(request)
    if step is signing_in.Step.CODE:
        return HttpResponseRedirect(reverse("office-second-factor") + "?" + urlencode({"next": wanted}))
    return HttpResponseRedirect(wanted)
