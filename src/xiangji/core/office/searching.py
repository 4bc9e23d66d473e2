"""One search box over every list that a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Desk
from xiangji.core.office.frame import open_to
from xiangji.core.office.listing import LONGEST_WORD

SHORTEST = 2
HITS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The first papers of one list; `has_more` when the list has others."""

    desk: Desk[Any]
    lines: tuple[Hit, ...]
    has_more: bool

    @classmethod
    def of(cls, desk: Desk[Any], rows: QuerySet[Any], most: int) -> Hits:
        found = list(rows[: most + 1])
        lines = tuple(
            Hit(desk.title_of(thing), desk.note_of(thing), reverse("office-paper", args=[desk.key, thing.pk]))
            for thing in found[:most]
        )
        return cls(desk, lines, len(found) > most)


def search(person: User, words: str) -> list[Hits]:
    """Two Chinese characters are enough; fewer would find nearly everything."""
    asked = words[:LONGEST_WORD]
    if len(asked) < SHORTEST:
        return []
    desks = [one for one in open_to(person) if one.search]
    found = (Hits.of(one, one.found(one.for_person(person), asked), HITS) for one in desks)
    return [hits for hits in found if hits.lines]
