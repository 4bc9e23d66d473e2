"""The papers of a plan for everybody (方案文件): how far each is, and what changes make of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xiangji.core.values import PlaceCode
from xiangji.programme.models import Filing, PlanPaper
from xiangji.programme.queries import plan_papers
from xiangji.programme.queries.plan_papers import Step
from xiangji.programme.rules.comparing import Difference
from xiangji.programme.rules.plan_paper import ChangeKind, Order, Sort, State


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper that was publicised once; what lies in a drawer is nobody's business."""

    number: int
    sort: str
    title: str
    document_number: str
    summary: str
    order: str
    change: str
    reason: str
    state: State
    kind: str
    steps: tuple[Step, ...]
    notice: int
    filings: tuple[Filing, ...]
    drafted_at: datetime
    version: int
    result: int | None


_KINDS = {State.IN_FORCE: "ok", State.STOPPED: "bad", State.OBJECTED: "warn"}


def of(key: str, place: PlaceCode) -> list[ShownPaper]:
    """The latest first."""
    return [_shown(row) for row in plan_papers.public(place).filter(programme__key=key).order_by("-pk")]


def one(key: str, number: int, place: PlaceCode) -> tuple[ShownPaper, tuple[Difference, ...]] | None:
    row = plan_papers.public(place).filter(programme__key=key, pk=number).first()
    return (_shown(row), plan_papers.differences(row)) if row else None


@dataclass(frozen=True, slots=True)
class StateLine:
    """How far the plan itself is, and the change that is publicised now."""

    plan: ShownPaper | None
    change: ShownPaper | None
    count: int


def state_line(key: str, place: PlaceCode) -> StateLine | None:
    """None where no paper of the plan was ever publicised here."""
    found = of(key, place)
    if not found:
        return None
    plans = [each for each in found if not each.change and each.sort == Sort.PLAN.word]
    running = [each for each in found if each.change and not each.state.is_over]
    return StateLine(plans[0] if plans else None, running[0] if running else None, len(found))


def _shown(row: PlanPaper) -> ShownPaper:
    state, filings = plan_papers.state(row), plan_papers.filings_of(row)
    return ShownPaper(
        number=row.pk,
        sort=Sort(row.sort).word,
        title=row.title,
        document_number=row.number or "还没有文号",
        summary=row.summary,
        order=f"{Order(row.order).word}。{row.because}",
        change=ChangeKind(row.change_kind).word if row.change_kind else "",
        reason=row.reason,
        state=state,
        kind=_KINDS.get(state, "wait"),
        steps=plan_papers.steps(row, filings),
        notice=row.publicity_id or 0,
        filings=tuple(filings),
        drafted_at=row.drafted_at,
        version=row.version.number,
        result=row.result.number if row.result else None,
    )
