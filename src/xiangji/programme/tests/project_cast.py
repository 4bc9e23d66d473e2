"""Whom a project passes: contractor, clerk, head; and projects in any state, made by the real actions."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, LONG_AGO, a_person, a_post, some_places
from xiangji.core.audit.models import Entry
from xiangji.core.calendar import load_holidays
from xiangji.core.events.models import Fact
from xiangji.core.values import Money, Month, PlaceCode
from xiangji.programme import actions
from xiangji.programme.models import Objection, Project
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import Draft, State
from xiangji.programme.tests.examples import NOW, RUNNING

NOTHING = Money(0)
LINE = "logistics"
REASON = "方案没有写天数，比照5个工作日。"
OVER = NOW + timedelta(days=15)
WHOLE = Draft(
    name="镇级分拣线",
    responsible_body="示例乡集运营有限公司",
    goal="镇里当天分拣完",
    content="21条分拣线",
    due=Month(2026, 12),
    acceptance_standard="每条每小时600件",
    central=Money.from_wan(30),
    provincial=NOTHING,
    county=Money.from_wan(10),
    enterprise=NOTHING,
)


def holidays() -> None:
    load_holidays(Path(settings.HOME) / "data" / "holidays.csv", by=None)


def company(name: str = "示例乡集运营有限公司", place: PlaceCode = COUNTY) -> Organisation:
    some_places()
    found, _ = Organisation.objects.get_or_create(
        name=name,
        place_id=place.digits,
        defaults={"kind": Organisation.Kind.COMPANY, "opened_at": LONG_AGO},
    )
    return found


def contractor(of: Organisation | None = None, *, name: str = "示例·刘经理") -> User:
    firm = of or company()
    return a_post(PostKind.CONTRACTOR, a_person(name), organisation=firm, place=firm.place_code).person


def clerk(name: str = "示例·张经办") -> User:
    return a_post(PostKind.COMMERCE_CLERK, a_person(name)).person


def head() -> User:
    return a_post(PostKind.COMMERCE_HEAD, a_person("示例·李局长")).person


def drafted(by: User, *, line: str = LINE, programme: str = RUNNING, **changes: object) -> Project:
    return actions.draft_project(
        programme=programme,
        budget_line=line,
        draft=replace(WHOLE, **changes),  # type: ignore[arg-type]
        by=by,
        happened_at=NOW,
    )


def submitted(by: User, **changes: object) -> Project:
    return actions.submit_project(project=drafted(by, **changes), by=by, happened_at=NOW)  # type: ignore[arg-type]


def approved(**changes: object) -> Project:
    project = submitted(contractor(), **changes)
    for reviewer in (clerk(), head()):
        actions.approve_project(project=project, by=reviewer, happened_at=NOW)
    return again(project)


def approved_by_the_same(project: Project, name: str) -> Project:
    """Another project of the same cast, on the same line, that costs little."""
    manager = project.paper.author if project.paper else contractor()
    other = submitted(manager, name=name, central=Money.from_wan(1), county=NOTHING)
    for reviewer in (a_clerk(), User.objects.get(name="示例·李局长")):
        actions.approve_project(project=other, by=reviewer, happened_at=NOW)
    return again(other)


def publicised(**changes: object) -> Project:
    project = approved(**changes)
    publicise(project, a_clerk())
    return again(project)


def publicise(
    project: Project, by: User, *, days: int | None = 5, reason: str = REASON, at: datetime = NOW
) -> None:
    actions.publicise(project=project, by=by, happened_at=at, days=days, reason=reason)


def a_clerk() -> User:
    """Whoever judged it first."""
    return User.objects.get(name="示例·张经办")


def objected(project: Project, text: str = "金额比市场价高。", **more: object) -> Objection:
    told = {"sender": "", "network": "192.0.2.0/24", "happened_at": NOW, **more}
    shown = again(project).publicity
    assert shown is not None
    return actions.file_objection(publicity=shown, text=text, by=None, **told)  # type: ignore[arg-type]


def again(project: Project) -> Project:
    return projects.rows().get(pk=project.pk)


def state(project: Project) -> State:
    return projects.state(again(project))


def traces() -> tuple[int, int]:
    """What a refused deed must leave as it was, beside the row."""
    return (Entry.objects.count(), Fact.objects.count())
