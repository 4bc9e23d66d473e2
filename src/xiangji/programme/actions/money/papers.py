"""The papers behind payments: that a project was accepted, and what an audit found for a month."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money, Month
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import AcceptanceResult, MonthlyAudit, Project
from xiangji.programme.rules.money import paper as rules
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.rules.words import month_words, yuan_words


@transaction.atomic
def record_acceptance(
    *,
    project: Project,
    accepted_on: date,
    is_passed: bool,
    finding: str,
    shown: Shown,
    by: User,
    happened_at: datetime,
) -> AcceptanceResult:
    """A later one counts instead of an earlier one."""
    acting = permit(by, "programme.keep_payment_papers", place=project.programme.place_code)
    today = timezone.localdate(happened_at)
    said = rules.words_of(finding, "验收意见")
    rules.check_day(accepted_on, today, "验收日期")
    rules.check_shown(shown, accepted_on)

    result = AcceptanceResult.objects.create(
        project=project,
        accepted_on=accepted_on,
        is_passed=is_passed,
        finding=said,
        shown_from=shown.since,
        shown_until=shown.until,
        has_objection=shown.has_objection,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "accepted_on": accepted_on.isoformat(),
        "is_passed": is_passed,
        "finding": said,
        "shown_until": shown.until.isoformat() if shown.until else "",
    }
    note(by=by, did="programme.accepted", what=result, happened_at=happened_at, facts=facts)
    return result


@transaction.atomic
def record_monthly_audit(
    *,
    project: Project,
    month: Month,
    auditor: str,
    amount: Money,
    finding: str,
    by: User,
    happened_at: datetime,
) -> MonthlyAudit:
    """A later one of the same month counts instead of an earlier one."""
    acting = permit(by, "programme.keep_payment_papers", place=project.programme.place_code)
    said, firm = rules.words_of(finding, "审核意见"), rules.words_of(auditor, "审核单位", length=120)
    rules.check_month(month, timezone.localdate(happened_at))
    rules.check_audited(amount)

    audit = MonthlyAudit.objects.create(
        project=project,
        month=str(month),
        auditor=firm,
        fen=amount.fen,
        finding=said,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "month": month_words(month),
        "amount": f"{yuan_words(amount)}元",
        "auditor": firm,
    }
    note(by=by, did="programme.month_audited", what=audit, happened_at=happened_at, facts=facts)
    return audit
