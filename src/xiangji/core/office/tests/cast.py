"""Whoever is asked for, already inside, and some rows for the lists."""

from datetime import UTC, datetime
from typing import Unpack

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, OrganisationKey, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, LONG_AGO, an_organisation, one
from xiangji.core.office import sealed_doing
from xiangji.core.office.desk import find
from xiangji.core.office.models import SealedExport
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import Party
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    BANK_ACCOUNT,
    IDENTITY_NUMBER,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    Person,
)

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


def a_party(kept: Kept | None = None, **differing: Unpack[Person]) -> Party:
    """A person with numbers, kept by the office of the cast in the county."""
    values: Person = {
        "name": "示例·生秀华",
        "identity_number": IDENTITY_NUMBER,
        "phone": PHONE,
        "bank_account": BANK_ACCOUNT,
        "address_line": ADDRESS_LINE,
        "by": None,
        "happened_at": LONG_AGO,
    }
    where = kept or Kept(COUNTY, an_organisation().pk)
    return parties.register_person(**(values | differing), kept=where)


def asked(by: User, *rows: Party, columns: tuple[str, ...] = ("phone",)) -> SealedExport:
    one = find("parties")
    assert one is not None
    return sealed_doing.ask(
        desk=one,
        rows=[row.pk for row in rows],
        words="全部",
        columns=columns,
        reason="发放11月补助，核对收款人",
        by=by,
        happened_at=timezone.now(),
    )


def a_party_and_its_export(clerk: Post) -> SealedExport:
    return asked(clerk.person, a_party(identity_number=OTHER_IDENTITY_NUMBER))
