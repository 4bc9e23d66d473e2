"""A search of a list under a name: kept, opened again and thrown away by the person alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.errors import Refused
from xiangji.core.office.doors import desk_of, in_office, person_of, say
from xiangji.core.office.listing import Listing
from xiangji.core.office.models import SavedView

MOST = 20


@dataclass(frozen=True, slots=True)
class Saved:
    pk: int
    name: str
    href: str


def views_of(person: User, desk: str) -> list[Saved]:
    address = reverse("office-desk", args=[desk])
    kept = SavedView.objects.filter(person=person, desk=desk)
    return [Saved(one.pk, one.name, address + one.query) for one in kept]


@require_POST
@in_office()
def save(request: HttpRequest, key: str) -> HttpResponse:
    """The address of the list as it stands, under the name that was typed."""
    one, person = desk_of(request, key), person_of(request)
    name = request.POST.get("name", "").strip()
    query = Listing(one, person, QueryDict(request.POST.get("query", "").removeprefix("?"))).query(page="")
    keep(person, key, name, query)
    say(request, f"存下了。以后点“{name}”就是这样的名单。")
    return HttpResponseRedirect(reverse("office-desk", args=[key]) + query)


@require_POST
@in_office()
def forget(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    desk_of(request, key)
    gone, _ = SavedView.objects.filter(pk=pk, person=person_of(request), desk=key).delete()
    if not gone:
        raise NotYours
    say(request, "这个找法去掉了，名单里的东西一样没少。")
    return HttpResponseRedirect(reverse("office-desk", args=[key]))


def keep(person: User, desk: str, name: str, query: str) -> None:
    longest = 20
    if not name or len(name) > longest:
        raise Refused("bad_view_name", f"没有存下。名字要1到{longest}个字，收到的是{len(name)}个字。")
    if len(query) > 500:
        raise Refused("long_view", "没有存下。筛选的条件太长，请少选几样再存。")
    if SavedView.objects.filter(person=person, desk=desk).count() >= MOST:
        raise Refused("too_many_views", f"没有存下。一张名单最多存{MOST}个找法，先去掉一个不用的。")
    try:
        with transaction.atomic():
            SavedView.objects.create(person=person, desk=desk, name=name, query=query)
    except IntegrityError as fault:
        raise Refused("view_name_taken", f"没有存下。已经有一个叫“{name}”的，换个名字。") from fault
