"""Two registers: what was filed above (备案登记), and everything that is or was publicised (公示与异议)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, Todo, desk
from xiangji.programme import actions
from xiangji.programme.models import Filing, Publicity
from xiangji.programme.office.plan_paper_forms import MediumForm
from xiangji.programme.office.project_forms import HandleForm
from xiangji.programme.office.questions import PLAN
from xiangji.programme.queries import notices, plan_papers
from xiangji.programme.rules.plan_paper import Whom
from xiangji.programme.rules.shown import Kind


class FilingFilter(Filters):
    whom = django_filters.ChoiceFilter(
        label="报给谁", empty_label="都看", choices=[(whom.value, whom.word) for whom in Whom]
    )

    class Meta:
        model = Filing
        fields: list[str] = []


@desk
class FilingDesk(Desk[Filing]):
    """Rows are only added, on the paper itself; here its receipt is attached, and the register exported."""

    key = "filings"
    title = "备案登记"
    menu = PLAN
    order = 50
    capability = "programme.read_plan_papers"
    unit = "条"
    columns = (
        Column("报的是什么", lambda row: Named(row.title, row.number), look="wide", order="title"),
        Column("报给谁", lambda row: Whom(row.whom).word, look="nowrap", order="whom"),
        Column("哪天", "on", look="nowrap", order="on"),
    )
    export = (
        Column("报的是什么", "title"),
        Column("报给谁", lambda row: Whom(row.whom).word),
        Column("哪天报的", "on"),
        Column("文号或者回执号", "number"),
        Column("方案", "programme.key"),
        Column("谁记的", "by.name"),
        Column("岗位", "post_title"),
        Column("记下的时间", "at"),
    )
    filters = FilingFilter
    search = ("title", "number")
    ordering = ("-on", "-pk")
    detail = "programme/office/_filing.html"
    has_evidence = True
    empty = Empty(
        new="还没有备案。方案文件审议通过以后，在那份文件里记一次备案，就站到这里。", done="这里没有备案。"
    )

    def for_person(self, person: User) -> QuerySet[Filing]:
        return plan_papers.filings_for(person)

    def title_of(self, thing: Filing) -> str:
        return f"{thing.title}，报{Whom(thing.whom).word}"

    def told(self, thing: Filing, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"whom": Whom(thing.whom).word, "paper": thing.about.rpartition(":")[2]}

    def history_of(self, thing: Filing) -> Iterable[str]:
        return (self.what(thing), thing.about.replace(":", " "))


class NoticeFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="公示什么", empty_label="都看", choices=[(kind.value, kind.word) for kind in Kind]
    )

    class Meta:
        model = Publicity
        fields: list[str] = []


def _verdict(row: Publicity) -> Mark:
    found = notices.of(row, timezone.localdate())
    if found.verdict:
        return Mark(found.verdict.kind, found.verdict.words)
    return Mark("wait", f"还剩{found.standing.left}个工作日")


@desk
class NoticeDesk(Desk[Publicity]):
    """Everything that is or was publicised: what was said against it, and where else it stood."""

    key = "notices"
    title = "公示与异议"
    menu = PLAN
    order = 60
    capability = "programme.read_plan_papers"
    unit = "件"
    columns = (
        Column("公示什么", lambda row: Named(row.title, Kind(row.kind).word), look="wide", order="title"),
        Column("开始", "started_at", look="nowrap", order="started_at"),
        Column("截止", "ends_on", look="nowrap", order="ends_on"),
        Column("怎样了", _verdict, look="nowrap"),
    )
    export = (
        Column("题目", "title"),
        Column("公示什么", lambda row: Kind(row.kind).word),
        Column("开始", "started_at"),
        Column("截止", "ends_on"),
        Column("工作日", lambda row: len(row.counted)),
        Column("天数依据", "because"),
        Column("公示单位", "post_title"),
        Column("怎样了", lambda row: _verdict(row).word),
    )
    chips = (
        Chip("objected", "有异议等处理", Q(has_open_objection=True)),
        Chip("running", "进行中", Q(outcome="open")),
        Chip("ended", "已结束", ~Q(outcome="open")),
    )
    todo = Todo(chip="objected", capability="programme.handle_objection", sentence="等您答复的异议。")
    filters = NoticeFilter
    search = ("title",)
    ordering = ("-started_at", "-pk")
    detail = "programme/office/_notice.html"
    has_evidence = True
    empty = Empty(new="还没有公示过什么。项目、方案文件开始公示，就站到这里。", done="没有等处理的异议。")
    actions = (
        Action(
            "medium",
            "记下还登在哪里",
            capability="programme.publicise",
            form=MediumForm,
            act=actions.note_medium,
            named="publicity",
            done="记下了。截图或者报纸的照片可以传到凭证里。",
        ),
        Action(
            "handle",
            "答复异议",
            capability="programme.handle_objection",
            form=HandleForm,
            act=actions.handle_objection,
            named="publicity",
            look="go",
            done="答复了，公示页上看得到。",
            when=lambda row, _person: row.has_open_objection,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Publicity]:
        return notices.for_person(person)

    def mark_of(self, thing: Publicity) -> Mark:
        return _verdict(thing)

    def told(self, thing: Publicity, person: User) -> Mapping[str, object]:
        return {
            "body": thing.shown,
            "standing": thing.standing(timezone.localdate()),
            "media": notices.media_of(thing),
            "objections": notices.objections_to(thing),
            "sees_words": may(person, "programme.handle_objection", place=thing.place_code),
        }

    def history_of(self, thing: Publicity) -> Iterable[str]:
        return (self.what(thing), thing.what)
