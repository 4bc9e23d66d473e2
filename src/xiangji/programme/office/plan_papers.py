"""The desk of plan papers (方案与资金安排): drafted, passed by a meeting, publicised, filed, changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.approvals.progress import progress_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, Todo, desk
from xiangji.programme import actions
from xiangji.programme.models import PlanPaper
from xiangji.programme.office.plan_paper_forms import (
    ChangeForm,
    DraftForm,
    DropForm,
    EditForm,
    FilingForm,
    MeetingForm,
    ReasonForm,
    SubmitForm,
    WriteForm,
)
from xiangji.programme.office.project_forms import HandleForm, InForceForm, PubliciseForm
from xiangji.programme.office.questions import PLAN
from xiangji.programme.queries import notices, plan_papers
from xiangji.programme.rules.plan_paper import ChangeKind, Order, Sort, State

_LOOKS: Mapping[State, Literal["ok", "warn", "bad", "info", "wait"]] = {
    State.DRAFTED: "info",
    State.SUBMITTED: "wait",
    State.RETURNED: "warn",
    State.PASSED: "wait",
    State.REPORTED: "wait",
    State.PUBLICISED: "wait",
    State.OBJECTED: "warn",
    State.CLEAR: "wait",
    State.IN_FORCE: "ok",
    State.STOPPED: "bad",
    State.WITHDRAWN: "info",
}
_WRITES = (State.DRAFTED, State.RETURNED)


def _is(*states: State) -> Callable[[PlanPaper, User], bool]:
    return lambda paper, _person: plan_papers.state(paper) in states


def _writes_edits(paper: PlanPaper, _person: User) -> bool:
    edits = paper.is_change and paper.sort in {Sort.PLAN, Sort.FUNDS}
    return edits and plan_papers.state(paper) in _WRITES


def _has_edits(paper: PlanPaper, person: User) -> bool:
    return bool(paper.edits) and _writes_edits(paper, person)


def _can_publicise(paper: PlanPaper, _person: User) -> bool:
    after = State.REPORTED if paper.order == Order.FILING_FIRST else State.PASSED
    return plan_papers.state(paper) is after


def _is_over(paper: PlanPaper, _person: User) -> bool:
    shown = paper.publicity
    return bool(
        shown
        and plan_papers.state(paper) is State.PUBLICISED
        and shown.standing(timezone.localdate()).is_over
    )


def _sort(paper: PlanPaper) -> str:
    return f"{Sort(paper.sort).word}的变更" if paper.is_change else Sort(paper.sort).word


def _mark(paper: PlanPaper) -> Mark:
    state = plan_papers.state(paper)
    return Mark(_LOOKS[state], state.word)


class PlanPaperFilter(Filters):
    sort = django_filters.ChoiceFilter(
        label="是什么", empty_label="都看", choices=[(sort.value, sort.word) for sort in Sort]
    )

    class Meta:
        model = PlanPaper
        fields: list[str] = []


@desk
class PlanPaperDesk(Desk[PlanPaper]):
    key = "plan-papers"
    title = "方案与资金安排"
    menu = PLAN
    order = 40
    capability = "programme.read_plan_papers"
    unit = "份"
    columns = (
        Column("文件", lambda row: Named(row.title, row.number or "还没有文号"), look="wide", order="title"),
        Column("是什么", _sort, look="nowrap", order="sort"),
        Column("审议通过", "met_on", look="nowrap", order="met_on"),
        Column("怎样了", _mark, look="nowrap"),
        Column("起草", "drafted_at", look="nowrap", order="drafted_at"),
    )
    export = (
        Column("题目", "title"),
        Column("文号", "number"),
        Column("是什么", _sort),
        Column("变更", lambda row: ChangeKind(row.change_kind).word if row.change_kind else ""),
        Column("变更理由", "reason"),
        Column("写了什么", "summary"),
        Column("次序", lambda row: Order(row.order).word),
        Column("会议", "meeting"),
        Column("审议通过", "met_on"),
        Column("公示到", lambda row: row.publicity.ends_on if row.publicity else None),
        Column("备案", lambda row: _filings(row)),
        Column("生效", "in_force_at"),
        Column("怎样了", lambda row: plan_papers.state(row).word),
    )
    chips = (
        Chip("mine", "等我办", plan_papers.waits_for),
        Chip("public", "正在公示", plan_papers.WHERE[State.PUBLICISED] | plan_papers.WHERE[State.OBJECTED]),
        Chip("in_force", "生效", plan_papers.WHERE[State.IN_FORCE]),
        Chip("changes", "变更", Q(changes__isnull=False)),
    )
    todo = Todo(chip="mine", capability="programme.read_plan_papers", sentence="等您办的方案文件。")
    filters = PlanPaperFilter
    search = ("title", "number", "summary")
    ordering = ("-pk",)
    detail = "programme/office/_plan_paper.html"
    has_evidence = True
    empty = Empty(
        new="还没有方案文件。起草一份：方案或者资金安排，报常务会议审议，公示、报备以后生效。",
        done="都办完了。有文件要审议、公示、报备，就站到这里。",
    )
    actions = (
        Action(
            "draft",
            "起草一份文件",
            capability="programme.draft_plan_paper",
            form=DraftForm,
            act=actions.draft_plan_paper,
            look="go",
            done="存下来了。写好了报常务会议。",
            of_list=True,
        ),
        Action(
            "submit",
            "报常务会议",
            capability="programme.draft_plan_paper",
            form=SubmitForm,
            act=actions.submit_plan_paper,
            named="paper",
            look="go",
            done="报上去了，等常务会议审议。",
            when=_is(*_WRITES),
        ),
        Action(
            "write",
            "改写文件",
            capability="programme.draft_plan_paper",
            form=WriteForm,
            act=actions.write_plan_paper,
            named="paper",
            done="改好了，还没有报。",
            when=_is(*_WRITES),
        ),
        Action(
            "edit",
            "改方案一处",
            capability="programme.draft_plan_paper",
            form=EditForm,
            act=actions.edit_plan,
            named="paper",
            done="写下了。新旧对照在下面。",
            when=_writes_edits,
        ),
        Action(
            "drop",
            "这一处不改了",
            capability="programme.draft_plan_paper",
            form=DropForm,
            act=actions.drop_edit,
            named="paper",
            done="去掉了，照原来的。",
            when=_has_edits,
        ),
        Action(
            "withdraw",
            "撤回文件",
            capability="programme.draft_plan_paper",
            form=ReasonForm,
            act=actions.withdraw_plan_paper,
            named="paper",
            look="stop",
            done="撤回了。",
            when=_is(State.DRAFTED, State.SUBMITTED, State.RETURNED),
        ),
        Action(
            "pass",
            "记审议通过",
            capability="programme.record_meeting",
            form=MeetingForm,
            act=actions.pass_plan_paper,
            named="paper",
            look="go",
            done="记下了，接着公示、报备。",
            when=_is(State.SUBMITTED),
        ),
        Action(
            "return",
            "会议没有通过，退回",
            capability="programme.record_meeting",
            form=ReasonForm,
            act=actions.return_plan_paper,
            named="paper",
            done="退回去了，办公室看得到理由。",
            when=_is(State.SUBMITTED),
        ),
        Action(
            "publicise",
            "开始公示",
            capability="programme.publicise",
            form=PubliciseForm,
            act=actions.publicise_plan_paper,
            named="paper",
            look="go",
            done=lambda shown: f"已经公示，到{shown.ends_on.month}月{shown.ends_on.day}日为止。",
            when=_can_publicise,
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
            "conclude",
            "公示期满",
            capability="programme.publicise",
            form=InForceForm,
            act=actions.put_in_force,
            named="thing",
            look="go",
            done="公示结束了，没有成立的异议。",
            when=_is_over,
        ),
        Action(
            "file",
            "记一次备案",
            capability="programme.record_filing",
            form=FilingForm,
            act=actions.record_filing,
            named="paper",
            done="记下了。回执传到“备案登记”的这一条里。",
            when=lambda row, _person: bool(row.meeting) and plan_papers.state(row) is not State.STOPPED,
        ),
        Action(
            "change",
            "写变更",
            capability="programme.draft_plan_paper",
            form=ChangeForm,
            act=actions.draft_change,
            named="paper",
            done="存下来了。逐处写明改什么，再报常务会议。",
            when=_is(State.IN_FORCE),
        ),
    )

    def for_person(self, person: User) -> QuerySet[PlanPaper]:
        return plan_papers.for_person(person)

    def note_of(self, thing: PlanPaper) -> str:
        return f"{_sort(thing)}，{plan_papers.state(thing).word}"

    def mark_of(self, thing: PlanPaper) -> Mark:
        return _mark(thing)

    def told(self, thing: PlanPaper, person: User) -> Mapping[str, object]:
        shown, filings = thing.publicity, plan_papers.filings_of(thing)
        media = notices.media_of(shown) if shown else []
        return {
            "sort": _sort(thing),
            "order": Order(thing.order).word,
            "change": ChangeKind(thing.change_kind).word if thing.change_kind else "",
            "steps": plan_papers.steps(thing, filings),
            "progress": progress_of(thing.approval) if thing.approval else None,
            "differences": plan_papers.differences(thing) if thing.is_change else (),
            "standing": shown.standing(timezone.localdate()) if shown else None,
            "media": media,
            "missing_media": "、".join(plan_papers.missing_media(thing, media)) if shown else "",
            "objections": notices.objections_to(shown) if shown else [],
            "sees_words": may(person, "programme.handle_objection", place=thing.programme.place_code),
            "filings": filings,
            "changes": plan_papers.changes_of(thing) if not thing.is_change else [],
        }

    def history_of(self, thing: PlanPaper) -> Iterable[str]:
        return (self.what(thing),)


def _filings(paper: PlanPaper) -> str:
    found = plan_papers.filings_of(paper)
    return "；".join(
        f"{each.on.isoformat()} {each.get_whom_display()} {each.number}".strip() for each in found
    )
