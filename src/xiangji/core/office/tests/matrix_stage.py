"""A county with something on every list and somebody in every post, and the ways into it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, get_resolver

from xiangji.core.accounts.capabilities import OWN_STAFF
from xiangji.core.accounts.models import Organisation, OrganisationKey, Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.events import drain
from xiangji.core.notify.models import Message
from xiangji.core.office.models import SealedExport
from xiangji.core.office.tests.cast import a_key, a_party_and_its_export
from xiangji.core.office.views import PANE
from xiangji.core.outside.models import Exchange
from xiangji.core.outside.tests.cast import a_question
from xiangji.core.parties.models import Party
from xiangji.programme.models import (
    AcceptanceResult,
    Asset,
    Book,
    Contract,
    Contractor,
    Filing,
    FundStatement,
    LedgerEntry,
    MisuseRecord,
    MonthlyAudit,
    OtherFund,
    Payment,
    PlanPaper,
    Programme,
    Project,
    Proof,
    Publicity,
    Question,
    ResidentSupport,
    Selection,
    StatementLine,
)
from xiangji.programme.tests.contract_cast import contracts_stand
from xiangji.programme.tests.contracting_cast import contracting_stands
from xiangji.programme.tests.disclosing_cast import fund_use_stands
from xiangji.programme.tests.examples import load_counties
from xiangji.programme.tests.ledger_cast import a_book
from xiangji.programme.tests.payment_cast import payments_stand
from xiangji.programme.tests.people import clerk, proposed, questions_stand
from xiangji.programme.tests.plan_paper_cast import in_force as a_plan_in_force
from xiangji.programme.tests.project_cast import submitted
from xiangji.programme.tests.statement_cast import a_line
from xiangji.stations.models import (
    Activity,
    Application,
    Broadband,
    Check,
    Duty,
    Equipment,
    Meeting,
    MonthlyReport,
    Offer,
    Patrol,
    Product,
    ServiceRequest,
    Station,
    Upkeep,
)
from xiangji.stations.tests.duty_cast import duty_stands
from xiangji.stations.tests.meeting_cast import meeting_stands
from xiangji.stations.tests.request_cast import requests_stand
from xiangji.stations.tests.station_cast import stations_stand

TAKEN = {200, 302, 422}
# A paper without the list beside it, as HTMX asks: whether it opens is the same answer.
ALONE = {"HX-Request": "true", "HX-Target": PANE}


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address
        else:
            yield from addresses(one, address)


def filled(address: str) -> str:
    return "/" + re.sub(r"<[^>]*>", "1", address)


@pytest.fixture
def stage(db: None, tmp_path: Path) -> dict[PostKind, Post]:
    """Somebody in every post, and something on every list."""
    load_counties(tmp_path)
    questions_stand()
    proposed(clerk())
    a_key("快递对接")
    posts = {kind: a_post(kind, a_person(f"示例·{kind.label}")) for kind in PostKind}
    Organisation.objects.update(kind=Organisation.Kind.COMPANY)  # only a company writes a project
    submitted(posts[PostKind.CONTRACTOR].person)
    contracting_stands(posts[PostKind.CONTRACTOR], posts[PostKind.COMMERCE_HEAD])
    a_party_and_its_export(posts[PostKind.COMMERCE_CLERK])
    a_book(posts[PostKind.FINANCE].person)
    contracts_stand(posts[PostKind.CONTRACTOR], posts[PostKind.COMMERCE_CLERK])
    payments_stand(posts[PostKind.CONTRACTOR].person, posts[PostKind.COMMERCE_HEAD].person)
    a_line(-30_000_00, by=posts[PostKind.FINANCE].person)
    fund_use_stands(posts[PostKind.FINANCE].person, posts[PostKind.COMMERCE_HEAD].person)
    a_plan_in_force()
    stations_stand(posts[PostKind.CONTRACTOR])
    requests_stand(posts[PostKind.CONTRACTOR])
    meeting_stands(posts[PostKind.CONTRACTOR])
    duty_stands(posts[PostKind.CONTRACTOR], posts[PostKind.COMMERCE_CLERK].person)
    a_question()
    drain()  # so that somebody has got a message
    return posts


def first(rows: QuerySet[Any]) -> int:
    """The oldest: without an order each database hands out whichever lies in front."""
    pk: int = rows.order_by("pk").values_list("pk", flat=True)[0]
    return pk


def papers(stage: dict[PostKind, Post], kind: PostKind) -> dict[str, object]:
    """One paper of each list in the scope of whoever holds this post: an operator's is one of his staff."""
    staff = sorted(set(OWN_STAFF.get(kind, ())) - {kind})
    near = stage[staff[0]] if staff else stage[kind]
    question = first(Question.objects.filter(proposal__isnull=False))
    return {
        "questions": question,
        "decisions": question,
        "programmes": first(Programme.objects.filter(version__standing="in_force")),
        "plan-papers": first(PlanPaper.objects.all()),
        "filings": first(Filing.objects.all()),
        "notices": first(Publicity.objects.all()),
        "projects": first(Project.objects.all()),
        "selections": first(Selection.objects.all()),
        "contractors": first(Contractor.objects.all()),
        "works": first(Project.objects.filter(publicity__outcome="clear")),
        "books": first(Book.objects.all()),
        "payments": first(Payment.objects.all()),
        "acceptances": first(AcceptanceResult.objects.all()),
        "monthly-audits": first(MonthlyAudit.objects.all()),
        "ledger": first(LedgerEntry.objects.all()),
        "contracts": first(Contract.objects.all()),
        "proofs": first(Proof.objects.all()),
        "assets": first(Asset.objects.all()),
        "funds": first(OtherFund.objects.all()),
        "supports": first(ResidentSupport.objects.all()),
        "fund-use": first(FundStatement.objects.all()),
        "misuse": first(MisuseRecord.objects.all()),
        "statements": first(StatementLine.objects.all()),
        "project-ledger": first(Project.objects.filter(publicity__outcome="clear")),
        "stations": first(Station.objects.all()),
        "equipment": first(Equipment.objects.all()),
        "station-checks": first(Check.objects.all()),
        "station-reports": first(MonthlyReport.objects.all()),
        "station-activities": first(Activity.objects.all()),
        "local-products": first(Product.objects.all()),
        "duties": first(Duty.objects.all()),
        "patrols": first(Patrol.objects.all()),
        "upkeep": first(Upkeep.objects.all()),
        "broadband": first(Broadband.objects.all()),
        "keeper-applications": first(Application.objects.all()),
        "meetings": first(Meeting.objects.all()),
        "matching": first(Offer.objects.all()),
        "service-requests": first(ServiceRequest.objects.all()),
        "units": stage[kind].organisation_id,
        "people": near.person_id,
        "posts": near.pk,
        "keys": first(OrganisationKey.objects.all()),
        "parties": first(Party.objects.all()),
        "exports": first(SealedExport.objects.all()),
        "audit": first(Entry.objects.all()),
        "outbox": first(Message.objects.all()),
        "outside": first(Exchange.objects.all()),
    }
