"""The desk of projects (项目): contractors write, the bureau judges, publicises and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import django_filters
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.approvals.progress import progress_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Menu, Named, Todo, desk
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Programme, Project
from xiangji.programme.office.project_forms import (
    ChangeForm,
    DraftForm,
    HandleForm,
    InForceForm,
    PubliciseForm,
    ReviewForm,
    SubmitForm,
    WithdrawForm,
)
from xiangji.programme.queries import notices, projects
from xiangji.programme.rules.project import State, missing

PROJECTS = Menu("项目与验收", icon="flag", order=30)
REVIEWERS = projects.STAGE_CAPABILITIES
_LOOKS: Mapping[State, Literal["ok", "warn", "bad", "info", "wait"]] = {
    State.DRAFTED: "info",
    State.SUBMITTED: "wait",
    State.RETURNED: "warn",
    State.APPROVED: "wait",
    State.PUBLICISED: "wait",
    State.OBJECTED: "warn",
    State.IN_FORCE: "ok",
    State.STOPPED: "bad",
    State.WITHDRAWN: "info",
}


@dataclass(frozen=True, slots=True)
class Row:
    """`left` is what the budget line still has for this project; None: there is no limit."""

    source: str
    money: Money
    left: Money | None


def _mark(project: Project) -> Mark:
    if project.in_force_before:
        lacks: bool = project.lacks_proof  # type: ignore[attr-defined]  # see for_person
        return Mark("warn", "补录，缺凭据") if lacks else Mark("ok", "生效，补录")
    state = projects.state(project)
    stage = project.paper.stage if project.paper else None
    return Mark(_LOOKS[state], f"等{stage.title}" if stage else state.word)


def _is(*states: State) -> Callable[[Project, User], bool]:
    return lambda project, _person: projects.state(project) in states


def _can_take(project: Project, person: User) -> bool:
    return bool(project.paper and project.paper.waits_for and may(person, project.paper.waits_for))


def _is_over(project: Project, _person: User) -> bool:
    shown = project.publicity
    is_clear = projects.state(project) is State.PUBLICISED
    return bool(is_clear and shown and shown.standing(timezone.localdate()).is_over)


class ProjectFilter(Filters):
    programme = django_filters.ModelChoiceFilter(
        label="方案", empty_label="都看", queryset=Programme.objects.order_by("key")
    )

    class Meta:
        model = Project
        fields: list[str] = []


@desk
class ProjectDesk(Desk[Project]):
    key = "projects"
    title = "项目"
    menu = PROJECTS
    capability = "programme.read_projects"
    unit = "个"
    columns = (
        Column("编号", lambda row: f"项-{row.pk:04}", look="nowrap", order="pk"),
        Column("项目", lambda row: Named(row.name, row.contractor.name), look="wide", order="name"),
        Column("金额（元）", lambda row: row.draft.total, look="num"),
        Column("怎样了", _mark, look="nowrap"),
        Column("起草", "drafted_at", look="nowrap", order="drafted_at"),
    )
    export = (
        Column("编号", lambda row: f"项-{row.pk:04}"),
        Column("项目", "name"),
        Column("承办单位", "contractor.name"),
        Column("预算行", "budget_line"),
        Column("责任主体", "responsible_body"),
        Column("工作目标", "goal"),
        Column("建设内容", "content"),
        Column("时间节点", "due_month"),
        Column("验收考核标准", "acceptance_standard"),
        Column("中央财政（元）", lambda row: row.draft.central),
        Column("省级（元）", lambda row: row.draft.provincial),
        Column("县（市）配套（元）", lambda row: row.draft.county),
        Column("企业自筹（元）", lambda row: row.draft.enterprise),
        Column("怎样了", lambda row: projects.state(row).word),
        Column("起草", "drafted_at"),
    )
    chips = (
        Chip("mine", "等我办", projects.waits_for),
        Chip("review", "在审", projects.WHERE[State.SUBMITTED]),
        Chip("public", "正在公示", projects.WHERE[State.PUBLICISED] | projects.WHERE[State.OBJECTED]),
        Chip("in_force", "生效", projects.WHERE[State.IN_FORCE]),
        Chip("unproven", "补录缺凭据", Q(lacks_proof=True)),
    )
    todo = Todo(chip="mine", capability="programme.read_projects", sentence="等您办的项目。")
    filters = ProjectFilter
    search = ("name", "contractor__name")
    ordering = ("-pk",)
    detail = "programme/office/_project.html"
    has_evidence = True
    empty = Empty(
        new="还没有项目。先从方案里挑一行预算，写上五项：责任主体、目标、内容、时间、验收标准。",
        done="都办完了。有项目报上来、退回来，就站到这里。",
    )
    actions = (
        Action(
            "draft",
            "写一个项目",
            capability="programme.draft_project",
            form=DraftForm,
            act=actions.draft_project,
            look="go",
            done="存下来了。五项写全了再报送。",
            of_list=True,
        ),
        Action(
            "submit",
            "报送商务局",
            capability="programme.draft_project",
            form=SubmitForm,
            act=actions.submit_project,
            named="project",
            look="go",
            done="报上去了，等商务局初审。",
            when=_is(State.DRAFTED, State.RETURNED),
        ),
        Action(
            "change",
            "改项目内容",
            capability="programme.draft_project",
            form=ChangeForm,
            act=actions.change_draft,
            named="project",
            done="改好了，还没有报送。",
            when=_is(State.DRAFTED, State.RETURNED),
        ),
        Action(
            "withdraw",
            "撤回项目",
            capability="programme.draft_project",
            form=WithdrawForm,
            act=actions.withdraw_project,
            named="project",
            look="stop",
            done="撤回了，预算行放回来了。",
            when=_is(State.DRAFTED, State.SUBMITTED, State.RETURNED),
        ),
        Action(
            "approve",
            "同意这个项目",
            capability=REVIEWERS,
            form=ReviewForm,
            act=actions.approve_project,
            named="project",
            look="go",
            done="同意了，已经转到下一步。",
            when=_can_take,
        ),
        Action(
            "return",
            "退回补正",
            capability=REVIEWERS,
            form=ReviewForm,
            act=actions.return_project,
            named="project",
            done="退回去了，写的人看得到理由。",
            when=_can_take,
        ),
        Action(
            "publicise",
            "开始公示",
            capability="programme.publicise",
            form=PubliciseForm,
            act=actions.publicise,
            named="project",
            look="go",
            done=lambda shown: f"已经公示，到{shown.ends_on.month}月{shown.ends_on.day}日为止。",
            when=_is(State.APPROVED),
        ),
        Action(
            "handle",
            "答复异议",
            capability="programme.handle_objection",
            form=HandleForm,
            act=actions.answer_objection,
            named="thing",
            look="go",
            done="答复了，公示页上看得到。",
            when=lambda row, _person: row.has_open_objection,
        ),
        Action(
            "in-force",
            "公示期满，项目生效",
            capability="programme.publicise",
            form=InForceForm,
            act=actions.put_in_force,
            named="thing",
            look="go",
            done="生效了，可以签合同、开工。",
            when=_is_over,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Project]:
        lacks = Case(
            When(projects.without_proof(), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        return projects.for_person(person).annotate(lacks_proof=lacks)

    def title_of(self, thing: Project) -> str:
        return f"项-{thing.pk:04}　{thing.name}"

    def note_of(self, thing: Project) -> str:
        return f"{thing.contractor.name}，{projects.state(thing).word}"

    def mark_of(self, thing: Project) -> Mark:
        return _mark(thing)

    def told(self, thing: Project, person: User) -> Mapping[str, object]:
        draft, line, shown = thing.draft, projects.line_of(thing), thing.publicity
        left = projects.left_beside(thing, line) if line else {}
        return {
            "total": draft.total,
            "five": projects.five_of(draft),
            "missing": "、".join(missing(draft)) if projects.state(thing).is_open_to_change else "",
            "amounts": [
                Row(source.word, money, left.get(source))
                for source, money in draft.amounts.items()
                if money or left.get(source)
            ],
            "line": f"{line.seq} {line.name}" if line else thing.budget_line,
            "progress": progress_of(thing.paper) if thing.paper else None,
            "standing": shown.standing(timezone.localdate()) if shown else None,
            "objections": notices.objections_to(shown) if shown else [],
            "media": notices.media_of(shown) if shown else [],
            "sees_words": may(person, "programme.handle_objection", place=thing.programme.place_code),
            "takes_pack": may(person, "programme.take_pack", place=thing.programme.place_code),
        }
