"""Keys for programs."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from xiangji.core.accounts import actions, keys, queries
from xiangji.core.accounts.models import KeyUse, OrganisationKey
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.acting import last_entry, refuses
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    TOWN,
    an_organisation,
    one,
)
from xiangji.core.values import PlaceCode

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")


def a_key(quota: int = 2) -> actions.MadeKey:
    return actions.make_key(
        organisation=an_organisation("示例甲公司", TOWN),
        name="对账程序",
        place=TOWN,
        daily_quota=quota,
        by=one(PostKind.SECURITY_ADMIN),
        happened_at=timezone.now(),
    )


def test_a_key_is_shown_once_and_kept_as_a_digest() -> None:
    made = a_key()

    assert made.key not in str(OrganisationKey.objects.values().get())
    assert made.key not in last_entry().text
    caller = keys.caller_of(made.key, now=timezone.now())
    assert (caller.organisation.name, caller.place) == ("示例甲公司", TOWN)


def test_a_key_over_its_quota_waits_until_tomorrow() -> None:
    made, now = a_key(quota=2), timezone.now()
    keys.caller_of(made.key, now=now)
    keys.caller_of(made.key, now=now)

    with pytest.raises(keys.QuotaUsedUp) as refusal:
        keys.caller_of(made.key, now=now)

    assert (refusal.value.status, refusal.value.code) == (429, "key_quota_used_up")
    assert "每天最多用2次" in refusal.value.sentence
    assert keys.caller_of(made.key, now=now + timedelta(days=1)).key == made.row


def test_a_program_shows_its_key_in_a_header() -> None:
    made, ask = a_key(), RequestFactory().get

    caller = keys.ApiKey()(ask("/api/v1/", headers={"X-Api-Key": made.key}))

    assert isinstance(caller, keys.Caller)
    assert caller.organisation.name == "示例甲公司"
    with pytest.raises(keys.KeyNeeded):
        keys.ApiKey()(ask("/api/v1/"))


@pytest.mark.parametrize("key", ["", "xj-demo-key", "\ud800", "x" * 100_000, "\x00"])
def test_an_unknown_key_is_no_key(key: str) -> None:
    a_key()

    with pytest.raises(keys.KeyNeeded) as refusal:
        keys.caller_of(key, now=timezone.now())

    assert refusal.value.status == 401


def test_a_revoked_key_opens_nothing() -> None:
    made, security = a_key(), one(PostKind.SECURITY_ADMIN)

    actions.revoke_key(key=made.row, by=security, happened_at=timezone.now())

    with pytest.raises(keys.KeyNeeded):
        keys.caller_of(made.key, now=timezone.now())
    refuses(
        lambda: actions.revoke_key(key=made.row, by=security, happened_at=timezone.now()), "key_is_revoked"
    )


def test_a_key_of_the_demo_opens_in_a_demo_only(settings: LazySettings) -> None:
    made = a_key()
    OrganisationKey.objects.update(is_example=True)

    settings.DEMO = False
    with pytest.raises(keys.KeyNeeded):
        keys.caller_of(made.key, now=timezone.now())
    settings.DEMO = True
    assert keys.caller_of(made.key, now=timezone.now()).key == made.row


@pytest.mark.parametrize(("quota", "place"), [(0, TOWN), (-1, TOWN), (10**7, TOWN), (5, COUNTY)])
def test_a_key_reaches_no_further_than_its_organisation(quota: int, place: PlaceCode) -> None:
    organisation, security = an_organisation("示例甲公司", TOWN), one(PostKind.SECURITY_ADMIN)

    refuses(
        lambda: actions.make_key(
            organisation=organisation,
            name="对账程序",
            place=place,
            daily_quota=quota,
            by=security,
            happened_at=timezone.now(),
        ),
        "key_not_good",
    )


def asked(client: Client, key: str) -> HttpResponse:
    answer = client.get("/api/v1/whoami", headers={"X-Api-Key": key})
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_program_asks_who_it_is_and_hears_how_much_of_its_day_is_left(client: Client) -> None:
    made = a_key(quota=3)
    asked(client, made.key)

    with time_machine.travel(datetime(2027, 1, 5, 23, 59, tzinfo=BEIJING), tick=False):
        answer = asked(client, made.key)

    assert answer.status_code == 200
    assert json.loads(answer.content) == {
        "name": "对账程序",
        "organisation": "示例甲公司",
        "place": TOWN.digits,
        "daily_quota": 3,
        "used_today": 1,
        "left_today": 2,
        "seconds_until_reset": 60,
    }
    assert answer.headers["RateLimit-Policy"] == '"day";q=3;w=86400'
    assert answer.headers["RateLimit"] == '"day";r=2;t=60'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_without_a_key_and_over_the_quota_a_program_hears_a_sentence(client: Client) -> None:
    made = a_key(quota=1)
    asked(client, made.key)

    none, over = asked(client, "xj-wrong"), asked(client, made.key)

    assert (none.status_code, json.loads(none.content)["code"]) == (401, "key_needed")
    assert "RateLimit" not in none.headers
    assert (over.status_code, json.loads(over.content)["code"]) == (429, "key_quota_used_up")
    assert over.headers["RateLimit"].startswith('"day";r=0;t=')
    assert 0 < int(over.headers["Retry-After"]) <= 86_400
    assert KeyUse.objects.get().count == 1, "what was refused is not counted"


def test_the_document_of_the_door_says_which_answers_want_a_key(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()

    assert document["components"]["securitySchemes"] == {
        "ApiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}
    }
    assert document["paths"]["/api/v1/whoami"]["get"]["security"] == [{"ApiKey": []}]
    assert "security" not in document["paths"]["/api/v1/plans"]["get"]


def test_it_is_known_how_often_and_when_a_key_was_used_last() -> None:
    made = a_key()
    now = timezone.now()
    keys.caller_of(made.key, now=now - timedelta(days=3))

    (used,) = queries.uses_of([made.row.pk], on=timezone.localdate(now)).values()

    assert (used.today, used.last_at) == (0, now - timedelta(days=3))
    keys.caller_of(made.key, now=now)
    assert queries.uses_of([made.row.pk], on=timezone.localdate(now))[made.row.pk].today == 1
