"""What is erased is gone from every column, from what finds it, and from the file."""

import json

import pytest

from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact
from xiangji.core.parties import actions, queries, sealing
from xiangji.core.parties.models import DataKey, Party
from xiangji.core.parties.rules.fields import Field, Purpose
from xiangji.core.parties.rules.reasons import NoReason
from xiangji.core.parties.sealing import Erased, Unreadable
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    CLERK,
    IDENTITY_NUMBER,
    NOW,
    PHONE,
    TODAY,
    a_person,
    an_organisation,
    everything_stored,
)

pytestmark = pytest.mark.django_db
REASON = "本人申请删除"


def erase(party: Party, reason: str = REASON) -> Party:
    return actions.erase(party=party.pk, reason=reason, by=CLERK, happened_at=NOW)


def test_nothing_of_an_erased_person_is_left_in_the_row() -> None:
    person = a_person()

    erase(person)

    row = Party.objects.get()
    assert row.erased_at is not None
    assert [bytes(getattr(row, f"{field}_sealed")) for field in Field] == [b""] * 4
    assert (row.name, row.identity_number_index, row.phone_index, row.bank_account_index) == ("", "", "", "")
    assert bytes(DataKey.objects.get().wrapped) == b""


def test_an_erased_person_is_found_by_nothing_and_shown_as_such() -> None:
    person = a_person()

    erase(person)

    assert queries.find_by_identity_number(IDENTITY_NUMBER, today=TODAY) is None
    assert queries.find_by_phone(PHONE) == ()
    seen = queries.seen([person.pk], purpose=Purpose.REGISTRATION)[person.pk]
    assert (seen.is_erased, seen.name, seen.phone, seen.identity_number) == (True, "（已删除）", "", "")


def test_a_copy_of_the_old_row_does_not_open_any_more() -> None:
    person = a_person()
    kept = bytes(Party.objects.get().phone_sealed)

    erase(person)

    with pytest.raises(Erased):
        sealing.unseal(kept, table="parties_party", field="phone", row=person.pk)


def test_an_erasure_is_noted_and_announced() -> None:
    person = a_person()

    erase(person)

    assert json.loads(Entry.objects.get(did="party.erased").text)["facts"] == {"reason": REASON}
    assert Fact.objects.get().name == "parties.PartyErased"


def test_who_was_erased_can_register_anew_as_a_new_party() -> None:
    old = a_person()
    erase(old)

    new = a_person()

    assert new.pk != old.pk
    assert queries.find_by_identity_number(IDENTITY_NUMBER, today=TODAY) == new.pk


def test_nothing_is_written_to_an_erased_party() -> None:
    person = a_person()
    erase(person)

    with pytest.raises(Erased):
        actions.rename(party=person.pk, name="示例·生秀华", by=CLERK, happened_at=NOW)
    with pytest.raises(Erased):
        actions.correct(party=person.pk, field=Field.PHONE, value=PHONE, by=CLERK, happened_at=NOW)
    with pytest.raises(Erased):
        erase(person)

    assert Entry.objects.count() == 2
    assert Party.objects.get().name == ""


def test_an_organisation_keeps_its_public_name() -> None:
    organisation = an_organisation()

    erase(organisation)

    row = Party.objects.get()
    assert (row.name, row.credit_code, row.phone_index) == ("示例一村股份经济合作社", "", "")


@pytest.mark.parametrize("reason", ["", f"删除{PHONE}", f"删除{ADDRESS_LINE}的登记"])
def test_without_a_good_reason_nothing_is_erased(reason: str) -> None:
    person = a_person()

    with pytest.raises(NoReason):
        erase(person, reason=reason)

    assert Party.objects.get().erased_at is None
    assert not Fact.objects.exists()


def test_a_broken_seal_does_not_keep_a_person_from_being_erased() -> None:
    person = a_person()
    Party.objects.update(phone_sealed=b"\x01" + b"\0" * 60)

    erase(person)

    assert Party.objects.get().erased_at is not None


@pytest.mark.django_db(transaction=True)
def test_the_file_does_not_remember_what_was_erased() -> None:
    person = a_person()
    row, key = Party.objects.get(), bytes(DataKey.objects.get().wrapped)
    traces = [key, bytes(row.phone_sealed), row.phone_index.encode(), row.identity_number_index.encode()]

    erase(person)

    stored = everything_stored()
    assert not [trace for trace in traces if trace in stored or trace.hex().encode() in stored]
    with pytest.raises((Erased, Unreadable)):
        sealing.unseal(traces[1], table="parties_party", field="phone", row=person.pk)
