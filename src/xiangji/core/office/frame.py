"""The frame around every page of the workbench: who is here, what the menu shows, and what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet, Value

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, may, posts_of
from xiangji.core.notify.reading import unread
from xiangji.core.office.desk import Desk, Page, desks, entries

# No desk is called so (desk.RESERVED).
BELL = "messages"


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    href: str
    icon: str
    count: int
    is_current: bool
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    person: User
    posts: tuple[Acting, ...]
    menu: tuple[Entry, ...]
    waiting: int
    unread: int
    here: str


def open_to(person: User) -> list[Desk[Any]]:
    """The desks that this person may see, in the order of the menu."""
    return [one for one in desks() if may(person, one.capability)]


def frame(person: User, here: str) -> Frame:
    """`here` is the key of the desk that is open, or the name of another page."""
    counts = waiting(person, open_to(person))
    under_the_bell = counts.pop(BELL)
    mine = [one for one in entries() if may(person, one.capability)]
    menu = tuple(_entry(list(group), counts, here) for _, group in groupby(mine, lambda one: one.menu.title))
    return Frame(person, posts_of(person), menu, sum(counts.values()), under_the_bell, here)


def _entry(group: list[Desk[Any] | Page], counts: dict[str, int], here: str) -> Entry:
    """One list is an entry of its own name; several stand below the name they share."""
    below = tuple(Entry(one.title, one.href, "", counts.get(one.key, 0), one.key == here) for one in group)
    menu = group[0].menu
    if len(below) == 1:
        only = below[0]
        return Entry(only.title, only.href, menu.icon, only.count, only.is_current)
    return Entry(menu.title, below[0].href, menu.icon, 0, is_current=False, below=below)


def waits_for(person: User, mine: Iterable[Desk[Any]]) -> list[tuple[Desk[Any], QuerySet[Any]]]:
    """The rows that wait for this person, by desk."""
    return [
        (one, one.for_person(person).filter(chip.q(person)))
        for one in mine
        if one.todo and may(person, one.todo.capability)
        for chip in one.chips
        if chip.key == one.todo.chip
    ]


def waiting(person: User, mine: Iterable[Desk[Any]]) -> dict[str, int]:
    """How many wait on each desk, and how many messages under the bell: one query for all of them."""
    bell = _counted(BELL, unread(person))
    desks = [_counted(one.key, rows) for one, rows in waits_for(person, mine)]
    return {BELL: 0, **dict(bell.union(*desks, all=True) if desks else bell)}


def _counted(key: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(office_desk=Value(key))
        .values("office_desk")
        .annotate(office_count=Count("pk"))
        .values_list("office_desk", "office_count")
    )
    return counted
