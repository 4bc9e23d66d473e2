"""Evidence of payments and of the papers behind them, and what is noted about them, in words."""

from __future__ import annotations

from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.history import calls, says
from xiangji.programme.actions.money.payments import STAGES
from xiangji.programme.models import AcceptanceResult, MonthlyAudit, Payment
from xiangji.programme.queries.money import payments

calls(
    {
        "number": "编号",
        "what_for": "事由",
        "basis": "按什么付",
        "amount": "金额",
        "parts": "来源和支出方向",
        "invoices": "发票",
    }
)
says("programme.payment_changed", "改了拨付申请")
says("programme.payment_stopped", "停付", {"reason": "理由", "amount": "没有付的"})
says("programme.warning_answered", "写了理由", {"rule": "规则", "reason": "理由"})
says(
    "programme.treasury_paid",
    "记下国库支付",
    {
        "source": "来源",
        "amount": "金额",
        "quota_number": "指标文号",
        "voucher_number": "支付凭证号",
        "paid_on": "支付日期",
    },
)
says("programme.slip_taken", "取走了审批单", {"form": "格式", "digest": "校验码"})
says(
    "programme.money_came_back",
    "记下收回",
    {
        "source": "来源",
        "amount": "金额",
        "voucher_number": "收款凭证号",
        "entry": "记账凭证",
        "reason": "为什么",
    },
)
says("programme.spending_booked", "补记支出", {"amount": "金额", "entries": "记账凭证"})
says("programme.accepted", "登记验收结果", {"accepted_on": "验收日期", "finding": "意见"})
says(
    "programme.month_audited", "登记月度审核", {"month": "月份", "amount": "审定金额", "auditor": "审核单位"}
)


def may_see_payment(person: User, key: str) -> bool:
    return key.isdecimal() and payments.for_person(person).filter(pk=key).exists()


def may_add_to_payment(person: User, key: str) -> bool:
    """The author while it is written, whoever judges while it is judged, the treasury's recorder after."""
    payment = payments.for_person(person).filter(pk=key).first() if key.isdecimal() else None
    if payment is None:
        return False
    project = payment.project
    place, firm = project.programme.place_code, project.contractor
    judging = (*(stage.capability for stage in STAGES), "programme.record_payment")
    return may(person, "programme.draft_payment", place=place, organisation=firm) or any(
        may(person, capability, place=place) for capability in judging
    )


@owner_of("programme.Payment", may_see=may_see_payment, may_add=may_add_to_payment)
def payment_paper(key: str) -> Paper | None:
    payment = Payment.objects.filter(pk=key).first() if key.isdecimal() else None
    return Paper(str(payment), reverse("office-paper", args=["payments", payment.pk])) if payment else None


def may_see_acceptance(person: User, key: str) -> bool:
    return key.isdecimal() and payments.acceptances_for(person).filter(pk=key).exists()


def may_add_to_acceptance(person: User, key: str) -> bool:
    found = payments.acceptances_for(person).filter(pk=key).first() if key.isdecimal() else None
    return found is not None and may(
        person, "programme.keep_payment_papers", place=found.project.programme.place_code
    )


@owner_of("programme.AcceptanceResult", may_see=may_see_acceptance, may_add=may_add_to_acceptance)
def acceptance_paper(key: str) -> Paper | None:
    row = (
        AcceptanceResult.objects.filter(pk=key).select_related("project").first() if key.isdecimal() else None
    )
    if row is None:
        return None
    return Paper(f"{row.project.name}：验收", reverse("office-paper", args=["acceptances", row.pk]))


def may_see_audit(person: User, key: str) -> bool:
    return key.isdecimal() and payments.audits_for(person).filter(pk=key).exists()


def may_add_to_audit(person: User, key: str) -> bool:
    found = payments.audits_for(person).filter(pk=key).first() if key.isdecimal() else None
    return found is not None and may(
        person, "programme.keep_payment_papers", place=found.project.programme.place_code
    )


@owner_of("programme.MonthlyAudit", may_see=may_see_audit, may_add=may_add_to_audit)
def audit_paper(key: str) -> Paper | None:
    row = MonthlyAudit.objects.filter(pk=key).select_related("project").first() if key.isdecimal() else None
    if row is None:
        return None
    title = f"{row.project.name}：{row.month}审核"
    return Paper(title, reverse("office-paper", args=["monthly-audits", row.pk]))
