"""How many questions a page of the workbench asks the database: a budget for each desk, whatever it holds."""

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xiangji.core.accounts.models import Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, a_person, a_post, an_organisation
from xiangji.core.office.desk import desks
from xiangji.core.office.frame import waiting, waits_for
from xiangji.core.office.listing import ALL, Listing
from xiangji.core.office.tests.cast import a_key, a_party, inside
from xiangji.core.office.tests.matrix_stage import papers, stage
from xiangji.core.office.tests.matrix_tables import DESKS
from xiangji.core.parties.actions import Kept
from xiangji.programme.tests.contracting_cast import written as a_selection
from xiangji.programme.tests.project_cast import submitted
from xiangji.programme.tests.statement_cast import a_line
from xiangji.stations.tests.station_cast import a_station

__all__ = ["stage"]

LIST = 8
# What binds a contractor stands in eight tables, what was booked in several: each asked once for all rows.
LISTS = {"works": 14}
PAPERS = {
    "statements": 20,
    "questions": 15,
    "decisions": 15,
    "programmes": 14,
    "plan-papers": 17,
    "filings": 12,
    "notices": 14,
    "projects": 19,
    "selections": 14,
    "contractors": 14,
    "works": 27,
    # With what wants an eye.
    "books": 19,
    "ledger": 15,
    "contracts": 20,
    "proofs": 12,
    "assets": 12,
    "funds": 12,
    "supports": 12,
    "fund-use": 17,
    "misuse": 12,
    "project-ledger": 15,
    "payments": 35,
    "acceptances": 12,
    "monthly-audits": 12,
    "stations": 33,
    "equipment": 15,
    "station-checks": 15,
    "station-reports": 17,
    "station-activities": 15,
    "local-products": 16,
    "duties": 17,
    "patrols": 20,
    "upkeep": 15,
    "broadband": 12,
    "keeper-applications": 16,
    "meetings": 17,
    "matching": 17,
    "service-requests": 17,
    "units": 12,
    "people": 12,
    "posts": 13,
    "keys": 11,
    "parties": 13,
    "exports": 12,
    "audit": 11,
    "outbox": 9,
    "outside": 12,
}


def asked(client: Client, address: str) -> int:
    """Of the second visit: what a plan says is read once in the life of a process."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def a_reader(key: str) -> PostKind:
    """Who has most desks of all who open this one, so that the menu asks for the most."""
    return max(
        (PostKind(kind) for kind in DESKS[key].split()),
        key=lambda kind: sum(kind.value in who.split() for who in DESKS.values()),
    )


def more_rows(stage: dict[PostKind, Post]) -> None:
    """Something more on the lists whose rows bring something of their own."""
    unit = an_organisation()
    for number in range(3):
        a_key(f"又一个{number}", organisation=unit)
        a_post(PostKind.KEEPER, a_person(f"示例·又一人{number}"))
        an_organisation(f"示例·又一家{number}")
        a_selection()
        submitted(stage[PostKind.CONTRACTOR].person)
        a_station(f"SL-1{number}", operator=stage[PostKind.CONTRACTOR].organisation)
    a_party(Kept(COUNTY, unit.pk), identity_number="", phone="", bank_account="")


def asked_by_desk(stage: dict[PostKind, Post]) -> dict[str, tuple[int, int]]:
    """Of each desk: what its list asks, and what a paper beside its list asks."""
    found: dict[str, tuple[int, int]] = {}
    for key in DESKS:
        kind = a_reader(key)
        client, own = inside(stage[kind].person), papers(stage, kind)
        whole, one = f"/office/{key}/?chip=all", f"/office/{key}/{own[key]}/?chip=all"
        found[key] = asked(client, whole), asked(client, one)
    return found


def test_a_list_and_a_paper_stay_within_their_questions_however_many_rows(
    stage: dict[PostKind, Post],
) -> None:
    few = asked_by_desk(stage)
    more_rows(stage)
    many = asked_by_desk(stage)

    assert many == few
    assert {key: lists for key, (lists, _) in few.items() if lists > LISTS.get(key, LIST)} == {}
    assert {key: whole for key, (_, whole) in few.items() if whole > PAPERS[key]} == {}


def test_every_desk_has_its_budget() -> None:
    assert {one.key for one in desks()} == set(PAPERS)


def test_the_menu_counts_what_the_to_do_lists(stage: dict[PostKind, Post]) -> None:
    for post in stage.values():
        counted = waiting(post.person, desks())
        listed = {one.key: rows.count() for one, rows in waits_for(post.person, desks())}
        assert {key: count for key, count in listed.items() if count} == {
            key: count for key, count in counted.items() if count and key in listed
        }


def test_every_chip_counts_what_it_shows(stage: dict[PostKind, Post]) -> None:
    """Also for whoever takes no stage, whose chip of what waits for him matches nothing."""
    for kind, post in stage.items():
        for one in (desk for desk in desks() if kind.value in DESKS[desk.key].split()):
            listing = Listing(one, post.person, QueryDict("chip=all"))
            shown = {chip.key: listing.filtered.filter(chip.q(post.person)).count() for chip in one.chips}
            assert listing.counts == {ALL: listing.rows.count(), **shown}, (kind, one.key)


def test_a_kept_question_is_answered_anew_and_forgotten_with_another_post(
    stage: dict[PostKind, Post],
) -> None:
    finance = stage[PostKind.FINANCE].person
    client = inside(finance)
    before = client.get("/office/").context["office"].waiting

    a_line(-77_00, serial="又一行", by=finance)
    after = client.get("/office/").context["office"].waiting
    Post.objects.filter(person=finance).update(kind=PostKind.KEEPER)
    as_keeper = client.get("/office/").context["office"]

    assert after == before + 1
    assert (as_keeper.waiting, [entry.title for entry in as_keeper.menu]) == (0, ["权限表"])


def test_the_evidence_of_a_paper_is_open_to_whoever_the_desk_shows_it(stage: dict[PostKind, Post]) -> None:
    """The page of a paper does not ask again: a desk must show no more than the owner of the evidence."""
    for kind, post in stage.items():
        client, own = inside(post.person), papers(stage, kind)
        for one in (desk for desk in desks() if desk.has_evidence and kind.value in DESKS[desk.key].split()):
            thing = one.for_person(post.person).get(pk=own[one.key])
            assert client.get(f"/office/evidence/of/{one.evidence_of(thing)}/").status_code == 200, one.key
