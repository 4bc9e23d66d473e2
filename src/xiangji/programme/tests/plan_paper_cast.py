"""Papers of the plan in any state, made by the real actions, and who takes them there."""

from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.evidence.actions import add_evidence
from xiangji.programme import actions
from xiangji.programme.models import Filing, Objection, PlanPaper, Publicity
from xiangji.programme.queries import plan_papers
from xiangji.programme.rules.plan_paper import State
from xiangji.programme.tests.examples import NOW, RUNNING

MEETING = "市政府第56次常务会议"
MET_ON = date(2026, 9, 28)
BECAUSE = "比照省里的做法，先公示再报备。"
MINUTES = b"%PDF-1.4 example minutes"
OVER = NOW + timedelta(days=15)
WRITTEN = {
    "title": "示例电子商务进农村综合示范项目实施方案",
    "number": "示政办发〔2026〕12号",
    "summary": "目标、资金、阶段照现行方案。",
}


def _one(kind: PostKind, name: str) -> User:
    return User.objects.filter(name=name).first() or a_post(kind, a_person(name)).person


def office() -> User:
    return _one(PostKind.COMMERCE_CLERK, "示例·周经办")


def group() -> User:
    return _one(PostKind.LEADING_GROUP, "示例·陈组长")


def drafted(*, sort: str = "plan", order: str = "publicity_first", **more: str) -> PlanPaper:
    told = {**WRITTEN, "because": BECAUSE, **more}
    return again(
        actions.draft_plan_paper(
            programme=RUNNING, sort=sort, order=order, by=office(), happened_at=NOW, **told
        )
    )


def submitted(paper: PlanPaper) -> PlanPaper:
    actions.submit_plan_paper(paper=paper, by=office(), happened_at=NOW)
    return again(paper)


def with_minutes(paper: PlanPaper, content: bytes = MINUTES) -> PlanPaper:
    add_evidence(
        to=paper.about,
        file=ContentFile(content + paper.about.encode(), name="会议纪要.pdf"),
        by=group(),
        happened_at=NOW,
    )
    return paper


def passed(paper: PlanPaper, *, met_on: date = MET_ON, at: datetime = NOW) -> PlanPaper:
    actions.pass_plan_paper(
        paper=with_minutes(submitted(paper)), meeting=MEETING, met_on=met_on, by=group(), happened_at=at
    )
    return again(paper)


def publicise(paper: PlanPaper, *, at: datetime = NOW, days: int | None = 5) -> Publicity:
    reason = "方案没有写天数，比照5个工作日。" if days else ""
    return actions.publicise_plan_paper(paper=paper, by=office(), happened_at=at, days=days, reason=reason)


def on_the_site(shown: Publicity, name: str = "市政府网站", *, at: datetime = NOW) -> None:
    actions.note_medium(
        publicity=shown, name=name, address="公示公告栏", on=at.date(), by=office(), happened_at=at
    )


def filed(paper: PlanPaper, *, on: date | None = None, whom: str = "province", at: datetime = OVER) -> Filing:
    return actions.record_filing(
        paper=paper, whom=whom, on=on or at.date(), number="回执3号", by=office(), happened_at=at
    )


def in_force(**more: str) -> PlanPaper:
    """A plan that went all its steps, and stood on the site of the government."""
    paper = passed(drafted(**more))
    shown = publicise(paper)
    on_the_site(shown)
    actions.conclude(publicity=shown, by=None, happened_at=OVER)
    filed(paper)
    return again(paper)


def change_of(paper: PlanPaper, *, kind: str = "content", **more: object) -> PlanPaper:
    told = {
        "title": "关于调整资金安排的变更",
        "number": "",
        "summary": "物流资金少用10万元，调给培训。",
        "reason": "线路合并，设备少买两台。",
        "project": None,
        "newcomer": None,
        **more,
    }
    return again(
        actions.draft_change(paper=paper, kind=kind, by=office(), happened_at=OVER, **told)  # type: ignore[arg-type]
    )


def edited(change: PlanPaper, place: str, value: str) -> PlanPaper:
    return again(actions.edit_plan(paper=change, place=place, value=value, by=office(), happened_at=OVER))


def objected(paper: PlanPaper) -> Objection:
    shown = again(paper).publicity
    assert shown is not None
    return actions.file_objection(
        publicity=shown, text="写得不清。", sender="", network="192.0.2.0/24", by=None, happened_at=NOW
    )


def again(paper: PlanPaper) -> PlanPaper:
    return plan_papers.rows().get(pk=paper.pk)


def state(paper: PlanPaper) -> State:
    return plan_papers.state(again(paper))
