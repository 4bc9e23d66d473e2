"""A person or an organisation stands in the county once."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.parties import actions, queries
from xiangji.core.parties.actions import AlreadyRegistered, NoSuchParty
from xiangji.core.parties.models import DataKey, Kind, Party
from xiangji.core.parties.rules.fields import Field
from xiangji.core.parties.rules.writing import WrongNumber
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    BANK_ACCOUNT,
    CLERK,
    CREDIT_CODE,
    IDENTITY_NUMBER,
    NOW,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    SEALED,
    TODAY,
    a_person,
    an_identity_number,
    an_organisation,
)
from xiangji.core.places import load_regions
from xiangji.core.places.tests.examples import region_file
from xiangji.core.values import PlaceCode

pytestmark = pytest.mark.django_db


def test_a_person_is_found_by_the_exact_identity_number() -> None:
    person = a_person()
    a_person(name="示例·王二", identity_number=OTHER_IDENTITY_NUMBER)

    assert queries.find_by_identity_number("370481 19490101 009x", today=TODAY) == person.pk
    assert queries.find_by_phone("+86 138-0073-1904") == (person.pk, person.pk + 1)
    assert queries.find_by_bank_account(BANK_ACCOUNT) == (person.pk, person.pk + 1)
    assert queries.find_by_identity_number(an_identity_number("11010119000101000"), today=TODAY) is None


def test_a_registration_is_noted_with_the_names_of_its_fields() -> None:
    person = a_person(address_line="")

    entry = Entry.objects.get(did="party.registered")
    assert entry.what == f"parties.Party {person.pk}"
    assert json.loads(entry.text)["facts"] == {
        "fields": ["identity_number", "bank_account", "phone"],
        "kind": "person",
    }


def test_the_same_person_is_not_registered_again() -> None:
    a_person()

    with pytest.raises(AlreadyRegistered) as refusal:
        a_person(name="示例·别名", identity_number="37048119490101009x", phone="")

    assert refusal.value.status == 409
    assert "这个身份证号已经登记在册" in refusal.value.sentence
    assert "由县商务局经办合并" in refusal.value.sentence
    assert "生" not in refusal.value.sentence
    assert (Party.objects.count(), DataKey.objects.count(), Entry.objects.count()) == (1, 1, 1)


def test_a_correction_cannot_make_two_registrations_of_one_person() -> None:
    a_person()
    other = a_person(name="示例·王二", identity_number="")

    with pytest.raises(AlreadyRegistered):
        actions.correct(
            party=other.pk, field=Field.IDENTITY_NUMBER, value=IDENTITY_NUMBER, by=CLERK, happened_at=NOW
        )

    assert Party.objects.get(pk=other.pk).identity_number_index == ""


def test_people_of_whom_only_a_phone_is_known_may_share_it() -> None:
    one = a_person(name="示例·马英", identity_number="", bank_account="", address_line="")
    two = a_person(name="示例·马成", identity_number="", bank_account="", address_line="")

    assert queries.find_by_phone(PHONE) == (one.pk, two.pk)


def test_an_organisation_is_registered_once_by_its_credit_code() -> None:
    organisation = an_organisation()

    with pytest.raises(AlreadyRegistered) as refusal:
        an_organisation(name="示例二村股份经济合作社", credit_code=CREDIT_CODE.lower())

    assert "这个统一社会信用代码已经登记在册" in refusal.value.sentence
    assert queries.find_by_credit_code(CREDIT_CODE) == organisation.pk
    assert Party.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"identity_number": "370481194901010091"},
        {"phone": "5519904"},
        {"bank_account": "6230"},
        {"address_line": "村"},
        {"name": f"王二{PHONE}"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_value_registers_nobody(wrong: dict[str, str]) -> None:
    with pytest.raises(WrongNumber):
        a_person(**wrong)  # type: ignore[arg-type]

    assert not Party.objects.exists()
    assert not DataKey.objects.exists()
    assert not Entry.objects.exists()


def test_a_person_lives_in_a_place_of_the_table(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)

    assert a_person(place=PlaceCode("370481")).place_id == "370481"
    with pytest.raises(Refused) as refusal:
        a_person(identity_number="", place=PlaceCode("650105"))

    assert refusal.value.sentence == "没有登记。区划表里没有 650105，请先装入它的区划。"
    assert Party.objects.count() == 1


def test_a_correction_changes_one_field_and_what_finds_it() -> None:
    person = a_person()
    before = Party.objects.get()

    actions.correct(party=person.pk, field=Field.PHONE, value="0632-5519904", by=CLERK, happened_at=NOW)

    after = Party.objects.get()
    assert queries.find_by_phone(PHONE) == ()
    assert queries.find_by_phone("0632 5519904") == (person.pk,)
    assert bytes(after.bank_account_sealed) == bytes(before.bank_account_sealed)
    assert json.loads(Entry.objects.get(did="party.corrected").text)["facts"] == {"changed": ["phone"]}


def test_an_empty_correction_takes_a_field_away() -> None:
    person = a_person()

    actions.correct(party=person.pk, field=Field.PHONE, value=" ", by=CLERK, happened_at=NOW)

    row = Party.objects.get()
    assert (bytes(row.phone_sealed), row.phone_index) == (b"", "")


def test_an_organisation_has_no_identity_number() -> None:
    organisation = an_organisation()

    with pytest.raises(Refused) as refusal:
        actions.correct(
            party=organisation.pk,
            field=Field.IDENTITY_NUMBER,
            value=IDENTITY_NUMBER,
            by=CLERK,
            happened_at=NOW,
        )

    assert refusal.value.code == "organisation_has_no_identity_number"
    assert Party.objects.get().identity_number_index == ""


def test_a_new_name_is_noted_but_not_said() -> None:
    person = a_person()

    actions.rename(party=person.pk, name="示例·生秀花", by=CLERK, happened_at=NOW)

    assert Party.objects.get().name == "示例·生秀花"
    assert "生秀" not in Entry.objects.get(did="party.corrected").text


def test_nobody_is_corrected_who_is_not_there() -> None:
    with pytest.raises(NoSuchParty) as refusal:
        actions.rename(party=404, name="示例·生秀花", by=CLERK, happened_at=NOW)

    assert refusal.value.status == 404
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "impossible",
    [
        {"kind": Kind.PERSON, "credit_code": CREDIT_CODE},
        {"kind": Kind.ORGANISATION, "credit_code": ""},
        {"kind": Kind.ORGANISATION, "credit_code": CREDIT_CODE, "identity_number_index": "f" * 64},
        {"kind": Kind.PERSON, "phone_index": "f" * 64, "erased_at": NOW},
    ],
)
def test_the_database_refuses_the_impossible(impossible: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(name="示例", registered_at=NOW, **impossible)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_register_the_same_person_at_once_one_does() -> None:
    def register(number: int) -> str:
        try:
            a_person(name=f"示例·第{number}")
        except AlreadyRegistered as refusal:
            return refusal.code
        finally:
            connection.close()
        return "registered"

    with ThreadPoolExecutor(4) as many:
        answers = sorted(many.map(register, range(4)))

    assert answers == ["party_already_registered"] * 3 + ["registered"]
    assert (Party.objects.count(), DataKey.objects.count()) == (1, 1)
    assert Entry.objects.filter(did="party.registered").count() == 1


def test_what_is_sealed_is_in_no_column() -> None:
    a_person()

    row = Party.objects.values().get()
    assert not [value for value in SEALED if value in str(row)]
    assert ADDRESS_LINE.encode() not in bytes(row["address_line_sealed"])
