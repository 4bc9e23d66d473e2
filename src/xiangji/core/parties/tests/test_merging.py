"""Two registrations of one person become one, and nothing is lost or found twice."""

import json

import pytest

from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events.models import Fact
from xiangji.core.parties import actions, queries, sealing
from xiangji.core.parties.models import DataKey, Party
from xiangji.core.parties.queries import TABLE
from xiangji.core.parties.rules.fields import Field, Purpose
from xiangji.core.parties.tests.examples import (
    BANK_ACCOUNT,
    CLERK,
    IDENTITY_NUMBER,
    NOW,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    TODAY,
    a_person,
    an_organisation,
)

pytestmark = pytest.mark.django_db
OTHER_PHONE = "13900731905"
REASON = "两份是同一个人"


def merge(party: Party, into: Party, reason: str = REASON) -> Party:
    return actions.merge(party=party.pk, into=into.pk, reason=reason, by=CLERK, happened_at=NOW)


def known_by_phone(phone: str = PHONE) -> Party:
    return a_person(identity_number="", bank_account="", address_line="", phone=phone)


def test_the_number_moves_to_the_registration_that_stays_and_is_found_there() -> None:
    kept, lesser = known_by_phone(), a_person(phone="")

    merge(lesser, kept)

    assert queries.find_by_identity_number(IDENTITY_NUMBER, today=TODAY) == kept.pk
    assert queries.find_by_bank_account(BANK_ACCOUNT) == (kept.pk,)
    kept.refresh_from_db()
    sealed = bytes(kept.identity_number_sealed)
    assert sealing.unseal(sealed, table=TABLE, field="identity_number", row=kept.pk) == IDENTITY_NUMBER
    lesser.refresh_from_db()
    assert (lesser.successor_id, bytes(lesser.identity_number_sealed), lesser.identity_number_index) == (
        kept.pk,
        b"",
        "",
    )


def test_where_both_know_a_phone_both_lead_to_the_one_that_stays() -> None:
    kept, lesser = a_person(phone=PHONE), known_by_phone(OTHER_PHONE)

    merge(lesser, kept)

    assert queries.find_by_phone(PHONE) == (kept.pk,)
    assert queries.find_by_phone(OTHER_PHONE) == (kept.pk,)
    seen = queries.seen([kept.pk, lesser.pk], purpose=Purpose.CONTACT)
    assert (seen[kept.pk].phone, seen[kept.pk].successor) == ("138****1904", None)
    assert (seen[lesser.pk].phone, seen[lesser.pk].successor) == ("139****1905", kept.pk)


def test_two_people_with_different_numbers_are_not_merged() -> None:
    kept, other = a_person(), a_person(identity_number=OTHER_IDENTITY_NUMBER, phone=OTHER_PHONE)

    with pytest.raises(Refused, match="身份证号不同，是两个人") as refusal:
        merge(other, kept)

    assert OTHER_IDENTITY_NUMBER not in refusal.value.sentence
    other.refresh_from_db()
    assert other.successor_id is None
    assert queries.find_by_phone(OTHER_PHONE) == (other.pk,)
    assert not Entry.objects.filter(did="party.merged").exists()


def test_organisations_and_oneself_are_not_merged() -> None:
    person, firm = a_person(), an_organisation()

    for lesser, kept, sentence in (
        (firm, person, "只有同一个人"),
        (person, firm, "只有同一个人"),
        (person, person, "同一个登记号"),
    ):
        with pytest.raises(Refused, match=sentence):
            merge(lesser, kept)

    assert not Party.objects.filter(successor__isnull=False).exists()


def test_what_was_merged_takes_no_change_and_points_to_its_successor() -> None:
    kept, lesser = a_person(), known_by_phone(OTHER_PHONE)
    merge(lesser, kept)

    with pytest.raises(actions.AlreadyMerged, match=f"请在登记号 {kept.pk} 上办"):
        actions.correct(party=lesser.pk, field=Field.PHONE, value=PHONE, by=CLERK, happened_at=NOW)
    with pytest.raises(actions.AlreadyMerged):
        merge(kept, lesser)
    with pytest.raises(actions.AlreadyMerged):
        actions.erase(party=lesser.pk, reason="本人申请删除", by=CLERK, happened_at=NOW)

    assert queries.find_by_phone(OTHER_PHONE) == (kept.pk,)


def test_a_chain_of_mergers_leads_to_the_last_at_once() -> None:
    first, second, third = known_by_phone(), known_by_phone(OTHER_PHONE), a_person(phone="")

    merge(first, second)
    merge(second, third)

    assert set(Party.objects.filter(successor=third).values_list("pk", flat=True)) == {first.pk, second.pk}
    assert queries.find_by_phone(PHONE) == (third.pk,)


def test_a_value_that_was_moved_from_another_row_stops_the_merger() -> None:
    kept, lesser = known_by_phone(), a_person(phone="")
    stranger = a_person(identity_number=OTHER_IDENTITY_NUMBER, phone=OTHER_PHONE)
    Party.objects.filter(pk=lesser.pk).update(identity_number_sealed=stranger.identity_number_sealed)

    with pytest.raises(sealing.Unreadable):
        merge(lesser, kept)

    assert not Party.objects.filter(successor__isnull=False).exists()


def test_the_person_is_erased_with_all_that_was_merged_into_it() -> None:
    kept, lesser = a_person(), known_by_phone(OTHER_PHONE)
    merge(lesser, kept)

    actions.erase(party=kept.pk, reason="本人申请删除", by=CLERK, happened_at=NOW)

    assert not DataKey.objects.exclude(wrapped=b"").exists()
    assert set(Party.objects.values_list("name", "phone_index")) == {("", "")}
    assert queries.find_by_phone(OTHER_PHONE) == ()
    assert Fact.objects.filter(name="parties.PartyErased").count() == 2
    assert Entry.objects.filter(did="party.erased").count() == 2


def test_the_audit_says_which_fields_moved_and_no_value() -> None:
    kept, lesser = known_by_phone(), a_person(phone="")

    merge(lesser, kept)

    entry = json.loads(Entry.objects.get(did="party.merged").text)
    assert entry["facts"] == {
        "into": kept.pk,
        "moved": ["identity_number", "bank_account", "address_line"],
        "reason": REASON,
    }
    assert Fact.objects.filter(name="parties.PartyMerged").count() == 1


def test_values_are_opened_for_a_file_and_what_is_gone_says_so() -> None:
    person, gone = a_person(), a_person(identity_number=OTHER_IDENTITY_NUMBER)
    actions.erase(party=gone.pk, reason="本人申请删除", by=CLERK, happened_at=NOW)

    opened = queries.opened([person.pk, gone.pk], [Field.IDENTITY_NUMBER])

    assert opened == {
        person.pk: {Field.IDENTITY_NUMBER: IDENTITY_NUMBER},
        gone.pk: {Field.IDENTITY_NUMBER: "（已删除）"},
    }
