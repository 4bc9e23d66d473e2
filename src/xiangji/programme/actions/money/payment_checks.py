"""Keeping what the rules said of a payment, and why somebody went past one that warns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting
from xiangji.core.audit import JSON, note
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Payment, PaymentCheck, WarningReason
from xiangji.programme.queries.money import payments
from xiangji.programme.queries.money.judging import verdicts_of
from xiangji.programme.rules.money import payment as rules
from xiangji.programme.rules.money.payment import Verdict


def judge(
    *,
    payment: Payment,
    moment: str,
    by: User,
    happened_at: datetime,
    is_held: bool,
) -> tuple[Verdict, ...]:
    """Ask all rules as of that day, and keep each answer with the version of its rule."""
    verdicts = verdicts_of(payment, is_held=is_held, on=timezone.localdate(happened_at))
    keep(payment=payment, moment=moment, verdicts=verdicts, by=by, happened_at=happened_at)
    return verdicts


def keep(
    *,
    payment: Payment,
    moment: str,
    verdicts: Sequence[Verdict],
    by: User,  # noqa: ARG001
    happened_at: datetime,
) -> None:
    """One run of checks; it is only added to. The step of the paper, or its voucher, tells of `by`."""
    last = PaymentCheck.objects.filter(payment=payment).aggregate(last=Max("run"))["last"] or 0
    PaymentCheck.objects.bulk_create(
        PaymentCheck(
            payment=payment,
            moment=moment,
            run=last + 1,
            position=position,
            key=each.key,
            rule=each.rule,
            rule_version=each.version,
            name=each.name,
            clause=each.clause,
            quote=each.quote,
            figure=each.figure,
            limit=each.limit,
            now=each.now,
            bound=each.bound,
            outcome=each.outcome,
            sentence=each.sentence,
            remedy=each.remedy,
            judged_at=happened_at,
        )
        for position, each in enumerate(verdicts)
    )


def answer(
    *,
    payment: Payment,
    verdicts: Sequence[Verdict],
    why: str,
    reasons: Mapping[str, str] | None,
    by: User,
    acting: Acting,
    happened_at: datetime,
    undone: str,
) -> None:
    """Each warning that has no reason yet gets its own of `reasons`; without them `why` is for all.

    What the applicants explained is no answer: whoever approves says why. The first without one refuses.
    """
    wanted = rules.unanswered(verdicts, payments.answered(payment))
    given = dict.fromkeys((each.key for each in wanted), why) if reasons is None else reasons
    for each, reason in rules.answers_of(wanted, given, undone=undone):
        give_reason(payment=payment, to=each, reason=reason, by=by, acting=acting, happened_at=happened_at)


def explain(
    *,
    payment: Payment,
    verdicts: Sequence[Verdict],
    reasons: Mapping[str, str],
    by: User,
    acting: Acting,
    happened_at: datetime,
) -> None:
    """Why the applicants ask all the same: for whoever judges it to read."""
    for each in rules.unanswered(verdicts, payments.answered(payment)):
        text = reasons.get(each.key, "")
        if text.strip():
            said = rules.reason_of(text)
            give_reason(payment=payment, to=each, reason=said, by=by, acting=acting, happened_at=happened_at)


def give_reason(
    *, payment: Payment, to: Verdict, reason: str, by: User, acting: Acting, happened_at: datetime
) -> None:
    WarningReason.objects.create(
        payment=payment,
        key=to.key,
        name=to.name,
        reason=reason,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {"rule": to.name, "key": to.key, "reason": reason}
    note(by=by, did="programme.warning_answered", what=payment, happened_at=happened_at, facts=facts)
