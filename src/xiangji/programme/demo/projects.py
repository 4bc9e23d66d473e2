"""The demo's projects: a dozen in all states, by example companies only."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts import demo as accounts
from xiangji.core.accounts.actions import give_post, open_organisation
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit import note
from xiangji.core.places.county import current_county
from xiangji.core.values import Money, Month
from xiangji.programme import actions, queries
from xiangji.programme.models import Project
from xiangji.programme.rules.budget import BudgetLine
from xiangji.programme.rules.project import Draft, State


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes a project through its stages in a demo."""

    managers: tuple[User, ...]
    clerk: User
    head: User


@dataclass(frozen=True, slots=True)
class Example:
    """A project of the demo: how far it has come, and how many days ago somebody began to write it."""

    state: State
    days_ago: int
    is_unfinished: bool = False


EXAMPLES = (
    Example(State.IN_FORCE, 250),
    Example(State.IN_FORCE, 235),
    Example(State.STOPPED, 80),
    Example(State.WITHDRAWN, 60),
    Example(State.OBJECTED, 13),
    Example(State.PUBLICISED, 12),
    Example(State.PUBLICISED, 10),
    Example(State.APPROVED, 9),
    Example(State.SUBMITTED, 8),
    Example(State.SUBMITTED, 5),
    Example(State.RETURNED, 7),
    Example(State.DRAFTED, 2, is_unfinished=True),
    Example(State.DRAFTED, 1),
)
SHOWN = frozenset({State.PUBLICISED, State.OBJECTED, State.STOPPED, State.IN_FORCE})
TITLES = {
    "county_centre": ("公共服务中心展厅改造", "公共服务中心设备"),
    "stations": ("镇级服务站改造，第一批", "村级服务点设备，第一批"),
    "logistics": ("镇级分拣线", "冷链车两台", "进村共配线路"),
    "upstream": ("产地预冷设备", "品牌标识设计"),
    "training": ("电商培训，第一期", "电商培训，第二期"),
    "assistance": ("帮扶产品检测和包装",),
    "organisation": ("综合示范宣传片",),
}
WAN = 1_000_000
SHARE = 3  # each project of the demo takes a third of its line: never more than two stand on one
PUBLICITY_DAYS = 5
BECAUSE = "方案没有写公示几个工作日，比照常见的5个工作日。"
SECOND_FIRM = "示例二号物流有限公司"


@transaction.atomic
def build_projects(*, now: datetime) -> None:
    """A dozen projects in all states, by example companies. A plan without budget lines gets none."""
    running = queries.running(current_county().code)
    lines = [line for line in running.study.document.budget_lines if line.sources] if running else []
    if running is None or not lines or Project.objects.exists():
        return
    cast = _cast(now)
    for number, example in enumerate(EXAMPLES):
        line, manager = lines[number % len(lines)], cast.managers[number % len(cast.managers)]
        begun = now - timedelta(days=example.days_ago)
        draft = _draft(line, number // len(lines), is_unfinished=example.is_unfinished)
        project = actions.draft_project(
            programme=running.key, budget_line=line.key, draft=draft, by=manager, happened_at=begun
        )
        _take(project, example.state, cast, begun, is_second=number % 2 == 1)


def _cast(now: datetime) -> Cast:
    """The demo's own people, and the manager of a second company, so that each sees only their own."""
    people = {user.username: user for user in User.objects.filter(is_example=True)}
    county, long_ago = current_county().code, now - accounts.HISTORY
    firm = open_organisation(name=SECOND_FIRM, kind="company", place=county, by=None, happened_at=long_ago)
    second = User(username="contractor-2", name="示例·何经理", is_example=True)
    second.set_unusable_password()
    second.save()
    note(by=None, did="accounts.account_created", what=second, happened_at=long_ago)
    give_post(
        person=second,
        kind=PostKind.CONTRACTOR,
        organisation=firm,
        place=county,
        since=timezone.localdate(long_ago),
        until=None,
        by=None,
        happened_at=long_ago,
    )
    return Cast((people["contractor"], second), people["commerce-clerk"], people["commerce-head"])


def _draft(line: BudgetLine, batch: int, *, is_unfinished: bool) -> Draft:
    titles = TITLES.get(line.key, (f"{line.name[:40]}，第一批", f"{line.name[:40]}，第二批"))
    name = titles[batch % len(titles)]
    whole = Draft(
        name=name,
        responsible_body="示例·商务局",
        goal=f"{name}按期建成、能用、有人管。",
        content=f"{line.direction}：{name}，数量和型号以采购文件为准（示例）。",
        due=_due(line),
        acceptance_standard="逐件清点，试运行30天，运行记录齐全（示例）。",
        central=_share(line.central),
        provincial=_share(line.provincial),
        county=_share(line.county),
        enterprise=Money(0),
    )
    return replace(whole, goal="", due=None) if is_unfinished else whole


def _due(line: BudgetLine) -> Month:
    """As the line says; the end of the year where the plan says nothing or more than a month."""
    try:
        return Month.parse(line.due)
    except ValueError:
        return Month(timezone.localdate().year, 12)


def _share(amount: Money | None) -> Money:
    return Money.from_wan(amount.fen // SHARE // WAN) if amount else Money(0)


def _take(project: Project, state: State, cast: Cast, begun: datetime, *, is_second: bool) -> None:
    """Step by step to where it shall stand; each step a while after the one before."""
    author = project.paper.author if project.paper else cast.managers[0]
    if state is State.DRAFTED:
        return
    actions.submit_project(project=project, by=author, happened_at=begun + timedelta(hours=3))
    if state is State.WITHDRAWN:
        reason = "并入另一个项目，不单做了。"
        actions.withdraw_project(
            project=project, reason=reason, by=author, happened_at=begun + timedelta(days=1)
        )
    elif state is State.RETURNED:
        reason = "验收标准写清每小时多少件，怎样量。"
        actions.return_project(
            project=project, reason=reason, by=cast.clerk, happened_at=begun + timedelta(days=1)
        )
    elif state is not State.SUBMITTED or is_second:
        actions.approve_project(project=project, by=cast.clerk, happened_at=begun + timedelta(days=1))
    if state in SHOWN or state is State.APPROVED:
        actions.approve_project(project=project, by=cast.head, happened_at=begun + timedelta(days=2))
    if state in SHOWN:
        _show(project, state, cast, begun + timedelta(days=8 if state is not State.OBJECTED else 9))


def _show(project: Project, state: State, cast: Cast, at: datetime) -> None:
    shown = actions.publicise(
        project=project, by=cast.clerk, happened_at=at, days=PUBLICITY_DAYS, reason=BECAUSE
    )
    if state in {State.OBJECTED, State.STOPPED}:
        objection = actions.file_objection(
            publicity=shown,
            text="同样的设备，邻镇的报价低一成（示例）。",
            sender="",
            network="demo",
            by=None,
            happened_at=at + timedelta(hours=6),
        )
        if state is State.STOPPED:
            actions.handle_objection(
                publicity=shown,
                objection=objection.pk,
                finding="upheld",
                reply="询价三家，确有更低的。项目停下，重新询价再报（示例）。",
                by=cast.head,
                happened_at=at + timedelta(days=2),
            )
    if state is State.IN_FORCE:
        actions.put_in_force(thing=project, by=None, happened_at=at + timedelta(days=20))
