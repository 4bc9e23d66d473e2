"""What a contractor's program learns of its own projects, with a key."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts import actions as accounts
from xiangji.core.accounts.models import KeyUse, Organisation
from xiangji.core.accounts.tests.examples import COUNTY, TOWN, an_organisation
from xiangji.core.values import PlaceCode
from xiangji.programme.tests.examples import RUNNING, register_running
from xiangji.programme.tests.project_cast import LINE, company, contractor, drafted, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counties", "plan")]


@pytest.fixture
def plan(counties: None) -> None:
    register_running()


def a_key(of: Organisation | None = None, place: PlaceCode = COUNTY, quota: int = 10) -> str:
    made = accounts.make_key(
        organisation=of or company(),
        name="对账程序",
        place=place,
        daily_quota=quota,
        by=None,
        happened_at=timezone.now(),
    )
    return made.key


def asked(client: Client, key: str, query: str = "") -> HttpResponse:
    answer = client.get(f"/api/v1/projects{query}", headers={"X-Api-Key": key})
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_key_opens_the_projects_of_its_own_organisation_in_every_state(client: Client) -> None:
    mine, other = company(), company("示例乙公司")
    draft = drafted(contractor(mine))
    submitted(contractor(mine), name="县级分拨中心")
    drafted(contractor(other), name="别家的")

    answer = asked(client, a_key())

    assert answer.status_code == 200
    first, second = answer.json()  # type: ignore[attr-defined]
    assert (first["number"], first["name"], first["state"]) == (draft.pk, "镇级分拣线", "drafted")
    assert (second["name"], second["state_words"]) == ("县级分拨中心", "在审")
    assert (first["plan"], first["budget_line"], first["due_month"]) == (RUNNING, LINE, "2026-12")
    assert first["fen_by_source"] == {
        "central": 30_000_000,
        "provincial": 0,
        "county": 10_000_000,
        "enterprise": 0,
    }
    assert answer.headers["RateLimit"].startswith('"day";r=9;t=')


def test_a_key_for_a_town_finds_nothing_of_the_countys_plan(client: Client) -> None:
    drafted(contractor())

    assert asked(client, a_key(place=TOWN)).json() == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", ["371102", "37", "3704", "这里", "370481'"])
def test_a_place_beyond_the_keys_own_does_not_exist_for_it(client: Client, place: str) -> None:
    answer = asked(client, a_key(), f"?place={place}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")  # type: ignore[attr-defined]


def test_an_office_has_no_projects_of_its_own_and_is_told_so(client: Client) -> None:
    answer = asked(client, a_key(an_organisation("示例·财政局")))

    assert answer.status_code == 403
    assert answer.json() == {  # type: ignore[attr-defined]
        "code": "key_of_no_contractor",
        "sentence": "没有回答。项目由企业承办，“示例·财政局”登记的是机关，没有自己的项目。",
    }


def test_without_a_key_or_over_the_quota_nothing_is_told(client: Client) -> None:
    drafted(contractor())
    key = a_key(quota=1)
    assert client.get("/api/v1/projects").status_code == 401
    asked(client, key)

    over = asked(client, key)

    assert over.status_code == 429
    assert "镇级分拣线" not in over.content.decode()
    assert KeyUse.objects.get().count == 1
