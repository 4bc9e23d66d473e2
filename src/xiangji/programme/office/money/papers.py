"""The desks of the papers behind payments: acceptances (验收结果) and monthly audits (月度审核)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, desk
from xiangji.core.values import Month
from xiangji.programme.actions.money import papers
from xiangji.programme.models import AcceptanceResult, MonthlyAudit
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.payment_forms import AcceptanceForm, AuditForm
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.words import day_words, month_words

# A later row says the same anew, and the last one counts.
_LATER_ACCEPTANCE = AcceptanceResult.objects.filter(project=OuterRef("project"), pk__gt=OuterRef("pk"))
_LATER_AUDIT = MonthlyAudit.objects.filter(
    project=OuterRef("project"), month=OuterRef("month"), pk__gt=OuterRef("pk")
)
REPLACED = "后来又登记过"
COUNTING = Q(is_replaced=False)


def _project(row: AcceptanceResult | MonthlyAudit) -> Named:
    return Named(row.project.name, row.project.contractor.name)


def _verdict(row: AcceptanceResult) -> Mark:
    if row.is_replaced:  # type: ignore[attr-defined]  # see for_person
        return Mark("info", f"{'合格' if row.is_passed else '不合格'}，{REPLACED}")
    return Mark("ok", "合格") if row.is_passed else Mark("bad", "不合格")


def _standing(row: MonthlyAudit) -> Mark:
    return Mark("info", REPLACED) if row.is_replaced else Mark("ok", "算数")  # type: ignore[attr-defined]


def _shown(row: AcceptanceResult) -> str:
    if row.shown_from is None or row.shown_until is None:
        return "没有公示"
    said = f"{day_words(row.shown_from)}到{day_words(row.shown_until)}"
    return f"{said}，有异议" if row.has_objection else said


def _month(row: MonthlyAudit) -> str:
    return month_words(Month.parse(row.month))


@desk
class AcceptanceDesk(Desk[AcceptanceResult]):
    key = "acceptances"
    title = "验收结果"
    menu = MONEY
    order = 40
    capability = "programme.read_payments"
    unit = "份"
    columns = (
        Column("项目", _project, look="wide", order="project__name"),
        Column("验收日期", "accepted_on", look="nowrap", order="accepted_on"),
        Column("公示", _shown, look="wide"),
        Column("结论", _verdict, look="nowrap"),
    )
    chips = (Chip("failed", "不合格", COUNTING & Q(is_passed=False)),)
    search = ("project__name", "project__contractor__name", "finding")
    detail = "programme/office/_acceptance.html"
    has_evidence = True
    empty = Empty(new="还没有验收结果。验收过了，商务局在这里登记，再传验收报告。", done="没有不合格的。")
    actions = (
        Action(
            "accept",
            "登记验收",
            capability="programme.keep_payment_papers",
            form=AcceptanceForm,
            act=papers.record_acceptance,
            look="go",
            done="登记了，把验收报告传到下面。",
            of_list=True,
        ),
    )

    def for_person(self, person: User) -> QuerySet[AcceptanceResult]:
        return payments.acceptances_for(person).annotate(is_replaced=Exists(_LATER_ACCEPTANCE))

    def title_of(self, thing: AcceptanceResult) -> str:
        return f"{thing.project.name}：验收"

    def mark_of(self, thing: AcceptanceResult) -> Mark:
        return _verdict(thing)


@desk
class AuditDesk(Desk[MonthlyAudit]):
    key = "monthly-audits"
    title = "月度审核"
    menu = MONEY
    order = 41
    capability = "programme.read_payments"
    unit = "份"
    columns = (
        Column("项目", _project, look="wide", order="project__name"),
        Column("哪个月", _month, look="nowrap", order="month"),
        Column("审定金额（元）", "money", look="num", order="fen"),
        Column("审核单位", "auditor", look="wide"),
        Column("怎样", _standing, look="nowrap"),
    )
    chips = (Chip("counting", "算数的", COUNTING),)
    search = ("project__name", "project__contractor__name", "auditor")
    detail = "programme/office/_monthly_audit.html"
    has_evidence = True
    empty = Empty(new="还没有月度审核。一个月过完、审核报告出了，商务局在这里登记，再传报告。", done="没有。")
    actions = (
        Action(
            "audit",
            "登记月度审核",
            capability="programme.keep_payment_papers",
            form=AuditForm,
            act=papers.record_monthly_audit,
            look="go",
            done="登记了，把审核报告传到下面。",
            of_list=True,
        ),
    )

    def for_person(self, person: User) -> QuerySet[MonthlyAudit]:
        return payments.audits_for(person).annotate(is_replaced=Exists(_LATER_AUDIT))

    def title_of(self, thing: MonthlyAudit) -> str:
        return f"{thing.project.name}：{_month(thing)}审核"

    def mark_of(self, thing: MonthlyAudit) -> Mark:
        return _standing(thing)
