"""What is read for the rules: the book without the payment itself, its papers, and the plans that bind."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from xiangji.core.evidence.actions import add_evidence
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import papers, payments
from xiangji.programme.models import Payment, Project
from xiangji.programme.queries.money import ledger, situations
from xiangji.programme.queries.money.rules_in_force import plans_in_force, spending_book
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.checks import Audit, Basis, judge, survey, use_rate
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.rules.money.payment import Basis as Ground
from xiangji.programme.rules.money.payment import Part
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import RUNNING, load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    PDF,
    TODAY,
    YUAN,
    again,
    approved,
    drafted,
    money_stands,
    recorded,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import LINE, holidays
from xiangji.stations.tests.cast import a_county
from xiangji.stations.tests.station_cast import a_point, closed

pytestmark = pytest.mark.django_db
WANTED = 30_000 * YUAN
CELL = (LINE, Source.CENTRAL)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    load_counties(tmp_path)
    holidays()
    register_running()
    return money_stands()


def taken(payment: Payment) -> int:
    return situations.situation_of(again(payment), TODAY).taken()[CELL]


def test_a_payment_is_counted_once_in_whatever_state_it_is(project: Project) -> None:
    payment = drafted(project)
    before = taken(payment)

    payments.submit_payment(payment=payment, by=manager(project), happened_at=DAY)

    assert (before, taken(payment)) == (WANTED, WANTED)


def test_what_the_treasury_paid_of_it_is_not_counted_again(project: Project) -> None:
    payment = with_receipt(approved(project, why="先付。"))

    recorded(payment, fen=10_000 * YUAN)

    assert taken(payment) == WANTED


def test_other_payments_of_the_line_count(project: Project) -> None:
    submitted(project)

    other = drafted(project, invoices=(), parts=(Part(Source.CENTRAL, "fitting", 1),))

    assert taken(other) == WANTED + 1


def test_the_plan_that_runs_binds_with_its_number_and_the_book_of_spending(project: Project) -> None:
    (own,) = plans_in_force(project.programme, TODAY)

    assert (own.programme, own.number, own.document.key) == (RUNNING, 1, "tengzhou-2019")
    assert spending_book().category("traffic") is not None


def test_advances_beside_it_add_up_and_its_own_does_not(project: Project) -> None:
    submitted(project, basis=Ground.ADVANCE)
    other = drafted(project, basis=Ground.ADVANCE, invoices=())

    situation = situations.situation_of(again(other), TODAY)

    assert (situation.basis, situation.advanced_fen, situation.settled_fen) == (Basis.ADVANCE, WANTED, 0)
    assert (situation.project_fen, situation.contract_fen) == (Money.from_wan(40).fen, None)


def test_the_last_audit_of_a_month_counts_and_only_with_its_report(project: Project) -> None:
    month = Month.of(TODAY - timedelta(days=60))
    for fen in (100, 200):
        audit = papers.record_monthly_audit(
            project=project,
            month=month,
            auditor="示例会计师事务所",
            amount=Money(fen),
            finding="属实。",
            by=bureau(),
            happened_at=DAY,
        )
    payment = drafted(project)
    assert situations.situation_of(again(payment), TODAY).audits == (Audit(month, 200, has_evidence=False),)

    report = ContentFile(PDF, name="审计报告（示例）.pdf")
    add_evidence(to=audit.about, file=report, by=bureau(), happened_at=DAY)

    assert situations.situation_of(again(payment), TODAY).audits == (Audit(month, 200, has_evidence=True),)


@pytest.mark.parametrize(("days", "publicity"), [(0, "running"), (1, "over")])
def test_the_publicity_of_an_acceptance_is_over_the_day_after(
    project: Project, days: int, publicity: str
) -> None:
    since = TODAY - timedelta(days=10)
    papers.record_acceptance(
        project=project,
        accepted_on=since,
        is_passed=True,
        finding="合格。",
        shown=Shown(since, TODAY, has_objection=False),
        by=bureau(),
        happened_at=DAY,
    )

    found = situations.situation_of(again(drafted(project)), TODAY + timedelta(days=days)).acceptance

    assert found is not None
    assert (found.is_passed, found.publicity, found.objections) == (True, publicity, 0)


def test_a_forbidden_kind_is_blocked_on_real_rows(project: Project) -> None:
    payment = drafted(project, parts=(Part(Source.CENTRAL, "traffic", WANTED),))

    (finding,) = (
        each
        for each in judge(situations.situation_of(again(payment), TODAY))
        if each.rule == "spending.negative"
    )

    assert (finding.outcome, finding.version) == ("block", f"{RUNNING} 第1版")


def test_a_contract_is_judged_without_a_kind_of_spending(project: Project) -> None:
    book = ledger.book_of(RUNNING)
    assert book is not None

    situation = situations.situation_of_commitment(
        project=project, book=book, parts=[(Source.CENTRAL, Money.from_wan(381).fen)], on=TODAY
    )

    assert [each.rule for each in judge(situation) if each.outcome == "block"] == ["line.money"]


def test_the_standing_of_a_book_knows_what_was_paid_and_what_lies_there(project: Project) -> None:
    recorded(with_receipt(approved(project, why="先付。")))
    book = ledger.book_of(RUNNING)
    assert book is not None

    situation = situations.standing_of(book, TODAY)

    rate = use_rate(situation)
    assert rate is not None
    assert rate * Money.from_wan(1500).fen == WANTED
    lying = {each.source: (each.fen, each.since) for each in situation.resting}
    assert lying[Source.CENTRAL] == (Money.from_wan(100).fen - WANTED, TODAY)
    assert lying[Source.COUNTY][1] == TODAY - timedelta(days=1)
    assert "subsidy.county_match" in {each.rule for each in survey(situation)}
    assert situation.on == date(TODAY.year, TODAY.month, TODAY.day)


@pytest.mark.proves("PRG-44")
def test_a_cap_per_station_counts_the_register_once_it_is_kept_without_closed_ones(
    project: Project,
) -> None:
    payment = drafted(project)
    assert situations.situation_of(payment, TODAY).stations == {}
    Project.objects.filter(pk=project.pk).update(budget_line="stations")
    assert situations.situation_of(again(payment), TODAY).stations == {}

    a_county()
    a_point("TZ-001", "370481104200")
    closed(a_point("TZ-002", "370481104201"))

    found = situations.situation_of(again(payment), TODAY)
    assert found.stations == {"town_stations": 0, "village_points": 1}
    [cap] = [each for each in judge(found) if each.rule == "cap.stations"]
    assert cap.limit == "镇级 0 × 1 + 村级 1 × 0.5 = 0.5万元"
    assert cap.outcome == "block"
