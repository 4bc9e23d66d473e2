"""Telling people, from reactions. Safe to run twice: nobody is told of the same fact again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting
from xiangji.core.notify.models import Message

SENTENCE_ENDS = ("。", "！", "？")
_INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of news it is. The name stands in the database, the word in the outbox."""

    name: str
    word: str


_kinds: dict[str, Kind] = {}


def kind(name: str, word: str) -> Kind:
    """Declare one, once, beside the reaction that tells it: kind("approvals.paper_waits", "公文等办")."""
    if name in _kinds:
        raise ValueError(f"{name} is declared twice")
    _kinds[name] = Kind(name, word)
    return _kinds[name]


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda one: one.name)


def word_of(name: str) -> str:
    """One that has left the code shows its name."""
    return _kinds[name].word if name in _kinds else name


def quoted(name: str) -> str:
    """“镇级分拣线”; quotes that stand inside become the inner ones."""
    return f"“{name.translate(_INNER_QUOTES)}”"


def tell(
    people: Iterable[User | Acting],
    *,
    kind: Kind,
    about: str,
    title: str,
    key: str,
    happened_at: datetime,
    body: str = "",
    address: str = "",
) -> None:
    """Put the sentence under the bell of each of them, in one insert. `key` names the fact that is told."""
    _check(about, key, title, body, address)
    now = timezone.now()
    Message.objects.bulk_create(
        (
            Message(
                to=person,
                kind=kind.name,
                about=about,
                key=key,
                title=title,
                body=body,
                address=address,
                happened_at=happened_at,
                made_at=now,
            )
            for person in _reachable(people)
        ),
        ignore_conflicts=True,
    )


def settle(keys: Iterable[str], *, happened_at: datetime) -> None:
    """Nobody need do anything about these facts any more."""
    Message.objects.filter(key__in=list(keys), settled_at=None).update(settled_at=happened_at)


def _check(about: str, key: str, title: str, body: str, address: str) -> None:
    """SQLite would leave out a wrong row together with those who have been told already."""
    if not about or not key:
        raise ValueError("a message names the thing and the fact that it tells of")
    for sentence in (title, body or title):
        if not sentence.endswith(SENTENCE_ENDS):
            raise ValueError(f"{sentence!r} is no whole sentence")
    if address and not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ValueError(f"{address!r} leads out of this house")


def _reachable(people: Iterable[User | Acting]) -> list[User]:
    """Each once, and nobody whose account is closed."""
    persons = (one.person if isinstance(one, Acting) else one for one in people)
    return list({person.pk: person for person in persons if person.is_active}.values())
