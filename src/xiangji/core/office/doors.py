"""What stands before every page of the workbench: the log-in, and that nothing of it is kept by a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from xiangji.core.accounts import signing_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours, may
from xiangji.core.office.desk import Desk, find
from xiangji.core.office.frame import frame

SAID = "office.said"
OFFICE = "/office/"
FIRST_PAGES = {signing_in.First.PASSWORD: "office-password", signing_in.First.SECOND_FACTOR: "office-enrol"}
More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, More], HttpResponseBase]


def in_office(*, before_anything: bool = False) -> Callable[[View[More]], View[More]]:
    """Whoever has not logged in is led to the log-in and comes back; an answer is kept nowhere.

    A person who must first choose a password or enrol a second factor can open only the pages for that.
    """

    def door(view: View[More]) -> View[More]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *values: More.args, **named: More.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return to_log_in(request)
            first = signing_in.what_first(request, now=timezone.now())
            if first is not signing_in.First.NOTHING and not before_anything:
                return HttpResponseRedirect(reverse(FIRST_PAGES[first]))
            answer = view(request, *values, **named)
            answer.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(answer, ["HX-Request", "HX-Target"])
            return answer

        return guarded

    return door


def to_log_in(request: HttpRequest) -> HttpResponse:
    """A form that was sent too late cannot be repeated; the page that it stood on can be opened again."""
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else OFFICE
    address = reverse("office-log-in") + "?" + urlencode({"next": here})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def safe_next(request: HttpRequest) -> str:
    """Back into the workbench and nowhere else."""
    wanted = request.POST.get("next") or request.GET.get("next") or OFFICE
    is_ours = wanted.startswith(OFFICE) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else OFFICE


def person_of(request: HttpRequest) -> User:
    """Behind `in_office` there is always one."""
    if not isinstance(request.user, User):
        raise TypeError("a page of the workbench was opened without a person")
    return request.user


def desk_of(request: HttpRequest, key: str) -> Desk[Any]:
    """404 when there is no such desk, 403 when this person's posts do not open it."""
    found = find(key)
    if found is None:
        raise NotYours
    if not may(person_of(request), found.capability):
        raise NotPermitted(found.capability)
    return found


def show(
    request: HttpRequest, template: str, told: Mapping[str, object], *, here: str = "", status: int = 200
) -> HttpResponse:
    """A page in the frame of the workbench, with what was said when the last form was taken."""
    whole = {"office": frame(person_of(request), here), "said": request.session.pop(SAID, ""), **told}
    return render(request, template, whole, status=status)


def say(request: HttpRequest, sentence: str) -> None:
    """Shown once, on the next page."""
    request.session[SAID] = sentence
