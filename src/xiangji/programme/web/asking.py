"""Questions on the screen: all readings with their sums, who decides, and what was decided and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from xiangji.core.ui.formats import chinese_date, clause
from xiangji.programme import queries
from xiangji.programme.queries import Decided, Opened
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.questions import Asked


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question in one line, where a rule or a target names it; `reading` once it is decided."""

    key: str
    title: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class ShownReading:
    """`look` is taken or left once the question is decided."""

    title: str
    words: str
    sums: tuple[str, ...]
    look: str


@dataclass(frozen=True, slots=True)
class ShownDecision:
    reading: str
    who: str
    on: str
    reason: str
    paper: str
    note: str


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
    decision: ShownDecision | None
    earlier: tuple[ShownDecision, ...]


def of(opened: Opened) -> tuple[ShownQuestion, ...]:
    """Open ones first, and of these money first."""
    since = queries.raised_since(opened.key)
    decisions = queries.decisions_of(opened.key)
    found = [
        shown(each, since.get(each.key), [one for one in decisions if one.question == each.key])
        for each in queries.asked(opened)
    ]
    return tuple(sorted(found, key=lambda question: question.decision is not None))


def doubts(document: PlanDocument, keys: tuple[str, ...], answers: dict[str, str]) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(each.key, each.title, answers.get(each.key, ""))
        for each in document.questions
        if each.key in keys
    )


def shown(asked: Asked, raised_at: datetime | None, decisions: list[Decided]) -> ShownQuestion:
    """The decision that stands, and below it every earlier one."""
    standing = next((each for each in decisions if each.stands), None)
    since = f"{chinese_date(timezone.localdate(raised_at))}提出，等人定。" if raised_at else ""
    return ShownQuestion(
        key=asked.key,
        title=asked.title,
        why=asked.why,
        clauses="、".join(clause(each) for each in asked.clauses),
        quotes=asked.quotes,
        decides=_decides(asked),
        since="" if standing else since,
        readings=tuple(
            ShownReading(each.title, each.words, each.sums, _look(each.title, standing))
            for each in asked.readings
        ),
        decision=_decision(standing, "") if standing else None,
        earlier=tuple(_decision(each, _fate(each, standing)) for each in decisions if not each.stands),
    )


def _look(title: str, standing: Decided | None) -> str:
    if standing is None:
        return ""
    return "taken" if title == standing.reading else "left"


def _fate(earlier: Decided, standing: Decided | None) -> str:
    if standing and earlier.version_number == standing.version_number:
        return "后来改定。"
    return f"那时是方案第{earlier.version_number}版。"


def _decision(decided: Decided, note: str) -> ShownDecision:
    return ShownDecision(
        reading=decided.reading,
        who=f"{decided.post} {decided.by}",
        on=chinese_date(timezone.localdate(decided.at)),
        reason=decided.reason,
        paper=decided.paper,
        note=note,
    )


def _decides(asked: Asked) -> str:
    if not asked.who:
        return ""
    return f"由{asked.who}定，见{clause(asked.who_section)}。" if asked.who_section else f"由{asked.who}定。"
