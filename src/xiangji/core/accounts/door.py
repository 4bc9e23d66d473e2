"""The door of the workbench: who stands before it, who must do something first, and what a browser keeps.

One guard for every page below /office/, also for those that stand in rooms below core.office.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from xiangji.core.accounts import signing_in
from xiangji.core.accounts.models import User

OFFICE = "/office/"
# Names of addresses, as LOGIN_URL is one; their pages are the workbench's.
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
                return HttpResponseRedirect(resolve_url(FIRST_PAGES[first]))
            answer = view(request, *values, **named)
            answer.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(answer, ["HX-Request", "HX-Target"])
            return answer

        return guarded

    return door


def to_log_in(request: HttpRequest) -> HttpResponse:
    """A form that was sent too late cannot be repeated; the page that it stood on can be opened again."""
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else OFFICE
    address = resolve_url(settings.LOGIN_URL) + "?" + urlencode({"next": here})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def person_of(request: HttpRequest) -> User:
    """Behind `in_office` there is always one."""
    if not isinstance(request.user, User):
        raise TypeError("a page of the workbench was opened without a person")
    return request.user
