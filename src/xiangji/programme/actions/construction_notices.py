"""The publicity of a construction plan, for who holds its project in hand."""

from datetime import datetime

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.programme.actions import ending, objections
from xiangji.programme.models import ConstructionPlan, Objection, Project, Publicity
from xiangji.programme.queries import works


def answer_construction_objection(
    *, project: Project, objection: int, finding: str, reply: str, by: User, happened_at: datetime
) -> Objection:
    return objections.answer_objection(
        thing=_plan(project),
        objection=objection,
        finding=finding,
        reply=reply,
        by=by,
        happened_at=happened_at,
    )


def conclude_construction(*, project: Project, by: User | None, happened_at: datetime) -> Publicity:
    return ending.put_in_force(thing=_plan(project), by=by, happened_at=happened_at)


def _plan(project: Project) -> ConstructionPlan:
    """The last one counts; where there is none, there is nothing to see."""
    found = works.plans_of([project]).last()
    if found is None:
        raise NotYours
    return found
