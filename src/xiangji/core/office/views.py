"""To-do, lists, papers and what is done with them. A view translates; the desk and the actions decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from xiangji.core import sheets
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.errors import Refused
from xiangji.core.office import cells, searching
from xiangji.core.office.desk import Action, ActionForm, Desk, Once
from xiangji.core.office.doors import desk_of, in_office, person_of, say, show
from xiangji.core.office.figures import figures_of
from xiangji.core.office.frame import open_to, waits_for
from xiangji.core.office.importing import import_buttons
from xiangji.core.office.listing import NO_NUMBERS, Listing, holds_a_number
from xiangji.core.office.paper import Paper, lists_actions, may_do
from xiangji.core.office.views_saved import views_of

TODO_ROWS = 10
PANE = "detail"


@require_safe
@in_office()
def todo(request: HttpRequest) -> HttpResponse:
    """What waits, desk by desk, the oldest of each first."""
    person = person_of(request)
    waiting = [
        searching.Hits.of(one, rows.order_by(*one.ordering), TODO_ROWS)
        for one, rows in waits_for(person, open_to(person))
    ]
    told = {"waiting": [hits for hits in waiting if hits.lines], "figures": figures_of(person)}
    return show(request, "office/todo.html", told, here="todo")


@require_safe
@in_office()
def desk(request: HttpRequest, key: str) -> HttpResponse:
    one = desk_of(request, key)
    listing = Listing(one, person_of(request), request.GET)
    if listing.was_a_number:
        say(request, NO_NUMBERS)
        return HttpResponseRedirect(listing.address())
    return _two_panes(request, one, listing, None)


@require_safe
@in_office()
def paper(request: HttpRequest, key: str, pk: str) -> HttpResponse:
    """The paper beside its list; for HTMX the paper alone."""
    one, person = desk_of(request, key), person_of(request)
    thing = thing_of(one, person, pk)
    listing = Listing(one, person, request.GET)
    opened = Paper.of(request, one, thing, person, listing.query())
    if request.headers.get("HX-Target") == PANE:
        return render(request, "office/_paper.html", {"paper": opened, "said": ""})
    return _two_panes(request, one, listing, opened)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office()
def act(request: HttpRequest, key: str, pk: str, name: str) -> HttpResponse:
    """Validate the form, call the one action, and open the paper that comes next."""
    one, person = desk_of(request, key), person_of(request)
    thing = thing_of(one, person, pk)
    action = action_of(one, name, person, of_list=False)
    listing = Listing(one, person, request.GET)
    here = listing.address_of(thing, listing.query())
    if request.method != "POST":
        return HttpResponseRedirect(here)
    form = action.form(request.POST, thing=thing, by=person)
    following = next_of(listing, thing)
    done = carried_out(action, form, person, {action.named: thing})
    if done and action.shown_once:
        return _shown_once(request, one, action.once, done.sentence, here)
    if done:
        say(request, done.sentence)
        return HttpResponseRedirect(done.address or _after(listing, thing, following) or here)
    opened = Paper.of(request, one, thing_of(one, person, pk), person, listing.query(), failed=(action, form))
    return _two_panes(request, one, listing, opened, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office()
def act_on_list(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """What a list can do without a paper, such as taking on a person."""
    one, person = desk_of(request, key), person_of(request)
    action = action_of(one, name, person, of_list=True)
    form = action.form(request.POST if request.method == "POST" else None, thing=None, by=person)
    done = carried_out(action, form, person, {}) if request.method == "POST" else None
    if done and action.shown_once:
        return _shown_once(request, one, action.once, done.sentence, one.href)
    if done:
        say(request, done.sentence)
        return HttpResponseRedirect(done.address or one.href)
    told = {"desk": one, "action": action, "form": form}
    return show(request, "office/form.html", told, here=key, status=422 if form.is_bound else 200)


@require_safe
@in_office()
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """The list as it is asked for on the screen, whole."""
    one = desk_of(request, key)
    listing = Listing(one, person_of(request), request.GET)
    things = listing.things.iterator(chunk_size=cells.TOGETHER)
    heads, rows = cells.sheet(one.export or one.columns, one, things)
    return sheets.export(f"{one.title}{timezone.localdate():%Y%m%d}.xlsx", heads, rows, title=one.title)


@require_safe
@in_office()
def search(request: HttpRequest) -> HttpResponse:
    """One box over every list that this person may see."""
    words = request.GET.get("q", "").strip()
    if holds_a_number(words):
        say(request, NO_NUMBERS)
        return HttpResponseRedirect(reverse("office-search"))
    found = searching.search(person_of(request), words)
    return show(request, "office/search.html", {"words": words, "found": found}, here="search")


@require_safe
@in_office()
def menu(request: HttpRequest) -> HttpResponse:
    """The sidebar as a page, for phones."""
    return show(request, "office/menu.html", {}, here="menu")


def thing_of(one: Desk[Any], person: User, pk: str) -> Model:
    """A paper comes with its permission: what lies out of scope does not exist."""
    try:
        found: Model | None = one.for_person(person).filter(pk=pk).first()
    except ValueError:
        found = None
    if found is None:
        raise NotYours
    return found


def action_of(one: Desk[Any], name: str, person: User, *, of_list: bool) -> Action:
    for action in one.actions:
        if action.name == name and action.of_list is of_list:
            if not may_do(person, action):
                raise NotPermitted(action.capabilities[0])
            return action
    raise NotYours


@dataclass(frozen=True, slots=True)
class Done:
    """What to say when it is done, and which address is opened where the action names one."""

    sentence: str
    address: str


def carried_out(action: Action, form: ActionForm, person: User, named: dict[str, Any]) -> Done | None:
    """A refusal stands above the form, which keeps what was typed."""
    if not form.is_valid():
        return None
    try:
        result = action.act(**named, **form.cleaned_data, by=person, happened_at=timezone.now())
    except Refused as refusal:
        if refusal.status in {401, 403, 404}:
            raise
        form.add_error(None, refusal.sentence)
        return None
    return Done(action.sentence(result), action.opens(result) if action.opens else "")


def next_of(listing: Listing, thing: Model) -> str:
    """The paper below this one on its page of the list, or the one above the last."""
    keys = [str(key) for key in listing.page_keys()]
    if str(thing.pk) not in keys:
        return ""
    at = keys.index(str(thing.pk))
    return (keys[at + 1 :] or keys[:at][-1:] or [""])[0]


def _after(listing: Listing, thing: Model, following: str) -> str:
    """A paper that still belongs to the list stays open; one that left it makes way for the next."""
    if listing.things.filter(pk=thing.pk).exists():
        return ""
    if not following:
        return listing.address()
    return reverse("office-paper", args=[listing.desk.key, following]) + listing.query()


def _shown_once(request: HttpRequest, one: Desk[Any], once: Once, sentence: str, back: str) -> HttpResponse:
    told = {"desk": one, "once": once, "sentence": sentence, "back": back}
    return show(request, "office/shown_once.html", told, here=one.key)


def _two_panes(
    request: HttpRequest, one: Desk[Any], listing: Listing, opened: Paper | None, *, status: int = 200
) -> HttpResponse:
    page: Page[Any] = listing.page()
    person = person_of(request)
    told = {
        "desk": one,
        "listing": listing,
        "page": page,
        "lines": listing.lines(page),
        "look_of_first": one.columns[0].look,
        "open_key": str(opened.thing.pk) if opened else "",
        "empty": listing.empty,
        "page_before": listing.address(page=str(page.number - 1)),
        "page_after": listing.address(page=str(page.number + 1)),
        "paper": opened,
        "saved": views_of(person, one.key),
        "list_actions": [
            *lists_actions(one, person, listing.query(page="")),
            *import_buttons(one.key, person),
        ],
    }
    return show(request, "office/desk.html", told, here=one.key, status=status)
