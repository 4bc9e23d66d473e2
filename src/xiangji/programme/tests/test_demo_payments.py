"""The demo's contract and payments, in every county that has a plan with amounts."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from xiangji.core.accounts import demo as accounts
from xiangji.core.events import drain
from xiangji.core.evidence.models import Evidence
from xiangji.programme.demo import answer_questions, register_document, register_running_copy
from xiangji.programme.demo.contracting import build_contracting
from xiangji.programme.demo.contracts import build_contracts
from xiangji.programme.demo.ledger import build_ledger
from xiangji.programme.demo.payments import EXAMPLES, build_payments
from xiangji.programme.demo.projects import build_projects
from xiangji.programme.demo.statements import build_statements
from xiangji.programme.models import (
    Contract,
    LedgerEntry,
    MonthlyAudit,
    Payment,
    PaymentCheck,
    TreasuryPayment,
    WarningReason,
)
from xiangji.programme.queries.money import judging, ledger, payments, statements
from xiangji.programme.queries.money.paid_lines import fit_of
from xiangji.programme.rules.money.payment import State
from xiangji.programme.rules.money.statements import Grade
from xiangji.programme.tests.examples import plan_file
from xiangji.programme.tests.test_demo_plan_papers import PLANS, load_towns

MONTHS = (3, 11)


def built(settings: LazySettings, county: str, folder: Path, month: int) -> datetime:
    settings.COUNTY, settings.DEMO = county, True
    now = datetime(2026, month, 25, 1, 0, tzinfo=UTC)
    plan, code = PLANS[county]
    load_towns(code, folder)
    accounts.build(now)
    register_document(plan_file(plan), at=now)
    register_running_copy(plan_file(plan), today=now.date(), at=now)
    drain()
    answer_questions(today=now.date())
    build_projects(now=now)
    build_contracting(now=now)
    build_ledger(now=now)
    build_contracts(now=now)
    build_payments(now=now)
    return now


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("county", [county for county in PLANS if county != "donggang"])
def test_every_state_of_a_payment_is_there(
    db: None, settings: LazySettings, county: str, month: int, tmp_path: Path
) -> None:
    now = built(settings, county, tmp_path, month)
    build_payments(now=now)

    found = list(payments.rows().order_by("pk"))
    assert Contract.objects.count() == 1
    assert Counter(payments.state(each) for each in found) == {
        State.PAID: 5,
        State.PART_PAID: 1,
        State.WITHDRAWN: 1,
        State.STOPPED: 1,
        State.APPROVED: 1,
        State.RETURNED: 1,
        State.SUBMITTED: 3,
        State.DRAFTED: 1,
    }
    assert len(found) == len(EXAMPLES)
    assert not LedgerEntry.objects.filter(recorded_at__gt=now).exists()
    assert not PaymentCheck.objects.filter(judged_at__gt=now).exists()


def test_one_is_refused_by_a_rule_one_has_its_warning_answered_and_one_was_paid_too_early(
    db: None, settings: LazySettings, tmp_path: Path
) -> None:
    built(settings, "tengzhou", tmp_path, 11)

    draft = payments.rows().filter(paper__state="draft").get()
    blocks = [each for each in judging.verdicts_of(draft, is_held=False) if each.outcome == "block"]
    assert any("购买流量" in each.sentence for each in blocks)
    assert all(each.remedy for each in blocks)
    assert WarningReason.objects.filter(reason__contains="项目期").exists()
    assert [each.purpose.split("，")[-1] for each in payments.against_rules()] == ["补装货架"]


def test_the_statement_is_paired_but_for_what_wants_a_person(
    db: None, settings: LazySettings, tmp_path: Path
) -> None:
    now = built(settings, "tengzhou", tmp_path, 11)

    build_statements(now=now)
    build_statements(now=now)

    side = statements.side_of(ledger.books().get())
    assert side.balanced.is_even
    assert [line.summary for line in side.lines if "管理费" in line.summary]
    assert {pair.grade for pair in statements.proposals(side.lines[0].book)} == {Grade.DIFFERS}
    assert len(side.entries) == 2
    fits = [fit for fit in map(fit_of, side.lines) if fit]
    assert [payments.state(each.payment).word for each in fits] == ["已批待付"]


def test_whatever_the_treasury_paid_has_its_receipt(db: None, settings: LazySettings, tmp_path: Path) -> None:
    built(settings, "haifeng", tmp_path, 11)

    paid = {row.payment.about for row in TreasuryPayment.objects.select_related("payment")}
    assert paid
    assert paid <= set(Evidence.objects.values_list("target", flat=True))
    assert Payment.objects.filter(basis="monthly").exists()
    audits = list(MonthlyAudit.objects.values_list("project", "month"))
    assert len(set(audits)) == len(audits)
