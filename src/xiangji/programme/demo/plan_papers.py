"""The demo's plan papers: one in force with meeting, publicity and filing, and a change publicised now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.places.county import current_county
from xiangji.programme import actions, queries
from xiangji.programme.models import PlanPaper, Programme
from xiangji.programme.queries import Opened, plan_papers

PASSED_DAYS_AGO, CHANGED_DAYS_AGO = 260, 8
LESS = 2
SITE = "县（市）政府网站（示例）"
MINUTES = b"%PDF-1.4\n% example: minutes of a meeting that never took place\n%%EOF\n"
BECAUSE = "方案没有写次序，比照先公示、再报备的做法（示例）。"
DAYS_BECAUSE = "方案没有写公示几个工作日，比照常见的5个工作日。"


@transaction.atomic
def build_plan_papers(*, now: datetime) -> None:
    """The plan itself, and a change of it; built once."""
    running = queries.running(current_county().code)
    if running is None or PlanPaper.objects.exists():
        return
    paper = _plan(running, _workday(now - timedelta(days=PASSED_DAYS_AGO)))
    _change(paper, _workday(now - timedelta(days=CHANGED_DAYS_AGO)))


def _plan(running: Opened, begun: datetime) -> PlanPaper:
    programme = Programme.objects.select_related("version").get(key=running.key)
    has_rule = plan_papers.own_rule(programme, timezone.localdate(begun)) is not None
    paper = actions.draft_plan_paper(
        programme=running.key,
        sort="plan",
        title=f"{current_county().name}电子商务进农村综合示范项目实施方案（示例）",
        number=f"示例〔{timezone.localdate(begun).year}〕6号",
        summary="目标、资金、阶段、规则照正在执行的方案（示例）。",
        order="" if has_rule else "publicity_first",
        because="" if has_rule else BECAUSE,
        by=_clerk(),
        happened_at=begun,
    )
    _pass(paper, "第56次常务会议（示例）", _workday(begun + timedelta(days=4)))
    _publicise(paper, _workday(begun + timedelta(days=7)))
    over = _workday(begun + timedelta(days=35))
    actions.put_in_force(thing=paper, by=None, happened_at=over)
    for whom, days in (("prefecture", 1), ("province", 2)):
        at = over + timedelta(hours=days)
        actions.record_filing(
            paper=_again(paper),
            whom=whom,
            on=timezone.localdate(at),
            number=f"示例回执{days}号",
            by=_clerk(),
            happened_at=at,
        )
    return _again(paper)


@dataclass(frozen=True, slots=True)
class Example:
    """What the change of the demo is about, and which places of the plan it edits."""

    kind: str
    title: str
    summary: str
    reason: str
    edits: tuple[tuple[str, str], ...]


def _example(paper: PlanPaper) -> Example | None:
    """A little money of one budget line goes to the next; without such money a target is set higher."""
    money = _whole(paper, "/county") or _whole(paper, "/central")
    if len(money) >= LESS:
        (one, had), (other, has) = money[:LESS]
        return Example(
            "content",
            "关于调整资金安排的变更（示例）",
            "两行预算之间调剂，总数不变（示例）。",
            "询价以后一行有结余，另一行不够（示例）。",
            ((one, str(had - 1)), (other, str(has + 1))),
        )
    for place, value in _whole(paper, "/value")[:1]:
        return Example(
            "improvement",
            "关于完善目标的变更（示例）",
            "一个目标定高一些（示例）。",
            "提前做到了，再往前走一步（示例）。",
            ((place, str(value + 1)),),
        )
    return None


def _change(paper: PlanPaper, begun: datetime) -> None:
    """Everybody may object to it until its days are over."""
    example = _example(paper)
    if example is None:
        return
    change = actions.draft_change(
        paper=paper,
        kind=example.kind,
        title=example.title,
        number="",
        summary=example.summary,
        reason=example.reason,
        project=None,
        newcomer=None,
        by=_clerk(),
        happened_at=begun,
    )
    for place, value in example.edits:
        at = begun + timedelta(hours=1)
        actions.edit_plan(paper=_again(change), place=place, value=value, by=_clerk(), happened_at=at)
    _pass(_again(change), "第61次常务会议（示例）", _workday(begun + timedelta(days=4)))
    _publicise(change, _workday(begun + timedelta(days=6)))


def _whole(paper: PlanPaper, field: str) -> list[tuple[str, int]]:
    """The places of a field that hold a whole number which can lose one."""
    found = [each for each in plan_papers.choices(paper) if each.place.endswith(field)]
    return [(each.place, int(each.now)) for each in found if each.now.isdecimal() and int(each.now) > 1]


def _pass(paper: PlanPaper, meeting: str, at: datetime) -> None:
    actions.submit_plan_paper(paper=paper, by=_clerk(), happened_at=at - timedelta(hours=20))
    minutes = ContentFile(MINUTES + paper.about.encode(), name="会议纪要（示例）.pdf")
    add_evidence(to=paper.about, file=minutes, by=_group(), happened_at=at)
    actions.pass_plan_paper(
        paper=paper, meeting=meeting, met_on=timezone.localdate(at), by=_group(), happened_at=at
    )


def _publicise(paper: PlanPaper, at: datetime) -> None:
    has_rule = plan_papers.own_rule(paper.programme, timezone.localdate(at)) is not None
    shown = actions.publicise_plan_paper(
        paper=_again(paper),
        by=_clerk(),
        happened_at=at,
        days=None if has_rule else 5,
        reason="" if has_rule else DAYS_BECAUSE,
    )
    actions.note_medium(
        publicity=shown,
        name=SITE,
        address="公示公告栏（示例）",
        on=timezone.localdate(at),
        by=_clerk(),
        happened_at=at + timedelta(hours=2),
    )


def _workday(at: datetime) -> datetime:
    """On a day that people work: Saturday and Sunday are Friday."""
    return at - timedelta(days=max(0, timezone.localdate(at).weekday() - 4))


def _again(paper: PlanPaper) -> PlanPaper:
    return plan_papers.rows().get(pk=paper.pk)


def _clerk() -> User:
    return person_in(PostKind.COMMERCE_CLERK)


def _group() -> User:
    return person_in(PostKind.LEADING_GROUP)
