"""The people of a demo: well formed, impossible, and of every state."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from stdnum import luhn

from xiangji.core.accounts import demo as accounts
from xiangji.core.accounts.models import User
from xiangji.core.accounts.tests.examples import some_places
from xiangji.core.errors import Refused
from xiangji.core.office.demo import (
    ORGANISATIONS,
    PEOPLE,
    account,
    build_parties,
    credit_code,
    identity_number,
    phone,
)
from xiangji.core.office.models import SealedExport
from xiangji.core.office.tests.cast import a_party, inside
from xiangji.core.parties.models import Party
from xiangji.core.parties.rules import writing
from xiangji.core.places.county import current_county

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def demo(db: None, settings: LazySettings) -> Client:
    settings.DEMO = True
    some_places()
    accounts.build(timezone.now())
    return Client()


def test_every_number_is_well_formed_and_can_belong_to_nobody() -> None:
    county = current_county().code

    for one in PEOPLE:
        number = writing.identity_number(identity_number(county, one.born), today=NOW.date())
        assert (number[2:6], number[14:17]) == ("9999", "000")
    for place, (_, kind, _) in enumerate(ORGANISATIONS):
        assert writing.credit_code(credit_code(kind, county, place))[4:8] == "9999"
    for each in range(100):
        assert writing.phone(phone(each)).startswith("154")
        assert not luhn.is_valid(writing.bank_account(account(each)))
    assert len({identity_number(county, one.born) for one in PEOPLE}) == len(PEOPLE)


def test_the_demo_has_parties_of_every_state_and_two_exports(demo: Client) -> None:
    a_party(name="示例·别的应用先登记的")  # such as a contact of a contractor
    build_parties(now=timezone.now())
    build_parties(now=timezone.now())

    assert Party.objects.filter(successor=None, erased_at=None).count() == 13
    assert Party.objects.filter(successor__isnull=False).count() == 1
    assert Party.objects.filter(erased_at__isnull=False).count() == 1
    assert not Party.objects.exclude(name__startswith="示例").exclude(name="").exists()
    states = set(SealedExport.objects.values_list("paper__state", flat=True))
    assert states == {"approved", "submitted"}
    clerk = inside(User.objects.get(username="commerce-clerk"))
    approved = SealedExport.objects.get(paper__state="approved")
    assert clerk.post(f"/office/exports/{approved.pk}/file/").getvalue().startswith(b"PK")


@pytest.mark.django_db
def test_no_example_is_registered_in_a_real_county(settings: LazySettings) -> None:
    settings.DEMO = False

    with pytest.raises(Refused, match="只能登记在演示库里"):
        build_parties(now=NOW)

    assert not Party.objects.exists()
