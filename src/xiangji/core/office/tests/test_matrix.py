"""Every address × every post: allowed, refused (403), hidden (404). What is not in these tables fails.

The tables say again, by hand, what the table of capabilities and the views say together.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from xiangji.core.accounts.capabilities import OWN_STAFF
from xiangji.core.accounts.models import Organisation, OrganisationKey, Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_person, a_post, an_organisation
from xiangji.core.audit.models import Entry
from xiangji.core.events import drain
from xiangji.core.notify.models import Message
from xiangji.core.office.desk import desks
from xiangji.core.office.models import SealedExport
from xiangji.core.office.tests.cast import a_key, a_party, a_party_and_its_export, as_a, inside, put_away
from xiangji.core.office.views import PANE
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import Party
from xiangji.core.sheets.imports import registered
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
from xiangji.stations.models import Application, Check, Equipment, Station
from xiangji.stations.tests.station_cast import stations_stand

PUBLIC = [
    "",  # the home page
    "look/",
    "theme/<slug:digest>.css",
    "plan/",
    "plan/documents/",
    "plan/<slug:key>/",
    "plan/<slug:key>/questions/",
    "plan/<slug:key>/papers/",
    "plan/<slug:key>/papers/<int:number>/",
    "plan/<slug:key>/projects/",
    "plan/<slug:key>/projects.csv",
    "plan/<slug:key>/projects.xlsx",
    "plan/<slug:key>/money/",
    "plan/<slug:key>/money.csv",
    "plan/<slug:key>/money/<slug:line>/",
    "plan/<slug:key>/targets/<slug:target>/",
    "open/",
    "open/<int:number>/",
    "open/money/",
    "open/money.csv",
    "open/money/<int:number>/",
    "open/money/<int:number>.json",
    "open/money.xlsx",
    "stations/",
    "stations/coverage/",
    "stations/list.csv",
    "stations/<str:code>/",
    "stations/<str:code>/list.csv",
    "api/v1/",
    "api/v1/openapi.json",
    "api/v1/plans",
    "api/v1/plans/<key>",
    "api/v1/notices",
    "api/v1/places",
    "api/v1/places/<code>",
    "healthz",
    "readyz",
    "office/login/",
    "office/login/code/",
    "office/evidence/phone/<str:token>/",  # the token is the permission
]
INSIDE = [
    "office/",
    "office/me/",
    "office/me/password/",
    "office/me/code/",
    "office/menu/",
    "office/search/",
    "office/messages/",
    "office/rights/",
]
POSTED = [
    "office/messages/read/",
    "office/messages/<int:pk>/",
    "office/logout/",
    "office/evidence/add/",
    "office/evidence/phone/",
]
EVIDENCE = [
    "office/evidence/of/<str:target>/",
    "office/evidence/<int:evidence>/",
    "office/evidence/<int:evidence>/withdraw/",
]
FIGURES = ["office/figures/<str:code>/"]
CLOSED = ["api/v1/whoami", "api/v1/projects"]  # for programs, with a key
IMPORT = [
    "office/import/<slug:kind>/",
    "office/import/<slug:kind>/template/",
    "office/import/<slug:kind>/<int:number>/",
    "office/import/<slug:kind>/<int:number>/wrong/",
    "office/import/<slug:kind>/<int:number>/confirm/",
    "office/import/<slug:kind>/<int:number>/drop/",
    "office/import/<slug:kind>/<int:number>/hand-out/",
]
SEALED_FILES = ["office/exports/<int:pk>/file/"]  # a button of the paper; as an address it does not exist
PRINTED = [
    "office/print/payments/<int:number>/",
    "office/print/payments/<int:number>/slip.docx",
    "office/print/payments/<int:number>/slip.pdf",
    "office/print/projects/<int:number>/pack/",
    "office/print/books/<int:number>/settling/",
    "office/print/books/<int:number>/vouchers.xlsx",
]
OF_A_DESK = [
    "office/<slug:key>/",
    "office/<slug:key>/export/",
    "office/<slug:key>/sealed/",
    "office/<slug:key>/views/",
    "office/<slug:key>/views/<int:pk>/forget/",
    "office/<slug:key>/do/<slug:name>/",
    "office/<slug:key>/<str:pk>/",
    "office/<slug:key>/<str:pk>/<slug:name>/",
]

_BUREAU = "commerce_clerk commerce_head finance audit_viewer leading_group inspector"
_STAFF = (
    "commerce_clerk commerce_head finance audit_viewer leading_group contractor town_clerk cooperative "
    "system_admin security_admin audit_admin"
)
LEADERS = "commerce_head leading_group"
_OPERATORS = "commerce_head contractor town_clerk cooperative"
_REGISTRARS = "commerce_clerk contractor town_clerk cooperative"
_ASKING = "commerce_clerk commerce_head finance town_clerk"

# Who opens which list; everybody else is refused.
DESKS = {
    "questions": _BUREAU,
    "decisions": "commerce_head leading_group",
    "programmes": _BUREAU,
    "plan-papers": _BUREAU,
    "filings": _BUREAU,
    "notices": _BUREAU,
    "projects": f"{_BUREAU} contractor",
    "selections": _BUREAU,
    "contractors": f"{_BUREAU} contractor",
    "works": f"{_BUREAU} contractor",
    "books": _BUREAU,
    "statements": _BUREAU,
    "ledger": _BUREAU,
    "contracts": f"{_BUREAU} contractor",
    "proofs": f"{_BUREAU} contractor",
    "assets": f"{_BUREAU} contractor",
    "funds": _BUREAU,
    "supports": _BUREAU,
    "fund-use": _BUREAU,
    "misuse": _BUREAU,
    "project-ledger": f"{_BUREAU} contractor",
    "payments": f"{_BUREAU} contractor",
    "acceptances": f"{_BUREAU} contractor",
    "monthly-audits": f"{_BUREAU} contractor",
    "stations": f"{_BUREAU} contractor town_clerk",
    "equipment": f"{_BUREAU} contractor town_clerk",
    "station-checks": f"{_BUREAU} contractor town_clerk",
    "keeper-applications": "commerce_clerk commerce_head town_clerk audit_viewer",
    "units": _STAFF,
    "people": _STAFF,
    "posts": _STAFF,
    "keys": "security_admin",
    "parties": f"{_REGISTRARS} commerce_head finance security_admin",
    "exports": f"{_ASKING} leading_group audit_viewer audit_admin",
    "audit": "audit_viewer audit_admin",
    "outbox": "system_admin",
}

# Who finds which action on a paper, or on a list (in brackets); the action itself decides in which scope.
ACTIONS = {
    "questions decide": "commerce_head leading_group",
    "questions change": "commerce_head leading_group",
    "questions propose": "commerce_clerk",
    "decisions decide": "commerce_head leading_group",
    "decisions change": "commerce_head leading_group",
    "decisions propose": "",
    "plan-papers (draft)": "commerce_clerk",
    "plan-papers submit": "commerce_clerk",
    "plan-papers write": "commerce_clerk",
    "plan-papers edit": "commerce_clerk",
    "plan-papers drop": "commerce_clerk",
    "plan-papers withdraw": "commerce_clerk",
    "plan-papers pass": "leading_group",
    "plan-papers return": "leading_group",
    "plan-papers publicise": "commerce_clerk commerce_head",
    "plan-papers handle": "commerce_clerk commerce_head",
    "plan-papers conclude": "commerce_clerk commerce_head",
    "plan-papers file": "commerce_clerk commerce_head",
    "plan-papers change": "commerce_clerk",
    "notices medium": "commerce_clerk commerce_head",
    "notices handle": "commerce_clerk commerce_head",
    "projects (draft)": "contractor",
    "projects submit": "contractor",
    "projects change": "contractor",
    "projects withdraw": "contractor",
    "projects approve": "commerce_clerk",  # the paper of the cast waits at the first of two stages
    "projects return": "commerce_clerk",
    "projects publicise": "commerce_clerk commerce_head",
    "projects handle": "commerce_clerk commerce_head",
    "projects in-force": "commerce_clerk commerce_head",
    "selections (write)": "commerce_clerk commerce_head",
    "selections change": "commerce_clerk commerce_head",
    "selections show-conditions": "commerce_clerk commerce_head",
    "selections notice": "commerce_clerk commerce_head",
    "selections bid": "commerce_clerk commerce_head",
    "selections award": "commerce_clerk commerce_head",
    "selections show-award": "commerce_clerk commerce_head",
    "selections handle": "commerce_clerk commerce_head",
    "selections in-force": "commerce_clerk commerce_head",
    "selections fail": "commerce_clerk commerce_head",
    "contractors (register)": "commerce_clerk commerce_head",
    "contractors qualification": "commerce_clerk commerce_head contractor",
    "contractors contact": "commerce_clerk commerce_head contractor",
    "contractors third-party": "commerce_clerk commerce_head contractor",
    "contractors input": "commerce_clerk commerce_head contractor",
    "contractors staff": "commerce_clerk commerce_head contractor",
    "contractors end": "commerce_clerk commerce_head contractor",
    "works write-plan": "contractor",
    "works submit-plan": "contractor",
    "works review-plan": "commerce_clerk commerce_head",
    "works decide-plan": "leading_group",
    "works return-plan": "commerce_clerk commerce_head leading_group",
    "works show-plan": "commerce_clerk commerce_head",
    "works handle-plan": "commerce_clerk commerce_head",
    "works plan-clear": "commerce_clerk commerce_head",
    "works sign": "commerce_clerk commerce_head",
    "works check": "commerce_clerk commerce_head",
    "works start": "commerce_clerk commerce_head contractor",
    "books (open)": "finance",
    "statements (certain)": "finance",
    "statements match": "finance",
    "statements undo": "finance",
    "books transfer": "finance",
    "books opening": "finance",
    "books give-back": "finance",
    "books in-kind": "finance",
    "books follow": "finance",
    "books close": "finance",
    "books carry": "finance",
    "ledger reverse": "finance",
    "contracts (sign)": "commerce_clerk commerce_head",
    "contracts supplement": "commerce_clerk commerce_head",
    "contracts promise": "commerce_clerk commerce_head",
    "contracts prove": "contractor",
    "proofs confirm": "finance",
    "proofs refuse": "finance",
    "assets (record)": "commerce_clerk commerce_head contractor",
    "assets end": "commerce_clerk commerce_head contractor",
    "funds (record)": "commerce_clerk commerce_head",
    "funds end": "commerce_clerk commerce_head",
    "supports (record)": "commerce_clerk commerce_head",
    "supports end": "commerce_clerk commerce_head",
    "fund-use (publish)": "commerce_head",
    "misuse (record)": "commerce_clerk commerce_head finance leading_group",
    "misuse answer": "commerce_head finance",
    "misuse close": "leading_group",
    "payments (draft)": "commerce_clerk contractor",
    "payments submit": "commerce_clerk contractor",
    "payments change": "commerce_clerk contractor",
    "payments withdraw": "commerce_clerk contractor",
    "payments approve": "commerce_clerk commerce_head",  # the paper of the cast waits at the first stage
    "payments return": "commerce_clerk commerce_head",
    "payments record": "finance",
    "payments spend": "finance",
    "payments stop": "finance",
    "acceptances (accept)": "commerce_clerk commerce_head",
    "monthly-audits (audit)": "commerce_clerk commerce_head",
    "stations (register)": "commerce_clerk contractor",
    "stations open": "commerce_clerk commerce_head",
    "stations suspend": "commerce_clerk commerce_head",
    "stations reopen": "commerce_clerk commerce_head",
    "stations close": "commerce_clerk commerce_head",
    "stations assign": "commerce_clerk contractor",
    "stations let-go": "commerce_clerk contractor",
    "stations change": "commerce_clerk contractor",
    "stations name-person": "commerce_clerk contractor",
    "stations end-person": "commerce_clerk contractor",
    "stations record": "commerce_clerk contractor",
    "stations open-zone": "commerce_clerk contractor",
    "stations end-zone": "commerce_clerk contractor",
    "stations settle": "commerce_clerk contractor",
    "stations leave": "commerce_clerk contractor",
    "stations check": "commerce_clerk commerce_head contractor town_clerk",
    "keeper-applications score": "commerce_clerk commerce_head town_clerk",
    "keeper-applications choose": "commerce_clerk commerce_head",
    "keeper-applications decline": "commerce_clerk commerce_head",
    "equipment inspect": "commerce_clerk commerce_head contractor town_clerk",
    "equipment move": "commerce_clerk contractor",
    "equipment retire": "commerce_clerk contractor",
    "units (open)": "security_admin",
    "parties (find)": f"{_REGISTRARS} commerce_head finance security_admin",
    "parties (register-person)": _REGISTRARS,
    "parties (register-organisation)": _REGISTRARS,
    "parties reveal": "commerce_head finance",
    "parties correct": _REGISTRARS,
    "parties merge": "commerce_clerk",
    "parties erase": "security_admin",
    "exports approve": "commerce_head leading_group",
    "exports refuse": "commerce_head leading_group",
    "exports submit": _ASKING,
    "exports withdraw": _ASKING,
    "people (take-on)": _OPERATORS,
    "people (open)": "system_admin",
    "people reset-password": f"{_OPERATORS} system_admin",
    "people give-post": "security_admin",
    "people close": f"{_OPERATORS} system_admin",
    "people reset-code": "security_admin",
    "posts deputise": _STAFF,
    "posts end-deputy": _STAFF,
    "posts end": f"{_OPERATORS} security_admin",
    "keys (make)": "security_admin",
    "keys revoke": "security_admin",
}
# Who brings in which table; everybody else is refused.
IMPORTS = {
    "staff": _OPERATORS,
    "units": "security_admin",
    "persons": "commerce_clerk contractor town_clerk cooperative",
    "organisations": "commerce_clerk contractor town_clerk cooperative",
    "projects": "commerce_clerk commerce_head",
    "statements": "finance",
    "earlier-money": "finance",
    "stations": "commerce_clerk contractor",
    "served-villages": "commerce_clerk contractor",
    "equipment": "commerce_clerk contractor",
}
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


def test_every_address_stands_in_a_table() -> None:
    known = {
        *PUBLIC,
        *CLOSED,
        *INSIDE,
        *POSTED,
        *EVIDENCE,
        *FIGURES,
        *IMPORT,
        *OF_A_DESK,
        *PRINTED,
        *SEALED_FILES,
    }

    assert sorted(set(addresses()) - known) == []
    assert sorted(known - set(addresses())) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_what_is_closed_opens_to_no_log_in_but_to_a_key(address: str) -> None:
    assert as_a(PostKind.SYSTEM_ADMIN).get(filled(address)).status_code == 401


def test_every_list_and_every_action_stands_in_a_table() -> None:
    actions = {
        f"{one.key} ({action.name})" if action.of_list else f"{one.key} {action.name}"
        for one in desks()
        for action in one.actions
    }

    assert {one.key for one in desks()} == set(DESKS)
    assert actions == set(ACTIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [one for one in PUBLIC if not one.startswith("office/evidence")])
def test_the_public_opens_what_is_public(client: Client, address: str) -> None:
    answer = client.get(filled(address))
    put_away(answer)

    assert answer.status_code in {200, 404, 422, 503}


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*INSIDE, *FIGURES, *IMPORT, *OF_A_DESK, *PRINTED])
def test_a_stranger_is_led_to_the_log_in_from_everywhere(client: Client, address: str) -> None:
    for answer in (client.get(filled(address)), client.post(filled(address))):
        is_led = answer.status_code == 302 and answer.headers["Location"].startswith("/office/login/")
        assert is_led or answer.status_code == 405
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", EVIDENCE)
def test_a_stranger_sees_no_evidence(client: Client, address: str) -> None:
    assert client.get(filled(address)).status_code in {302, 401}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PostKind)
def test_each_post_opens_its_own_pages_and_finds_no_evidence_that_is_not_there(kind: PostKind) -> None:
    client = inside(a_post(kind, a_person(f"示例·{kind.label}")).person)

    found = {one: client.get(filled(one)).status_code for one in [*INSIDE, *EVIDENCE, *PRINTED, *POSTED]}

    assert found == dict.fromkeys(INSIDE, 200) | dict.fromkeys([*EVIDENCE, *PRINTED], 404) | dict.fromkeys(
        POSTED, 405
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PostKind)
def test_leaders_open_the_rows_of_their_figures_and_nobody_else(kind: PostKind) -> None:
    client = inside(a_post(kind, a_person(f"示例·{kind.label}")).person)
    is_leader = kind.value in LEADERS.split()

    assert client.get("/office/figures/programme.questions_open/").status_code == (200 if is_leader else 403)
    assert client.get("/office/figures/stations.towns/").status_code == (404 if is_leader else 403)


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
        "keeper-applications": first(Application.objects.all()),
        "units": stage[kind].organisation_id,
        "people": near.person_id,
        "posts": near.pk,
        "keys": first(OrganisationKey.objects.all()),
        "parties": first(Party.objects.all()),
        "exports": first(SealedExport.objects.all()),
        "audit": first(Entry.objects.all()),
        "outbox": first(Message.objects.all()),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("address", SEALED_FILES)
def test_the_address_of_a_sealed_file_leads_nowhere(client: Client, address: str) -> None:
    assert client.get(filled(address)).status_code == 302
    assert client.post(filled(address)).status_code == 302
    for kind in PostKind:
        person = inside(a_post(kind, a_person(f"示例·{kind.label}")).person)
        assert person.get(filled(address)).status_code == 404
        assert person.post(filled(address)).status_code == 404


def test_sealed_columns_are_asked_for_where_there_are_some_and_by_who_may(
    stage: dict[PostKind, Post],
) -> None:
    for kind, post in stage.items():
        client = inside(post.person)
        expected = 200 if kind.value in _ASKING.split() else 403
        assert client.get("/office/parties/sealed/").status_code == expected
        if kind.value in _ASKING.split():
            assert client.get("/office/people/sealed/").status_code == 404


def test_each_post_opens_the_lists_of_the_table_and_no_other(stage: dict[PostKind, Post]) -> None:
    wrong: list[tuple[str, str, int]] = []
    for kind, post in stage.items():
        client, own = inside(post.person), papers(stage, kind)
        for key, who in DESKS.items():
            opens = kind.value in who.split()
            for address, expected in (
                (f"/office/{key}/", 200),
                (f"/office/{key}/?q=莲花&chip=all", 200),
                (f"/office/{key}/export/", 200),
                (f"/office/{key}/{own[key]}/", 200),
                (f"/office/{key}/999999/", 404),
            ):
                answer = client.get(address, headers=ALONE)
                if answer.status_code != (expected if opens else 403):
                    wrong.append((kind.value, address, answer.status_code))
                put_away(answer)
            for address, expected in (
                (f"/office/{key}/views/", 422),
                (f"/office/{key}/views/1/forget/", 404),
            ):
                status = client.post(address, {"name": ""}).status_code
                if status != (expected if opens else 403):
                    wrong.append((kind.value, address, status))
    assert wrong == []


def test_each_post_finds_the_actions_of_the_table_and_no_other(stage: dict[PostKind, Post]) -> None:
    wrong = []
    for kind, post in stage.items():
        client, own = inside(post.person), papers(stage, kind)
        for name, who in ACTIONS.items():
            is_allowed = kind.value in who.split() and kind.value in DESKS[name.split()[0]].split()
            status = tried(client, name, own)
            if status not in (TAKEN if is_allowed else {403}):
                wrong.append((kind.value, name, status))
    assert wrong == []


def tried(client: Client, name: str, own: dict[str, object]) -> int:
    """The action with an empty form, and what it did undone: the next post finds everything as it was."""
    desk, action = name.split()
    middle = "do" if action.startswith("(") else own[desk]
    with transaction.atomic():
        status = client.post(f"/office/{desk}/{middle}/{action.strip('()')}/").status_code
        transaction.set_rollback(True)
    return status


def test_every_table_that_comes_in_stands_in_a_table() -> None:
    assert {one.key for one in registered()} == set(IMPORTS)


def test_each_post_brings_in_the_tables_of_the_table_and_no_other(stage: dict[PostKind, Post]) -> None:
    wrong: list[tuple[str, str, int]] = []
    for kind, post in stage.items():
        client = inside(post.person)
        for name, who in IMPORTS.items():
            may_import = kind.value in who.split()
            for address in IMPORT:
                asked = "/" + address.replace("<slug:kind>", name).replace("<int:number>", "999999")
                is_posted = address.split("/")[-2] in {"confirm", "drop", "hand-out"}
                answer = client.post(asked) if is_posted else client.get(asked)
                expected = 404 if "<int" in address else 200
                if answer.status_code != (expected if may_import else 403):
                    wrong.append((kind.value, asked, answer.status_code))
                put_away(answer)
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PostKind)
def test_what_lies_in_another_county_does_not_exist(kind: PostKind) -> None:
    elsewhere = an_organisation("示例·别县公司", OTHER_COUNTY)
    theirs = a_post(PostKind.DRIVER, a_person("示例·别县司机"), organisation=elsewhere, place=OTHER_COUNTY)
    key = a_key("别县的钥匙", organisation=elsewhere)
    OrganisationKey.objects.filter(pk=key.pk).update(place=OTHER_COUNTY.digits)
    party = a_party(Kept(OTHER_COUNTY, elsewhere.pk), name="示例·别县人")
    client = inside(a_post(kind, a_person(f"示例·{kind.label}")).person)

    for desk, pk in (
        ("people", theirs.person_id),
        ("posts", theirs.pk),
        ("keys", key.pk),
        ("parties", party.pk),
    ):
        expected = 404 if kind.value in DESKS[desk].split() else 403
        assert client.get(f"/office/{desk}/{pk}/").status_code == expected
        assert "别县" not in client.get(f"/office/{desk}/?chip=all").content.decode()
    assert "别县司机" not in client.get("/office/search/?q=别县").content.decode()
