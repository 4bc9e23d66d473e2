"""Saying no: a page for people, a code and the same sentence for machines."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from xiangji.core.errors import Refused, Unavailable

NOT_FOUND = 404
logger = logging.getLogger("xiangji.faults")


def wants_page(request: HttpRequest) -> bool:
    """Browsers ask for text/html; programs ask for JSON, come through /api/ or are HTMX."""
    if request.headers.get("HX-Request") or request.path.startswith("/api/"):
        return False
    return request.get_preferred_type(["text/html", "application/json"]) != "application/json"


def to_machine(code: str, sentence: str, status: int, **more: str) -> HttpResponse:
    told = {"code": code, "sentence": sentence, **more}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def say(request: HttpRequest, refusal: Refused | Unavailable) -> HttpResponse:
    """Show a refusal or an outside failure."""
    if not wants_page(request):
        return to_machine(refusal.code, refusal.sentence, refusal.status)
    template = "ui/refused.html" if isinstance(refusal, Refused) else "ui/unavailable.html"
    first, rest = parts(refusal.sentence)
    told = {
        "first": first,
        "rest": rest,
        "back": back(request),
        "is_missing": refusal.status == NOT_FOUND,
        "is_office": request.path.startswith("/office/") and _is_inside(request),
    }
    return render(request, template, told, status=refusal.status)


def _is_inside(request: HttpRequest) -> bool:
    """A phone with a code for photos stands below /office/ and has no log-in; early refusals know no user."""
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))


def parts(sentence: str) -> tuple[str, str]:
    """What did not happen, and the rest: the first sentence is the headline of the refusal."""
    first, stop, rest = sentence.partition("。")
    return first + stop, rest


def back(request: HttpRequest) -> str:
    """Where the person came from, when that was this site."""
    referrer = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    return referrer.removeprefix(ours[:-1]) if referrer.startswith(ours) else ""


def number_of_fault(request: HttpRequest) -> str:
    """A number made of digits, so that it can be read out on the phone; the same one stands in the log."""
    number = f"{timezone.localtime():%m%d-%H%M}-{secrets.randbelow(10_000):04d}"
    logger.error("编号 %s：%s %s", number, request.method, request.path)
    return number
