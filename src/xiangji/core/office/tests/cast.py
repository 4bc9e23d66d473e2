"""Whoever is asked for, already inside, and some rows for the lists."""

from datetime import UTC, datetime

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.test import Client

from xiangji.core.accounts.models import Organisation, OrganisationKey, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, LONG_AGO, an_organisation, one

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def inside(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def as_a(kind: PostKind) -> Client:
    return inside(one(kind))


def a_key(name: str, *, organisation: Organisation | None = None, quota: int = 100) -> OrganisationKey:
    return OrganisationKey.objects.create(
        organisation=organisation or an_organisation(),
        place_id=COUNTY.digits,
        name=name,
        sha256=f"{name:0>64}"[-64:],
        tail="0000",
        daily_quota=quota,
        made_at=LONG_AGO,
    )


def some_keys(count: int) -> list[OrganisationKey]:
    unit = an_organisation()
    return [a_key(f"示例程序{number:03}", organisation=unit, quota=number + 1) for number in range(count)]


def put_away(answer: HttpResponseBase) -> None:
    """A test that asks for a file reads it to its end, and so closes it."""
    if isinstance(answer, FileResponse):
        answer.getvalue()
