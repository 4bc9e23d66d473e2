"""What happened to a paper, from core.audit, in the words that the apps registered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.apps import apps

from xiangji.core.audit.models import Entry
from xiangji.core.office.cells import moment
from xiangji.core.parties.rules.fields import Field
from xiangji.core.ui import formats
from xiangji.core.values import Money

SHOWN = 50
# A deed that is noted as it happens; what was noted later than this says both times.
SOON = timedelta(minutes=5)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
ISO_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Saying:
    """`word` says what was done; `facts` gives the words for those facts of the entry that are shown."""

    word: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A deed as it is told: when it happened, and when it was noted where that is another time."""

    happened_at: datetime
    noted_at: datetime
    who: str
    word: str
    facts: tuple[tuple[str, str], ...]
    number: int

    @property
    def when(self) -> str:
        happened = moment(self.happened_at)
        is_late = abs(self.noted_at - self.happened_at) > SOON
        return f"{happened}（{moment(self.noted_at)}记下）" if is_late else happened


_sayings: dict[str, Saying] = {}
# The fields of a party, as an entry names them.
VALUES = {**{field.value: field.label for field in Field}, "name": "名称"}
# What facts are called wherever they occur; a deed may say it better beside its own word.
FACTS = {
    "began_in": "从哪个网络登录",
    "before": "以前",
    "changed": "改了多少",
    "deputy": "代理人",
    "field": "哪一项",
    "fields": "哪几项",
    "files": "文件",
    "gone": "去掉多少",
    "kind": "种类",
    "network": "网络",
    "new": "新添",
    "note": "说明",
    "old": "原来的",
    "organisation": "单位",
    "paper": "公文",
    "photos": "张数",
    "place": "地方",
    "post": "岗位",
    "proposal": "哪次提出",
    "purpose": "用途",
    "questions": "存疑",
    "reading": "读法",
    "reason": "理由",
    "second_factor": "用了动态口令",
    "sha256": "SHA-256",
    "since": "从",
    "stage": "哪一步",
    "standing": "效力",
    "until": "到",
    "version": "版本",
    "weight": "大小",
    "years": "年份",
}


def says(did: str, word: str, facts: Mapping[str, str] | None = None) -> None:
    """The Chinese for a deed: says("programme.question_decided", "定了读法", {"reason": "理由"})."""
    if did in _sayings:
        raise ValueError(f"{did} is said twice")
    _sayings[did] = Saying(word, dict(facts or {}))


def calls(facts: Mapping[str, str]) -> None:
    """What an app's facts are called wherever they occur, also beside deeds that are not its own."""
    for name, label in facts.items():
        if FACTS.setdefault(name, label) != label:
            raise ValueError(f"the fact {name} is called {FACTS[name]} already")


def word_for(did: str) -> str:
    """A deed that nobody gave a word to shows its name, so that it is seen and not hidden."""
    return _sayings[did].word if did in _sayings else did


def fact_label(did: str, name: str) -> str:
    """What a fact is called beside this deed, or anywhere; an unnamed one is shown as it was noted."""
    own = _sayings[did].facts if did in _sayings else {}
    return own.get(name) or FACTS.get(name, name)


def fact_said(name: str, fact: object) -> str:
    """Its word; an amount that was noted in 分 (`central_fen`) is said in 元."""
    if name.endswith("_fen") and isinstance(fact, int) and not isinstance(fact, bool):
        return f"{formats.yuan(Money(fact))}元"
    return fact_word(fact)


def fact_word(fact: object) -> str:
    """A day or a month as people write it, yes and no, a list with its commas; anything else as noted."""
    if fact is None or fact == "":
        return "没有"
    if isinstance(fact, bool):
        return "是" if fact else "否"
    if isinstance(fact, list):
        return "、".join(fact_word(one) for one in fact)
    text = VALUES.get(str(fact), str(fact))
    if ISO_MONTH.fullmatch(text):
        return formats.chinese_month(text)
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
    facts = tuple((label, fact_said(name, noted[name])) for name, label in labels.items() if noted.get(name))
    happened = datetime.fromisoformat(body["happened_at"]) if body["happened_at"] else entry.noted_at
    return Step(happened, entry.noted_at, body["by"]["name"], word_for(entry.did), facts, entry.pk)
