"""The desk of selections (承办企业选定): conditions, notice, bids, award, and the public's word on both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Bid, Selection
from xiangji.programme.office.project_forms import HandleForm, InForceForm, PubliciseForm
from xiangji.programme.office.projects import PROJECTS
from xiangji.programme.office.selection_forms import (
    AwardForm,
    BidForm,
    FailForm,
    NoticeForm,
    WantedForm,
    WriteForm,
)
from xiangji.programme.queries import document_of, notices, selections
from xiangji.programme.rules.selecting import Stage
from xiangji.programme.rules.starting import Key

_LOOKS: Mapping[Stage, Literal["ok", "warn", "bad", "info", "wait"]] = {
    Stage.WRITTEN: "info",
    Stage.CONDITIONS_SHOWN: "wait",
    Stage.CONDITIONS_OBJECTED: "warn",
    Stage.CONDITIONS_STOPPED: "bad",
    Stage.CONDITIONS_CLEAR: "wait",
    Stage.NOTICED: "wait",
    Stage.AWARDED: "wait",
    Stage.AWARD_SHOWN: "wait",
    Stage.AWARD_OBJECTED: "warn",
    Stage.AWARD_STOPPED: "bad",
    Stage.CHOSEN: "ok",
    Stage.FAILED: "info",
}


def _mark(selection: Selection) -> Mark:
    stage = selections.stage(selection)
    return Mark(_LOOKS[stage], stage.word)


def _method(selection: Selection) -> str:
    return selection.way.word if selection.way else ""


def _price(selection: Selection) -> Money | None:
    return Money(selection.award.bid.amount_fen) if selection.award else None


def _winner(selection: Selection) -> str:
    return selection.award.bid.name if selection.award else "还没有"


def _is(*stages: Stage) -> Callable[[Selection, User], bool]:
    return lambda selection, _person: selections.stage(selection) in stages


def _is_over(selection: Selection, _person: User) -> bool:
    shown = selection.publicity
    runs = selections.stage(selection) in {Stage.CONDITIONS_SHOWN, Stage.AWARD_SHOWN}
    return bool(runs and shown and shown.standing(timezone.localdate()).is_over)


@desk
class SelectionDesk(Desk[Selection]):
    key = "selections"
    title = "承办企业选定"
    menu = PROJECTS
    order = 20
    capability = "programme.read_selections"
    unit = "次"
    columns = (
        Column("编号", lambda row: f"选-{row.pk:04}", look="nowrap", order="pk"),
        Column("选什么", lambda row: Named(row.title, _method(row)), look="wide", order="title"),
        Column("中选", _winner, look="wide"),
        Column("怎样了", _mark, look="nowrap"),
        Column("起草", "written_at", look="nowrap", order="written_at"),
    )
    export = (
        Column("编号", lambda row: f"选-{row.pk:04}"),
        Column("名称", "title"),
        Column("预算行", "budget_line"),
        Column("项目建设内容", "content"),
        Column("承办企业的条件", "conditions"),
        Column("采购方式", _method),
        Column("公告编号", "notice_number"),
        Column("公告登在哪里", "notice_where"),
        Column("公告日期", "noticed_on"),
        Column("中选", _winner),
        Column("中选报价（元）", _price),
        Column("怎样了", lambda row: selections.stage(row).word),
    )
    chips = (
        Chip("mine", "等我办", lambda person: selections.waits_for(person, timezone.localdate())),
        Chip(
            "public",
            "正在公示",
            selections.WHERE[Stage.CONDITIONS_SHOWN]
            | selections.WHERE[Stage.CONDITIONS_OBJECTED]
            | selections.WHERE[Stage.AWARD_SHOWN]
            | selections.WHERE[Stage.AWARD_OBJECTED],
        ),
        Chip("chosen", "选定", selections.WHERE[Stage.CHOSEN]),
        Chip("failed", "没有选成", selections.WHERE[Stage.FAILED]),
    )
    todo = Todo(chip="mine", capability="programme.read_selections", sentence="等您办的承办企业选定。")
    search = ("title", "notice_number", "award__bid__name")
    detail = "programme/office/_selection.html"
    has_evidence = True
    empty = Empty(
        new="还没有选过承办企业。先写建设内容和承办企业的条件，公示以后再公告采购。",
        done="都办完了。有公示期满的、有异议的，就站到这里。",
    )
    actions = (
        Action(
            "write",
            "起一次选定",
            capability="programme.choose_contractor",
            form=WriteForm,
            act=actions.write_selection,
            look="go",
            done="存下来了。下一步公示建设内容和承办企业的条件。",
            of_list=True,
        ),
        Action(
            "change",
            "改内容和条件",
            capability="programme.choose_contractor",
            form=WantedForm,
            act=actions.change_selection,
            named="selection",
            done="改好了，还没有公示。",
            when=_is(Stage.WRITTEN, Stage.CONDITIONS_STOPPED),
        ),
        Action(
            "show-conditions",
            "公示内容和条件",
            capability="programme.publicise",
            form=PubliciseForm,
            act=actions.publicise_conditions,
            named="selection",
            look="go",
            done=lambda shown: f"已经公示，到{shown.ends_on.month}月{shown.ends_on.day}日为止。",
            when=_is(Stage.WRITTEN, Stage.CONDITIONS_STOPPED),
        ),
        Action(
            "notice",
            "登记采购公告",
            capability="programme.choose_contractor",
            form=NoticeForm,
            act=actions.note_notice,
            named="selection",
            look="go",
            done="记下了。收到响应、评审完以后一家一家记。",
            when=_is(Stage.WRITTEN, Stage.CONDITIONS_CLEAR),
        ),
        Action(
            "bid",
            "记一家响应",
            capability="programme.choose_contractor",
            form=BidForm,
            act=actions.record_bid,
            named="selection",
            done="记下了，以后不改。",
            when=_is(Stage.NOTICED),
        ),
        Action(
            "award",
            "定承办企业",
            capability="programme.choose_contractor",
            form=AwardForm,
            act=actions.award_contractor,
            named="selection",
            look="go",
            done="定下来了，下一步公示结果；公示无异议才算选定。",
            when=_is(Stage.NOTICED, Stage.AWARD_STOPPED),
        ),
        Action(
            "show-award",
            "公示结果",
            capability="programme.publicise",
            form=PubliciseForm,
            act=actions.publicise_award,
            named="selection",
            look="go",
            done=lambda shown: f"已经公示，到{shown.ends_on.month}月{shown.ends_on.day}日为止。",
            when=_is(Stage.AWARDED),
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
            when=_is(Stage.CONDITIONS_OBJECTED, Stage.AWARD_OBJECTED),
        ),
        Action(
            "in-force",
            "公示期满，没有异议",
            capability="programme.publicise",
            form=InForceForm,
            act=actions.put_in_force,
            named="thing",
            look="go",
            done="记下了，可以办下一步。",
            when=_is_over,
        ),
        Action(
            "fail",
            "登记没有选成",
            capability="programme.choose_contractor",
            form=FailForm,
            act=actions.fail_selection,
            named="selection",
            look="stop",
            done="记下了。要再选，另起一次。",
            when=_is(Stage.CONDITIONS_CLEAR, Stage.NOTICED, Stage.AWARD_STOPPED),
        ),
    )

    def for_person(self, person: User) -> QuerySet[Selection]:
        return selections.for_person(person)

    def title_of(self, thing: Selection) -> str:
        return f"选-{thing.pk:04}　{thing.title}"

    def note_of(self, thing: Selection) -> str:
        return selections.stage(thing).word

    def mark_of(self, thing: Selection) -> Mark:
        return _mark(thing)

    def told(self, thing: Selection, person: User) -> Mapping[str, object]:
        document, shown = document_of(thing.programme), thing.publicity
        line = document.line(thing.budget_line)
        bids = selections.bids_of(thing)
        return {
            "line": f"{line.seq} {line.name}" if line else thing.budget_line,
            "asked": [each for key in (Key.CONDITIONS, Key.SELECTION) if (each := document.asked(key))],
            "bids": [(bid, Money(bid.amount_fen)) for bid in bids],
            "won": _won(thing, bids),
            "shown": shown,
            "standing": shown.standing(timezone.localdate()) if shown else None,
            "objections": notices.objections_to(shown) if shown else [],
            "sees_words": may(person, "programme.handle_objection", place=thing.programme.place_code),
        }


def _won(selection: Selection, bids: list[Bid]) -> set[int]:
    award = selection.award
    if award is None:
        return set()
    return {bid.pk for bid in bids if award.bid_id in (bid.pk, bid.leader_id)}
