"""Questions on the screen: both readings with their sums, who decides, and since when we ask."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from xiangji.core.ui.formats import chinese_date, clause
from xiangji.programme import queries
from xiangji.programme.queries import Opened
from xiangji.programme.rules import questions
from xiangji.programme.rules.questions import Asked


@dataclass(frozen=True, slots=True)
class ShownReading:
    title: str
    sentence: str
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    key: str
    title: str
    why: str
    clauses: str
    quotes: tuple[str, ...]
    decides: str
    since: str
    readings: tuple[ShownReading, ...]


def of(opened: Opened) -> tuple[ShownQuestion, ...]:
    """Money first. What depends on the number of villages is computed from the list of divisions."""
    since = queries.raised_since(opened.key)
    asked = questions.asked(opened.study.document, queries.counts_of_places(opened.place))
    return tuple(_shown(each, since.get(each.key)) for each in asked)


def _shown(asked: Asked, raised_at: datetime | None) -> ShownQuestion:
    return ShownQuestion(
        key=asked.key,
        title=asked.title,
        why=asked.why,
        clauses="、".join(clause(each) for each in asked.clauses),
        quotes=asked.quotes,
        decides=_decides(asked),
        since=f"{chinese_date(timezone.localdate(raised_at))}提出，等人定。" if raised_at else "",
        readings=tuple(ShownReading(each.title, each.sentence, each.sums) for each in asked.readings),
    )


def _decides(asked: Asked) -> str:
    if not asked.who:
        return ""
    return f"由{asked.who}定{f'（{clause(asked.who_section)}）' if asked.who_section else ''}。"
