"""The frame around every page of the workbench: who is here, what the menu shows, and what waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Value

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, may, posts_of
from xiangji.core.notify.reading import unread
from xiangji.core.office.desk import Desk, Page, desks, entries

# No desk is called so (desk.RESERVED).
BELL = "messages"
KEPT_SECONDS, MOST_KEPT = 60, 500
Asked = tuple[str, tuple[Any, ...]]
_kept: dict[tuple[object, ...], Asked | None] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    href: str
    icon: str
    count: int
    is_current: bool
    below: tuple[Entry, ...] = ()

    @property
    def is_open(self) -> bool:
        """The page that is open stands below it."""
        return any(one.is_current for one in self.below)


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
    waits = sum(one.count for one in below)
    return Entry(menu.title, below[0].href, menu.icon, waits, is_current=False, below=below)


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
    asked = _asked_of(person, mine)
    if asked is None:
        return {BELL: 0}
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return {BELL: 0, **dict(cursor.fetchall())}


def _asked_of(person: User, mine: Iterable[Desk[Any]]) -> Asked | None:
    """To write the question costs more than to answer it, and it is on every page: it is kept for a minute.

    It follows from who asks, in which posts, and what time it is. If rows were read to write it, it also
    follows from them, and is not kept.
    """
    shown = tuple(mine)
    minute = int(time.time() // KEPT_SECONDS)
    key = (connection.vendor, person.pk, _posts_key(person), tuple(one.key for one in shown), minute)
    if key in _kept:
        return _kept[key]
    has_read = False

    def reading(execute: Callable[..., object], *args: object) -> object:
        nonlocal has_read
        has_read = True
        return execute(*args)

    with connection.execute_wrapper(reading):
        asked = _written(person, shown)
    if not has_read:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = asked
    return asked


def _posts_key(person: User) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (one.post.pk, one.kind, one.post.place_id, one.post.organisation_id) for one in posts_of(person)
    )


def _written(person: User, mine: Iterable[Desk[Any]]) -> Asked | None:
    """None where nothing can wait."""
    bell = _counted(BELL, unread(person))
    desks = [_counted(one.key, rows) for one, rows in waits_for(person, mine)]
    whole = bell.union(*desks, all=True) if desks else bell
    try:
        sql, params = whole.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def _counted(key: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(office_desk=Value(key))
        .values("office_desk")
        .annotate(office_count=Count("pk"))
        .values_list("office_desk", "office_count")
    )
    return counted
