"""Every address × every post: allowed, refused (403), hidden (404). What is not in these tables fails.

The tables say again, by hand, what the table of capabilities and the views say together.
"""

import pytest
from django.db import transaction
from django.test import Client

from xiangji.core.accounts.models import OrganisationKey, Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_person, a_post, an_organisation
from xiangji.core.audit.models import Entry
from xiangji.core.office.desk import desks
from xiangji.core.office.tests.cast import a_key, a_party, as_a, inside, put_away
from xiangji.core.office.tests.matrix_stage import ALONE, TAKEN, addresses, filled, papers, stage
from xiangji.core.office.tests.matrix_tables import (
    ACTIONS,
    ASKING,
    CLOSED,
    DESKS,
    ENTERED,
    EVIDENCE,
    FIGURES,
    IMPORT,
    IMPORTS,
    INSIDE,
    LEADERS,
    OF_A_DESK,
    PAGES,
    POSTED,
    PRINTED,
    PUBLIC,
    SEALED_FILES,
)
from xiangji.core.parties.actions import Kept
from xiangji.core.sheets.imports import registered

__all__ = ["stage"]


def test_every_address_stands_in_a_table() -> None:
    known = {
        *PUBLIC,
        *CLOSED,
        *INSIDE,
        *POSTED,
        *ENTERED,
        *EVIDENCE,
        *FIGURES,
        *IMPORT,
        *OF_A_DESK,
        *PAGES,
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
@pytest.mark.parametrize("address", [*INSIDE, *FIGURES, *IMPORT, *OF_A_DESK, *PAGES, *PRINTED, *ENTERED])
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

    of_one = [*EVIDENCE, *PRINTED, *ENTERED]
    found = {one: client.get(filled(one)).status_code for one in [*INSIDE, *of_one, *POSTED]}

    assert found == dict.fromkeys(INSIDE, 200) | dict.fromkeys(of_one, 404) | dict.fromkeys(POSTED, 405)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PostKind)
def test_each_post_opens_the_pages_of_the_table_and_no_other(kind: PostKind) -> None:
    client = inside(a_post(kind, a_person(f"示例·{kind.label}")).person)

    for address, who in PAGES.items():
        answer = client.get(f"/{address}")
        put_away(answer)
        assert answer.status_code == (200 if kind.value in who.split() else 403), address


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PostKind)
def test_leaders_open_the_rows_of_their_figures_and_nobody_else(kind: PostKind) -> None:
    client = inside(a_post(kind, a_person(f"示例·{kind.label}")).person)
    is_leader = kind.value in LEADERS.split()

    assert client.get("/office/figures/programme.questions_open/").status_code == (200 if is_leader else 403)
    assert client.get("/office/figures/stations.towns/").status_code == (404 if is_leader else 403)


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
        expected = 200 if kind.value in ASKING.split() else 403
        assert client.get("/office/parties/sealed/").status_code == expected
        if kind.value in ASKING.split():
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
