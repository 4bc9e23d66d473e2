"""Projects of the plan: a contractor writes one, the bureau judges it stage by stage."""

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.approvals import actions as approvals
from xiangji.core.approvals.rules.deciding import Stage
from xiangji.core.audit import JSON, note
from xiangji.programme import queries
from xiangji.programme.models import Programme, Project
from xiangji.programme.queries import projects
from xiangji.programme.rules import project as rules
from xiangji.programme.rules.project import Draft, ProjectRefused

KIND = "programme.project"
STAGES = (
    Stage("review", "初审", capability="programme.review_project"),
    Stage("approval", "审定", capability="programme.approve_project"),
)


@transaction.atomic
def draft_project(
    *, programme: str, budget_line: str, draft: Draft, by: User, happened_at: datetime
) -> Project:
    """Begin a project on a budget line of a running plan; it may lack something until it is submitted."""
    acting = permit(by, "programme.draft_project")
    plan = _running(programme, acting)
    _check_contractor(acting.post.organisation)
    _check_line_is_known(plan, budget_line)
    kept = rules.tidy(draft)

    project = Project(
        programme=plan,
        version=plan.version,
        budget_line=budget_line,
        contractor=acting.post.organisation,
        drafted_at=happened_at,
    )
    project.write(kept)
    project.paper = approvals.begin(
        kind=KIND,
        about=project.about,
        title=kept.name,
        stages=STAGES,
        place=plan.place_code,
        organisation=project.contractor,
        by=by,
        happened_at=happened_at,
        acting=acting,
    )
    project.save(update_fields=["paper"])
    return project


@transaction.atomic
def change_draft(*, project: Project, draft: Draft, by: User, happened_at: datetime) -> Project:
    """Write it anew while it lies with the contractor; what was submitted or publicised is locked."""
    locked = _locked(project, by)
    rules.check_open_to_change(projects.state(locked))
    approvals.paper_to_change(by, locked.paper_id or 0)
    kept = rules.tidy(draft)

    locked.write(kept)
    note(
        by=by,
        did="programme.project_changed",
        what=locked,
        happened_at=happened_at,
        facts=_facts(locked),
    )
    return locked


@transaction.atomic
def submit_project(*, project: Project, by: User, happened_at: datetime, seen: int | None = None) -> Project:
    """To the bureau: all five are written, and its line of the money can bear it."""
    _lock_money_of(project)
    locked = _locked(project, by)
    draft = locked.draft
    rules.check_complete(draft)
    line = projects.line_of(locked)
    if line is None:
        raise _unknown_line(locked.programme, locked.budget_line, undone="没有报送")
    taken = rules.taken_by(
        each.draft for each in projects.holding(locked.programme, line.key, beside=locked.pk)
    )
    rules.check_line(draft, line, taken)

    approvals.submit(
        paper_id=locked.paper_id or 0, by=by, happened_at=happened_at, seen=seen, facts=_facts(locked)
    )
    return locked


@transaction.atomic
def withdraw_project(
    *, project: Project, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> Project:
    """The contractor gives it up, while nobody has approved it."""
    locked = _locked(project, by)
    approvals.withdraw(
        paper_id=locked.paper_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return locked


@transaction.atomic
def approve_project(
    *, project: Project, by: User, happened_at: datetime, reason: str = "", seen: int | None = None
) -> Project:
    """Take the stage that waits; the stages permit."""
    approvals.approve(
        paper_id=project.paper_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return project


@transaction.atomic
def return_project(
    *, project: Project, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> Project:
    """Back to the contractor, who reads why."""
    approvals.return_for_correction(
        paper_id=project.paper_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return project


def _locked(project: Project, by: User) -> Project:
    """The row for this transaction alone, if it is the contractor's own."""
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    permit(by, "programme.draft_project", place=locked.programme.place_code, organisation=locked.contractor)
    return locked


def _lock_money_of(project: Project) -> None:
    """Two projects of one line are weighed one after the other."""
    Programme.objects.select_for_update(of=("self",)).filter(pk=project.programme_id).first()


def _running(key: str, acting: Acting) -> Programme:
    """A plan in force where the contractor's post is; any other does not exist for it."""
    found = Programme.objects.select_related("version").filter(key=key, version__standing="in_force").first()
    if found is None or not found.place_code.contains(acting.place):
        raise NotYours
    return found


def _check_contractor(organisation: Organisation) -> None:
    """实行承办单位企业法人制."""
    if organisation.kind != Organisation.Kind.COMPANY:
        said = (
            f"没有存。承办单位要是企业法人，“{organisation.name}”登记的是{organisation.get_kind_display()}。"
        )
        raise ProjectRefused("contractor_is_no_company", said)


def _check_line_is_known(programme: Programme, line: str) -> None:
    if queries.opened_of(programme).study.document.line(line) is None:
        raise _unknown_line(programme, line, undone="没有存")


def _unknown_line(programme: Programme, line: str, *, undone: str) -> ProjectRefused:
    said = f"{undone}。《{programme.version.title}》没有“{line}”这一行预算，请从方案的预算行里挑。"
    return ProjectRefused("budget_line_not_known", said)


def _facts(project: Project) -> dict[str, JSON]:
    draft = project.draft
    amounts = {f"{source.value}_fen": amount.fen for source, amount in draft.amounts.items()}
    return {
        "name": draft.name,
        "responsible_body": draft.responsible_body,
        "goal": draft.goal,
        "content": draft.content,
        "due": project.due_month,
        "acceptance_standard": draft.acceptance_standard,
        **amounts,
    }
