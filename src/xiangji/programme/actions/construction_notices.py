"""The publicity of a construction plan, for who holds its project in hand."""

from datetime import datetime

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.programme.actions import ending, objections
from xiangji.programme.models import ConstructionPlan, Objection, Project, Publicity
from xiangji.programme.queries import works
from xiangji.programme.rules.constructing import ConstructionRefused


def answer_construction_objection(
    *, project: Project, objection: int, finding: str, reply: str, by: User, happened_at: datetime
) -> Objection:
    return objections.answer_objection(
        thing=_plan(project, by, "programme.handle_objection", undone="没有办结"),
        objection=objection,
        finding=finding,
        reply=reply,
        by=by,
        happened_at=happened_at,
    )


def conclude_construction(*, project: Project, by: User, happened_at: datetime) -> Publicity:
    plan = _plan(project, by, "programme.publicise", undone="没有生效")
    return ending.put_in_force(thing=plan, by=by, happened_at=happened_at)


def _plan(project: Project, by: User, capability: str, *, undone: str) -> ConstructionPlan:
    """The last one counts. Who may not is told nothing, not even whether there is one."""
    permit(by, capability, place=project.programme.place_code)
    found = works.plans_of([project]).last()
    if found is None:
        said = f"{undone}。“{project.name}”还没有写项目建设方案，没有公示可以办。"
        raise ConstructionRefused("construction_not_shown", said)
    return found
