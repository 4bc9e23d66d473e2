"""Projects that were in force before the platform (补录): entered with their true day, and marked."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.programme.models import Programme, Project
from xiangji.programme.queries import projects
from xiangji.programme.rules import project as rules
from xiangji.programme.rules.project import Draft, ProjectRefused

ENTER = "programme.enter_project"


@transaction.atomic
def enter_project(
    *,
    programme: str,
    budget_line: str,
    contractor: Organisation,
    draft: Draft,
    by: User,
    happened_at: datetime,
) -> Project:
    """It was approved elsewhere on the day of `happened_at`; no paper and no publicity of ours stands for it.

    All five must be there, as for a submission. That its line of the money is exceeded is a fact by now:
    whoever enters it is warned, and not refused.
    """
    permit(by, "programme.enter_project")
    plan = _locked_plan(programme)
    permit(by, "programme.enter_project", place=plan.place_code)
    if contractor.kind != Organisation.Kind.COMPANY:
        kind = contractor.get_kind_display()
        said = f"没有补录。承办单位要是企业法人，“{contractor.name}”登记的是{kind}。"
        raise ProjectRefused("contractor_is_no_company", said)
    kept = rules.tidy(draft)
    _check(plan, budget_line, kept)

    on = timezone.localdate(happened_at)
    project = Project(
        programme=plan,
        version=plan.version,
        budget_line=budget_line,
        contractor=contractor,
        drafted_at=happened_at,
        in_force_before=on,
    )
    project.write(kept)
    facts: dict[str, JSON] = {
        "on": on.isoformat(),
        "contractor": contractor.pk,
        **{f"{source.value}_fen": amount.fen for source, amount in kept.amounts.items()},
    }
    note(by=by, did="programme.project_entered", what=project, happened_at=happened_at, facts=facts)
    return project


def _locked_plan(key: str) -> Programme:
    """Two projects of one line are entered one after the other."""
    running = Programme.objects.select_for_update(of=("self",)).select_related("version")
    found = running.filter(key=key, version__standing="in_force").first()
    if found is None:
        raise NotYours
    return found


def _check(plan: Programme, budget_line: str, draft: Draft) -> None:
    if projects.line_named(plan, budget_line) is None:
        raise ProjectRefused(
            "budget_line_unknown", f"没有补录。方案里没有“{budget_line}”这一行预算，请照方案改。"
        )
    lacking = rules.missing(draft)
    if lacking:
        said = f"没有补录。五项里还缺{len(lacking)}项：{'、'.join(lacking)}。"
        raise ProjectRefused("project_not_complete", said)
    if not draft.total:
        raise ProjectRefused("project_costs_nothing", "没有补录。还没有写投资多少，请按资金来源写上金额。")
