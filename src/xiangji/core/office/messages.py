"""The page under the bell: a person's own messages. Opening one leads to the paper that it is about."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from xiangji.core.accounts.models import User
from xiangji.core.events.event import app_of
from xiangji.core.notify import reading
from xiangji.core.notify.models import Message
from xiangji.core.office.desk import Desk
from xiangji.core.office.doors import in_office, person_of, say, show
from xiangji.core.office.frame import BELL, open_to

ROWS = 30
GONE = "这条记成看过了。它说的那一件您现在的岗位看不到，或者已经没有了。"


@require_safe
@in_office()
def messages(request: HttpRequest) -> HttpResponse:
    """What is unread first; `upto` is the last message that this page knows of."""
    person = person_of(request)
    told = {
        "page": Paginator(reading.messages_of(person), ROWS).get_page(request.GET.get("page")),
        "upto": reading.unread(person).aggregate(upto=Max("pk"))["upto"],
    }
    return show(request, "office/messages.html", told, here=BELL)


@require_POST
@in_office()
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST, because it marks the message as read: a browser that looks ahead must not read for her."""
    person = person_of(request)
    message = reading.read(person, pk, at=timezone.now())
    address = way_to(message, person)
    if not address:
        say(request, GONE)
    return HttpResponseRedirect(address or reverse("office-messages"))


@require_POST
@in_office()
def read_all(request: HttpRequest) -> HttpResponse:
    upto = request.POST.get("upto", "")
    count = reading.read_all(person_of(request), upto=_number(upto), at=timezone.now())
    say(request, f"{count}条记成看过了。" if count else "没有还没看的了。")
    return HttpResponseRedirect(reverse("office-messages"))


def way_to(message: Message, person: User) -> str:
    """The first desk of this person that shows the thing; nothing where none does any more."""
    if message.address:
        return message.address
    model, _, key = message.about.partition(":")
    for desk in open_to(person):
        if pk := _paper_on(desk, person, model, key):
            return reverse("office-paper", args=[desk.key, pk])
    return ""


def _paper_on(desk: Desk[Any], person: User, model: str, key: str) -> int | str | None:
    rows = desk.for_person(person)
    own = f"{app_of(rows.model.__module__)}.{rows.model.__name__}"
    where = desk.shows.get(model) or (_itself if own == model else None)
    if where is None:
        return None
    try:
        found: int | str | None = rows.filter(where(key)).values_list("pk", flat=True).first()
    except ValueError:
        return None
    return found


def _itself(key: str) -> Q:
    return Q(pk=key)


def _number(text: str) -> int:
    """A number of a row; anything else is before all rows."""
    longest = 18
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= longest else 0
