"""Keys for programs."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import RequestFactory
from django.utils import timezone

from xiangji.core.accounts import actions, keys
from xiangji.core.accounts.models import OrganisationKey
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
    caller = keys.caller_of(made.key, on=timezone.localdate())
    assert (caller.organisation.name, caller.place) == ("示例甲公司", TOWN)


def test_a_key_over_its_quota_waits_until_tomorrow() -> None:
    made, today = a_key(quota=2), timezone.localdate()
    keys.caller_of(made.key, on=today)
    keys.caller_of(made.key, on=today)

    with pytest.raises(keys.QuotaUsedUp) as refusal:
        keys.caller_of(made.key, on=today)

    assert (refusal.value.status, refusal.value.code) == (429, "key_quota_used_up")
    assert "每天最多用2次" in refusal.value.sentence
    assert keys.caller_of(made.key, on=today + timedelta(days=1)).key == made.row


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
        keys.caller_of(key, on=timezone.localdate())

    assert refusal.value.status == 401


def test_a_revoked_key_opens_nothing() -> None:
    made, security = a_key(), one(PostKind.SECURITY_ADMIN)

    actions.revoke_key(key=made.row, by=security, happened_at=timezone.now())

    with pytest.raises(keys.KeyNeeded):
        keys.caller_of(made.key, on=timezone.localdate())
    refuses(
        lambda: actions.revoke_key(key=made.row, by=security, happened_at=timezone.now()), "key_is_revoked"
    )


def test_a_key_of_the_demo_opens_in_a_demo_only(settings: LazySettings) -> None:
    made = a_key()
    OrganisationKey.objects.update(is_example=True)

    settings.DEMO = False
    with pytest.raises(keys.KeyNeeded):
        keys.caller_of(made.key, on=timezone.localdate())
    settings.DEMO = True
    assert keys.caller_of(made.key, on=timezone.localdate()).key == made.row


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
