"""The desk of work (开工与履约): what must stand before a start, and what is owed behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.approvals.progress import progress_of
from xiangji.core.office.desk import Action, ActionForm, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.programme import actions
from xiangji.programme.models import ConstructionPlan, Project
from xiangji.programme.office.project_forms import HandleForm, InForceForm, PubliciseForm
from xiangji.programme.office.projects import PROJECTS
from xiangji.programme.office.selection_forms import day_field, long_text
from xiangji.programme.queries import notices, works
from xiangji.programme.queries.works import Work
from xiangji.programme.rules import agreement, starting
from xiangji.programme.rules.agreement import FINDING_LENGTH, MOST_MONTHS, Kind
from xiangji.programme.rules.constructing import PAPER_LENGTH, SUMMARY_LENGTH
from xiangji.programme.rules.publicity import Outcome

STAGES = works.PLAN_STAGES


def _work(project: Any) -> Work:  # noqa: ANN401 - a row on which `together` hung it
    """Hung on the row of a list; read anew for a single paper."""
    found: Work = getattr(project, "work", None) or works.work_of(project)
    project.work = found
    return found


class PlanForm(ActionForm):
    summary = long_text(
        "建设方案要点（公开）", SUMMARY_LENGTH, help_text="建什么、分几步、什么时候完；全文传成附件。"
    )

    def prepare(self) -> None:
        plan = _work(self.thing).plan
        self.fields["summary"].initial = plan.summary if plan else ""


class SeenPlanForm(ActionForm):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        plan = _work(self.thing).plan
        self.fields["seen"].initial = plan.paper.version if plan else None


class ReviewPlanForm(SeenPlanForm):
    reason = forms.CharField(
        label="意见（退回要写明补什么）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecidePlanForm(ReviewPlanForm):
    decision = forms.CharField(
        label="县政府的批准", help_text="文号或者哪次会议。", required=False, max_length=PAPER_LENGTH
    )
    decided_on = day_field("哪天批准", required=False)


class HandlePlanForm(HandleForm):
    """Of the construction plan's publicity, not of the project's own."""

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["objection"])
        plan = _work(self.thing).plan
        rows = notices.objections_to(plan.publicity) if plan and plan.publicity else []
        numbered = enumerate(rows, 1)
        field.choices = [(row.pk, f"第{n}条：{row.text[:40]}") for n, row in numbered if not row.finding]


class AgreementForm(ActionForm):
    kind = forms.ChoiceField(label="哪一种", choices=[(kind.value, kind.word) for kind in Kind])
    number = forms.CharField(label="协议编号", max_length=agreement.NUMBER_LENGTH)
    with_whom = forms.CharField(
        label="与谁签", help_text="项目实施单位，例：县商务局。", max_length=agreement.PARTY_LENGTH
    )
    signed_on = day_field("签订日期")
    service_since = day_field("服务期从哪天起", help_text="只有建设运营协议要写。", required=False)
    service_months = forms.IntegerField(
        label="服务期（月）", required=False, min_value=1, max_value=MOST_MONTHS, help_text="6年写72。"
    )
    reason = forms.CharField(
        label="为什么换（换掉同种的前一份才写）", required=False, max_length=agreement.REASON_LENGTH
    )


class CheckForm(ActionForm):
    year = forms.TypedChoiceField(label="哪一年", coerce=int)
    is_kept = forms.TypedChoiceField(
        label="做到了没有",
        choices=[("yes", "做到了"), ("no", "没有做到")],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )
    finding = long_text("检查情况", FINDING_LENGTH, help_text="看了什么，哪些做到了，哪些没有，怎样处理。")

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["year"])
        due = _work(self.thing).checks_due(timezone.localdate())
        field.choices = [(year, f"第{year}年") for year in due]


class StartForm(ActionForm):
    started_on = day_field("哪天开工")
    reason = long_text(
        "为什么现在开工",
        starting.REASON_LENGTH,
        help_text="方案原则上要的还没有，才要写。",
        required=False,
    )


def _mark(project: Project) -> Mark:
    work, today = _work(project), timezone.localdate()
    due = work.checks_due(today)
    if due:
        return Mark("warn", f"第{due[0]}年等检查")
    if work.start:
        return Mark("ok", "开工了")
    if blocking := starting.missing(work.conditions, "block"):
        return Mark("wait", f"还缺{len(blocking)}项")
    warning = starting.missing(work.conditions, "warn")
    return Mark("warn", "开工要写理由") if warning else Mark("info", "可以开工")


def _service(project: Project) -> str:
    service = _work(project).service
    return service.words(timezone.localdate()) if service else ""


def _plan_state(*states: str) -> Any:  # noqa: ANN401 - a `when` of an action
    def when(project: Project, _person: User) -> bool:
        plan = _work(project).plan
        return plan is not None and plan.paper.state in states

    return when


def _may_write(project: Project, _person: User) -> bool:
    plan = _work(project).plan
    is_stopped = bool(plan and plan.publicity and plan.publicity.outcome == Outcome.STOPPED)
    return plan is None or is_stopped or plan.paper.state in ("draft", "returned")


def _may_take(project: Project, person: User) -> bool:
    plan = _work(project).plan
    return bool(plan and plan.paper.waits_for and may(person, plan.paper.waits_for))


def _at_bureau(project: Project, person: User) -> bool:
    plan = _work(project).plan
    return _may_take(project, person) and bool(plan and plan.paper.waits_for == STAGES[0])


def _at_county(project: Project, person: User) -> bool:
    plan = _work(project).plan
    return _may_take(project, person) and bool(plan and plan.paper.waits_for == STAGES[1])


def _may_show(project: Project, _person: User) -> bool:
    plan = _work(project).plan
    return bool(plan and plan.paper.state == "approved" and plan.publicity is None)


def _is_objected(project: Project, _person: User) -> bool:
    plan = _work(project).plan
    return bool(plan and plan.has_open_objection)  # type: ignore[attr-defined]


def _is_over(project: Project, person: User) -> bool:
    plan = _work(project).plan
    shown = plan.publicity if plan else None
    runs = shown is not None and shown.is_open and not _is_objected(project, person)
    return bool(runs and shown and shown.standing(timezone.localdate()).is_over)


@desk
class WorkDesk(Desk[Project]):
    key = "works"
    title = "开工与履约"
    menu = PROJECTS
    order = 60
    capability = "programme.read_contractors"
    unit = "个"
    columns = (
        Column("编号", lambda row: f"项-{row.pk:04}", look="nowrap", order="pk"),
        Column("项目", lambda row: Named(row.name, row.contractor.name), look="wide", order="name"),
        Column("服务期", _service, look="wide"),
        Column("怎样了", _mark, look="nowrap"),
    )
    chips = (
        Chip("mine", "等我办", lambda person: works.waits_for(person, timezone.localdate())),
        Chip("checks", "等年度检查", lambda _person: works.with_checks_due(timezone.localdate())),
        Chip("waiting", "还没有开工", Q(has_started=False)),
        Chip("started", "开工了", Q(has_started=True)),
    )
    todo = Todo(chip="mine", capability="programme.read_contractors", sentence="等您办的开工和履约。")
    search = ("name", "contractor__name")
    detail = "programme/office/_work.html"
    shows = {
        "programme.ConstructionPlan": lambda key: Q(
            pk__in=ConstructionPlan.objects.filter(pk=key).values("project")
        )
    }
    has_evidence = True
    empty = Empty(new="还没有生效的项目。项目公示期满、没有异议，就站到这里等开工。", done="都办完了。")
    actions = (
        Action(
            "write-plan",
            "写项目建设方案",
            capability="programme.plan_construction",
            form=PlanForm,
            act=actions.write_construction_plan,
            named="project",
            done="存下来了，还没有报送。",
            when=_may_write,
        ),
        Action(
            "submit-plan",
            "报送建设方案",
            capability="programme.plan_construction",
            form=SeenPlanForm,
            act=actions.submit_construction_plan,
            named="project",
            look="go",
            done="报上去了，等商务局审核。",
            when=_plan_state("draft", "returned"),
        ),
        Action(
            "review-plan",
            "建设方案审核同意",
            capability="programme.review_construction",
            form=ReviewPlanForm,
            act=actions.approve_construction_plan,
            named="project",
            look="go",
            done="同意了，等县政府批准。",
            when=_at_bureau,
        ),
        Action(
            "decide-plan",
            "记县政府的批准",
            capability="programme.decide_construction",
            form=DecidePlanForm,
            act=actions.approve_construction_plan,
            named="project",
            look="go",
            done="记下了，下一步公示建设方案。",
            when=_at_county,
        ),
        Action(
            "return-plan",
            "退回建设方案",
            capability=STAGES,
            form=ReviewPlanForm,
            act=actions.return_construction_plan,
            named="project",
            done="退回去了，写的人看得到理由。",
            when=_may_take,
        ),
        Action(
            "show-plan",
            "公示建设方案",
            capability="programme.publicise",
            form=PubliciseForm,
            act=actions.publicise_construction_plan,
            named="project",
            look="go",
            done=lambda shown: f"已经公示，到{shown.ends_on.month}月{shown.ends_on.day}日为止。",
            when=_may_show,
        ),
        Action(
            "handle-plan",
            "答复异议",
            capability="programme.handle_objection",
            form=HandlePlanForm,
            act=actions.answer_construction_objection,
            named="project",
            look="go",
            done="答复了，公示页上看得到。",
            when=_is_objected,
        ),
        Action(
            "plan-clear",
            "建设方案公示期满",
            capability="programme.publicise",
            form=InForceForm,
            act=actions.conclude_construction,
            named="project",
            look="go",
            done="记下了，没有成立的异议。",
            when=_is_over,
        ),
        Action(
            "sign",
            "登记协议",
            capability="programme.keep_agreements",
            form=AgreementForm,
            act=actions.sign_agreement,
            named="project",
            done="登记了。把签好的协议传成附件。",
        ),
        Action(
            "check",
            "记年度检查",
            capability="programme.check_service",
            form=CheckForm,
            act=actions.check_service,
            named="project",
            look="go",
            done="记下了，以后不改。",
            when=lambda project, _person: bool(_work(project).checks_due(timezone.localdate())),
        ),
        Action(
            "start",
            "登记开工",
            capability="programme.start_work",
            form=StartForm,
            act=actions.start_work,
            named="project",
            look="go",
            done="开工了。",
            when=lambda project, _person: _work(project).start is None,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Project]:
        return works.works_for(person)

    def together(self, things: Sequence[Any]) -> None:
        found = works.works_of(things)
        for project in things:
            project.work = found[project.pk]

    def title_of(self, thing: Project) -> str:
        return f"项-{thing.pk:04}　{thing.name}"

    def note_of(self, thing: Project) -> str:
        return f"{thing.contractor.name}，{_mark(thing).word}"

    def mark_of(self, thing: Project) -> Mark:
        return _mark(thing)

    def told(self, thing: Project, person: User) -> Mapping[str, object]:
        work, today = _work(thing), timezone.localdate()
        shown = work.plan.publicity if work.plan else None
        return {
            "work": work,
            "lacking": [
                each for weight in ("block", "warn") for each in starting.missing(work.conditions, weight)
            ],
            "progress": progress_of(work.plan.paper) if work.plan else None,
            "agreements": [(Kind(row.kind).word, row) for row in work.agreements.values()],
            "countdown": _service(thing),
            "next_check": agreement.next_check(work.service, work.checked) if work.service else None,
            "due": work.checks_due(today),
            "shown": shown,
            "standing": shown.standing(today) if shown else None,
            "objections": notices.objections_to(shown) if shown else [],
            "sees_words": may(person, "programme.handle_objection", place=thing.programme.place_code),
        }

    def evidence_of(self, thing: Project) -> str:
        return f"programme.Work:{thing.pk}"

    def history_of(self, thing: Project) -> Iterable[str]:
        plans = ConstructionPlan.objects.filter(project=thing).values_list("pk", flat=True)
        return [self.what(thing), *(f"programme.ConstructionPlan {pk}" for pk in plans)]
