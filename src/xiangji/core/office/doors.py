"""Behind the door of the workbench (core.accounts.door): whose desk it is, and how a page is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from xiangji.core.accounts.door import OFFICE, in_office, person_of
from xiangji.core.accounts.permitting import NotPermitted, NotYours, may
from xiangji.core.office.desk import Desk, find
from xiangji.core.office.frame import frame

__all__ = ["desk_of", "in_office", "person_of", "safe_next", "say", "show"]

SAID = "office.said"


def safe_next(request: HttpRequest) -> str:
    """Back into the workbench and nowhere else."""
    wanted = request.POST.get("next") or request.GET.get("next") or OFFICE
    is_ours = wanted.startswith(OFFICE) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else OFFICE


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
