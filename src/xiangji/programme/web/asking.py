"""Questions on the screen: both readings with their sums, who decides, and since when we ask."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from xiangji.core.ui.formats import chinese_date, clause
from xiangji.programme import queries
from xiangji.programme.queries import Opened
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.questions import Asked, Option


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question in one line, where a rule or a target names it."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    key: str
    title: str
    why: str
    clauses: str
    quotes: tuple[str, ...]
    decides: str
    since: str
    readings: tuple[Option, ...]


def of(opened: Opened) -> tuple[ShownQuestion, ...]:
    """Money first."""
    since = queries.raised_since(opened.key)
    return tuple(_shown(each, since.get(each.key)) for each in queries.asked(opened))


def doubts(document: PlanDocument, keys: tuple[str, ...]) -> tuple[Doubt, ...]:
    return tuple(Doubt(each.key, each.title) for each in document.questions if each.key in keys)


def _shown(asked: Asked, raised_at: datetime | None) -> ShownQuestion:
    return ShownQuestion(
        key=asked.key,
        title=asked.title,
        why=asked.why,
        clauses="、".join(clause(each) for each in asked.clauses),
        quotes=asked.quotes,
        decides=_decides(asked),
        since=f"{chinese_date(timezone.localdate(raised_at))}提出，等人定。" if raised_at else "",
        readings=asked.readings,
    )


def _decides(asked: Asked) -> str:
    if not asked.who:
        return ""
    return f"由{asked.who}定，见{clause(asked.who_section)}。" if asked.who_section else f"由{asked.who}定。"
