"""One's own account, and the table of who may do what."""

from __future__ import annotations

import segno
from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from xiangji.core.accounts import actions, queries, second_factor
from xiangji.core.accounts.permitting import NotPermitted, may
from xiangji.core.errors import Refused
from xiangji.core.office.desk import dress
from xiangji.core.office.doors import in_office, person_of, say, show
from xiangji.core.office.entering import CodeForm


@require_safe
@in_office()
def me(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    told = {"totp": second_factor.is_on(), "enrolled": second_factor.is_enrolled(person)}
    return show(request, "office/me.html", told, here="me")


@require_safe
@in_office()
def rights(request: HttpRequest) -> HttpResponse:
    if not may(person_of(request), "accounts.read_capabilities"):
        raise NotPermitted("accounts.read_capabilities")
    told = {"kinds": queries.kinds(), "lines": queries.table()}
    return show(request, "office/rights.html", told, here="rights")


class PasswordForm(forms.Form):
    old = forms.CharField(
        label="现在的口令",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新口令",
        max_length=1000,
        strip=False,
        help_text="至少8个字，大写字母、小写字母、数字、其他字符都要有；不能有自己的名字。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="新口令再写一遍",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, str]:
        typed = super().clean() or {}
        if "again" in typed and typed["again"] != typed.get("new"):
            self.add_error("again", "两遍写的不一样，口令没有改。")
        return typed


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@in_office(before_anything=True)
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None)
    dress(form)
    if form.is_bound and form.is_valid() and _changed(request, form):
        say(request, "口令改好了。别处的登录都已退出。")
        return HttpResponseRedirect(reverse("office-me"))
    return show(
        request, "office/password.html", {"form": form}, here="me", status=422 if form.is_bound else 200
    )


def _changed(request: HttpRequest, form: PasswordForm) -> bool:
    person, typed = person_of(request), form.cleaned_data
    try:
        actions.change_password(old=typed["old"], new=typed["new"], by=person, happened_at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    person.refresh_from_db()
    update_session_auth_hash(request, person)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@in_office(before_anything=True)
def enrol(request: HttpRequest) -> HttpResponse:
    """A new secret is given when it is asked for, by a POST, and shown on that page alone."""
    person = person_of(request)
    form = CodeForm(request.POST if "code" in request.POST else None)
    dress(form)
    if form.is_bound and form.is_valid():
        try:
            second_factor.confirm(**form.cleaned_data, by=person, happened_at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, "动态口令登记好了，下次登录要用。")
            return HttpResponseRedirect(reverse("office-me"))
    begun = None
    if request.method == "POST" and not form.is_bound:
        begun = second_factor.begin(by=person, happened_at=timezone.now())
    told = {"form": form, "begun": begun, "drawing": _qr(begun.uri) if begun else ""}
    return show(request, "office/enrol.html", told, here="me", status=422 if form.is_bound else 200)


def _qr(address: str) -> SafeString:
    """Our own drawing of our own address: nothing in it comes from a person."""
    svg = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308
