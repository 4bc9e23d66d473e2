"""The desk of the ledger of projects (项目台账, PRG-54): read only, each figure with the papers behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Chip, Column, Desk, Empty, Mark, Named, desk
from xiangji.core.values import Month
from xiangji.programme.models import Project
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.queries.money import duty, ledger
from xiangji.programme.rules.words import month_words

_LOOKS = {"验收合格": "ok", "验收不合格": "bad", "在建": "info"}


def _mark(project: Project) -> Mark:
    word = duty.progress(project)
    if duty.is_late(project, timezone.localdate()):
        return Mark("warn", f"{word}，过了时间节点")
    return Mark(_LOOKS.get(word, "wait"), word)  # type: ignore[arg-type]


def _line(project: Project) -> str:
    return ledger.names_in(project.programme).get(project.budget_line, project.budget_line)


def _due(project: Project) -> str:
    return month_words(Month.parse(project.due_month)) if project.due_month else ""


@desk
class ProjectLedgerDesk(Desk[Project]):
    key = "project-ledger"
    title = "项目台账"
    menu = MONEY
    order = 5
    capability = "programme.read_projects"
    unit = "个"
    columns = (
        Column("项目", lambda row: Named(row.name, row.contractor.name), look="wide", order="name"),
        Column("预算（元）", lambda row: duty.standing(row).planned, look="num", order="planned_fen"),
        Column("合同（元）", lambda row: duty.standing(row).contract, look="num", order="contract_fen"),
        Column("拨付（元）", lambda row: duty.standing(row).paid, look="num", order="paid_fen"),
        Column("进度", _mark, look="nowrap"),
    )
    export = (
        Column("地方", "programme.place.name"),
        Column("方案", "programme.version.title"),
        Column("预算行", _line),
        Column("项目", "name"),
        Column("建设内容", "content"),
        Column("工作目标", "goal"),
        Column("责任主体", "responsible_body"),
        Column("承办单位", "contractor.name"),
        Column("时间节点", _due),
        Column("预算", lambda row: duty.standing(row).planned),
        Column("合同", lambda row: duty.standing(row).contract),
        Column("申请", lambda row: duty.standing(row).requested),
        Column("拨付", lambda row: duty.standing(row).paid),
        Column("结余", lambda row: duty.standing(row).left),
        Column("进度", lambda row: _mark(row).word),
        Column("月度审核（份）", "audits"),
        Column("资产（项）", "assets"),
    )
    chips = (
        Chip("late", "过了时间节点", lambda _person: duty.late()),
        Chip("idle", "没有开工", ~duty.STARTED & Q(was_judged=False)),
        Chip("building", "在建", duty.STARTED & Q(was_judged=False)),
        Chip("accepted", "验收合格", duty.ACCEPTED),
    )
    search = ("name", "contractor__name", "responsible_body", "content")
    ordering = ("budget_line", "pk")
    detail = "programme/office/_project_ledger.html"
    empty = Empty(
        new="还没有生效的项目。项目审定、公示期满以后站到这里，合同、拨付、审核、验收都写在它后面。",
        done="这里没有项目。",
        search="没有找到。写项目、承办单位或者责任主体的名字再找。",
    )

    def for_person(self, person: User) -> QuerySet[Project]:
        return duty.for_person(person)

    def title_of(self, thing: Project) -> str:
        return thing.name

    def note_of(self, thing: Project) -> str:
        return thing.contractor.name

    def mark_of(self, thing: Project) -> Mark:
        return _mark(thing)

    def told(self, thing: Project, person: User) -> Mapping[str, object]:
        return {
            "money": duty.standing(thing),
            "line": _line(thing),
            "due": _due(thing),
            "papers": duty.papers(thing, person),
        }

    def history_of(self, thing: Project) -> Iterable[str]:
        return (self.what(thing),)
