"""What happened to a paper, from core.audit, in the words that the apps registered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.apps import apps

from xiangji.core.audit.models import Entry
from xiangji.core.office.cells import moment
from xiangji.core.ui import formats

SHOWN = 50
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Saying:
    """`word` says what was done; `facts` gives the words for those facts of the entry that are shown."""

    word: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    who: str
    word: str
    facts: tuple[tuple[str, str], ...]
    number: int

    @property
    def when(self) -> str:
        return moment(self.at)


_sayings: dict[str, Saying] = {}


def says(did: str, word: str, facts: Mapping[str, str] | None = None) -> None:
    """The Chinese for a deed: says("programme.question_decided", "定了读法", {"reason": "理由"})."""
    if did in _sayings:
        raise ValueError(f"{did} is said twice")
    _sayings[did] = Saying(word, dict(facts or {}))


def word_for(did: str) -> str:
    """A deed that nobody gave a word to shows its name, so that it is seen and not hidden."""
    return _sayings[did].word if did in _sayings else did


def fact_word(fact: object) -> str:
    """A day as people write it; anything else as it was noted."""
    text = str(fact)
    return formats.chinese_date(text) if ISO_DAY.fullmatch(text) else text


@lru_cache(maxsize=4096)
def thing_word(what: str) -> str:
    """岗位 12 for accounts.Post 12; what is no row of ours stands as it was noted."""
    label, _, key = what.partition(" ")
    try:
        return f"{apps.get_model(label)._meta.verbose_name} {key}"  # noqa: SLF001 - Django documents it
    except (LookupError, ValueError):
        return what


def words() -> dict[str, str]:
    return {did: saying.word for did, saying in sorted(_sayings.items())}


def history(whats: Iterable[str]) -> list[Step]:
    """The latest entries first."""
    entries = Entry.objects.filter(what__in=list(whats)).order_by("-pk")[:SHOWN]
    return [step(entry) for entry in entries]


def step(entry: Entry) -> Step:
    body = json.loads(entry.text)
    labels = _sayings[entry.did].facts if entry.did in _sayings else {}
    noted = body["facts"]
    facts = tuple((label, fact_word(noted[name])) for name, label in labels.items() if noted.get(name))
    return Step(entry.noted_at, body["by"]["name"], word_for(entry.did), facts, entry.pk)
