"""The construction plan of a project (项目建设方案): written, judged, decided by the county, shown."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, may, permit
from xiangji.core.approvals import actions as approvals
from xiangji.core.approvals.rules.deciding import Stage
from xiangji.core.audit import JSON, note
from xiangji.programme.actions.publicity import start
from xiangji.programme.models import ConstructionPlan, Project, Publicity
from xiangji.programme.queries import projects, works
from xiangji.programme.rules import constructing as rules
from xiangji.programme.rules.constructing import ConstructionRefused
from xiangji.programme.rules.project import State
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.shown import Body, Kind, Said

KIND = "programme.construction"
COUNTY = "county"
STAGES = (
    Stage("bureau", "商务局审核", capability="programme.review_construction"),
    Stage(COUNTY, "县政府批准", capability="programme.decide_construction"),
)


@transaction.atomic
def write_construction_plan(
    *, project: Project, summary: str, by: User, happened_at: datetime
) -> ConstructionPlan:
    """The contractor writes it for a project in force, or writes it anew while it lies with them."""
    locked, acting = _own(project, by)
    kept = rules.summary_of(summary)
    plan = _plan(locked)
    if plan is not None and not _was_stopped(plan):
        return _rewrite(plan, kept, by, happened_at)

    plan = ConstructionPlan(project=locked, summary=kept, written_at=happened_at)
    plan.paper = approvals.begin(
        kind=KIND,
        about=locked.about,
        title=f"{locked.name}：项目建设方案",
        stages=STAGES,
        place=locked.programme.place_code,
        organisation=locked.contractor,
        by=by,
        happened_at=happened_at,
        acting=acting,
    )
    plan.save()
    _note_words(plan, by, happened_at)
    return plan


@transaction.atomic
def submit_construction_plan(
    *, project: Project, by: User, happened_at: datetime, seen: int | None = None
) -> ConstructionPlan:
    plan = _written(_own(project, by)[0], undone="没有报送")
    approvals.submit(paper_id=plan.paper_id, by=by, happened_at=happened_at, seen=seen)
    return plan


@transaction.atomic
def approve_construction_plan(
    *,
    project: Project,
    by: User,
    happened_at: datetime,
    reason: str = "",
    decision: str = "",
    decided_on: date | None = None,
    seen: int | None = None,
) -> ConstructionPlan:
    """The bureau agrees, or the county government's decision is recorded with its number and day."""
    plan = _written(_judged(project, by), undone="没有同意")
    stage = plan.paper.stage
    approvals.approve(paper_id=plan.paper_id, by=by, happened_at=happened_at, reason=reason, seen=seen)
    if stage and stage.key == COUNTY:
        plan.decision, plan.decided_on = rules.decision_of(
            decision, decided_on, today=timezone.localdate(happened_at)
        )
        plan.save(update_fields=["decision", "decided_on"])
        facts: dict[str, JSON] = {"decision": plan.decision, "decided_on": str(plan.decided_on)}
        did = "programme.construction_decided"
        note(by=by, did=did, what=plan.project, happened_at=happened_at, facts=facts)
    return plan


@transaction.atomic
def return_construction_plan(
    *, project: Project, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> ConstructionPlan:
    plan = _written(_judged(project, by), undone="没有退回")
    approvals.return_for_correction(
        paper_id=plan.paper_id, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return plan


@transaction.atomic
def publicise_construction_plan(
    *, project: Project, by: User, happened_at: datetime, days: int | None = None, reason: str = ""
) -> Publicity:
    """Show what was approved; after an upheld objection it is shown again when the words were mended."""
    acting = permit(by, "programme.publicise", place=project.programme.place_code)
    plan = _written(_locked(project), undone="没有公示")
    rules.check_may_show(plan.paper.state, plan.publicity.outcome if plan.publicity else "")
    shown = plan.project
    plan.publicity = start(
        kind=Kind.CONSTRUCTION,
        about=plan.about,
        title=f"{shown.name}：项目建设方案",
        programme=shown.programme,
        body=Body(
            (
                Said("contractor", "承办单位", shown.contractor.name),
                Said("project", "项目", shown.name),
                Said("summary", "建设方案要点", plan.summary),
                Said("decision", "县政府的批准", plan.decision),
            )
        ),
        acting=acting,
        by=by,
        happened_at=happened_at,
        days=days,
        reason=reason,
    )
    plan.save(update_fields=["publicity"])
    return plan.publicity


def construction_in_force(*, publicity: Publicity, by: User | None, happened_at: datetime) -> None:
    plan = ConstructionPlan.objects.select_related("project").get(publicity=publicity)
    facts: dict[str, JSON] = {"ends_on": publicity.ends_on.isoformat()}
    note(by=by, did="programme.construction_clear", what=plan.project, happened_at=happened_at, facts=facts)


def _own(project: Project, by: User) -> tuple[Project, Acting]:
    locked = _locked(project)
    acting = permit(
        by,
        "programme.plan_construction",
        place=locked.programme.place_code,
        organisation=locked.contractor,
    )
    if projects.state(locked) is not State.IN_FORCE:
        said = f"没有存。“{locked.name}”现在是“{projects.state(locked).word}”，生效以后再写建设方案。"
        raise ConstructionRefused("construction_before_in_force", said)
    return locked, acting


def _judged(project: Project, by: User) -> Project:
    """For who takes one of the stages; anybody else learns nothing, not even whether there is a plan."""
    locked = _locked(project)
    place = locked.programme.place_code
    if not any(may(by, stage.capability, place=place) for stage in STAGES):
        permit(by, STAGES[0].capability, place=place)
    return locked


def _locked(project: Project) -> Project:
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    return locked


def _plan(project: Project) -> ConstructionPlan | None:
    """The last one counts."""
    return works.plans_of([project]).last()


def _was_stopped(plan: ConstructionPlan) -> bool:
    return plan.publicity is not None and plan.publicity.outcome == Outcome.STOPPED


def _written(project: Project, *, undone: str) -> ConstructionPlan:
    plan = _plan(project)
    if plan is None:
        said = f"{undone}。“{project.name}”还没有写项目建设方案，由承办单位先写。"
        raise ConstructionRefused("construction_not_written", said)
    plan.project = project
    return plan


def _rewrite(plan: ConstructionPlan, summary: str, by: User, happened_at: datetime) -> ConstructionPlan:
    approvals.paper_to_change(by, plan.paper_id)
    plan.summary = summary
    plan.save(update_fields=["summary"])
    _note_words(plan, by, happened_at)
    return plan


def _note_words(plan: ConstructionPlan, by: User, happened_at: datetime) -> None:
    facts: dict[str, JSON] = {"summary": plan.summary}
    did = "programme.construction_written"
    note(by=by, did=did, what=plan.project, happened_at=happened_at, facts=facts)
