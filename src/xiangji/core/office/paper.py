"""One paper beside its list: what it says, what happened to it, and what this person may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.queries import Shelf, shelf_beside
from xiangji.core.office.desk import Action, ActionForm, Desk, Mark
from xiangji.core.office.history import Step, history

MAIN = "sheet-main"


@dataclass(frozen=True, slots=True)
class Button:
    word: str
    href: str
    look: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One set of fields with the buttons that use it."""

    form: ActionForm
    buttons: tuple[Button, ...]
    elsewhere: frozenset[str] = frozenset()
    """Fields that the body of the paper draws."""

    def opened(self) -> Sheet:
        """As the main sheet: what it asks beside something on the paper belongs to it all the same."""
        for name in self.form.beside:
            self.form.fields[name].widget.attrs["form"] = MAIN
        return replace(self, elsewhere=self.form.beside)


@dataclass(frozen=True, slots=True)
class Paper:
    desk: Desk[Any]
    thing: Model
    title: str
    mark: Mark | None
    body: SafeString
    shelf: Shelf | None
    history: list[Step]
    main: Sheet | None
    """It stands open at the foot; the others are folded."""
    folded: tuple[Sheet, ...]
    back: str

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        desk: Desk[Any],
        thing: Model,
        person: User,
        query: str,
        failed: tuple[Action, ActionForm] | None = None,
    ) -> Paper:
        """`failed` is the action whose form came back, with what was typed."""
        told = {"thing": thing, "desk": desk, **desk.told(thing, person)}
        main, folded = _main_first(_sheets(desk, thing, person, query, failed))
        told |= desk.asked(thing, main.form) if main else {}
        title = desk.title_of(thing)
        return cls(
            desk,
            thing,
            title,
            desk.mark_of(thing),
            render_to_string(desk.detail, told, request),
            _shelf(desk, thing, title, person) if desk.has_evidence else None,
            history(desk.history_of(thing)),
            main,
            folded,
            reverse("office-desk", args=[desk.key]) + query,
        )


def _main_first(sheets: list[Sheet]) -> tuple[Sheet | None, tuple[Sheet, ...]]:
    return (sheets[0].opened(), tuple(sheets[1:])) if sheets else (None, ())


def _shelf(desk: Desk[Any], thing: Model, title: str, person: User) -> Shelf:
    address = reverse("office-paper", args=[desk.key, thing.pk])
    return shelf_beside(desk.evidence_of(thing), title=title, address=address, by=person)


def _sheets(
    desk: Desk[Any], thing: Model, person: User, query: str, failed: tuple[Action, ActionForm] | None
) -> list[Sheet]:
    """Actions that share a form stand below one set of fields; the form that failed comes first."""
    made: list[tuple[bool, Sheet]] = []
    if failed and all(one.form is not failed[0].form for one in _open_actions(desk, thing, person)):
        # Another person was first: the refusal is still said, though nothing can be done here any more.
        made.append((False, Sheet(failed[1], ())))
    for form, group in groupby(_open_actions(desk, thing, person), lambda one: one.form):
        buttons = tuple(
            Button(one.word, reverse("office-act", args=[desk.key, thing.pk, one.name]) + query, one.look)
            for one in group
        )
        came_back = failed[1] if failed and failed[0].form is form else None
        made.append((came_back is None, Sheet(came_back or form(thing=thing, by=person), buttons)))
    return [sheet for _, sheet in sorted(made, key=lambda pair: pair[0])]


def _open_actions(desk: Desk[Any], thing: Model, person: User) -> Iterator[Action]:
    for one in desk.actions:
        if not one.of_list and may_do(person, one) and one.when(thing, person):
            yield one


def may_do(person: User, action: Action) -> bool:
    return any(may(person, capability) for capability in action.capabilities)


def lists_actions(desk: Desk[Any], person: User, query: str) -> list[Button]:
    """What stands above the list; the export with sealed columns is asked for the list as it is narrowed."""
    asks = desk.sealed_for(person) and may(person, "office.ask_export")
    sealed = Button("申请带完整信息的导出", reverse("office-sealed", args=[desk.key]) + query, "plain")
    return [sealed] * bool(asks) + [
        Button(one.word, reverse("office-act-on-list", args=[desk.key, one.name]), one.look)
        for one in desk.actions
        if one.of_list and may_do(person, one)
    ]
