"""Who sees what of a party: masked and for a purpose, or one value with a reason that is noted first."""

import json

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.parties import actions, queries
from xiangji.core.parties.actions import MayNotReveal
from xiangji.core.parties.models import Party
from xiangji.core.parties.queries import Names
from xiangji.core.parties.rules.fields import Field, Purpose
from xiangji.core.parties.rules.reasons import NoReason
from xiangji.core.parties.sealing import Erased, Unreadable
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    BANK_ACCOUNT,
    CLERK,
    IDENTITY_NUMBER,
    NOW,
    PHONE,
    SEALED,
    a_person,
    an_organisation,
)

pytestmark = pytest.mark.django_db
VALUES = {
    Field.IDENTITY_NUMBER: IDENTITY_NUMBER,
    Field.PHONE: PHONE,
    Field.BANK_ACCOUNT: BANK_ACCOUNT,
    Field.ADDRESS_LINE: ADDRESS_LINE,
}


def reveal(
    party: Party,
    field: Field = Field.PHONE,
    *,
    purpose: Purpose = Purpose.REGISTRATION,
    reason: str = "退件联系收件人",
    may_reveal: bool = True,
) -> str:
    return actions.reveal(
        party=party.pk,
        field=field,
        purpose=purpose,
        reason=reason,
        may_reveal=may_reveal,
        by=CLERK,
        happened_at=NOW,
    )


@pytest.mark.parametrize("field", list(Field))
def test_an_opened_field_is_noted_by_its_name_only(field: Field) -> None:
    person = a_person()

    assert reveal(person, field) == VALUES[field]

    entry = Entry.objects.get(did="party.revealed")
    said = json.loads(entry.text)
    assert said["by"] == {"key": "7", "name": "示例·李四"}
    assert said["what"] == f"parties.Party {person.pk}"
    assert said["facts"] == {"field": field.value, "purpose": "registration", "reason": "退件联系收件人"}
    assert not [value for value in SEALED if value in entry.text]


def test_who_may_not_is_told_so_and_nothing_is_noted() -> None:
    person = a_person()

    with pytest.raises(MayNotReveal) as refusal:
        reveal(person, may_reveal=False)

    assert refusal.value.status == 403
    assert refusal.value.sentence.startswith("没有显示电话。")
    assert not Entry.objects.filter(did="party.revealed").exists()


def test_a_field_outside_of_the_purpose_stays_closed() -> None:
    person = a_person()

    with pytest.raises(MayNotReveal) as refusal:
        reveal(person, Field.BANK_ACCOUNT, purpose=Purpose.DELIVERY)

    assert refusal.value.sentence == "没有显示银行账号。“派送取件”用不着它。"
    assert not Entry.objects.filter(did="party.revealed").exists()


@pytest.mark.parametrize("reason", ["", "看看", f"查一下{PHONE}", f"查 {PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}"])
def test_without_a_good_reason_it_stays_closed(reason: str) -> None:
    person = a_person()

    with pytest.raises(NoReason):
        reveal(person, reason=reason)

    assert not Entry.objects.filter(did="party.revealed").exists()


def test_the_hidden_address_is_no_reason() -> None:
    person = a_person()

    with pytest.raises(NoReason) as refusal:
        reveal(person, Field.ADDRESS_LINE, reason=f"送货到{ADDRESS_LINE}")

    assert ADDRESS_LINE not in refusal.value.sentence
    assert not Entry.objects.filter(did="party.revealed").exists()


def test_a_field_that_is_not_known_cannot_be_opened() -> None:
    person = a_person(phone="")

    with pytest.raises(Refused) as refusal:
        reveal(person)

    assert refusal.value.sentence == "没有显示。这里没有登记电话。"


@pytest.mark.django_db(transaction=True)
def test_a_value_is_not_opened_inside_of_something_that_may_still_be_undone() -> None:
    person = a_person()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reveal(person)

    assert not Entry.objects.filter(did="party.revealed").exists()


def test_a_sealed_value_of_another_person_does_not_open() -> None:
    victim = a_person()
    thief = a_person(name="示例·王二", identity_number="")
    Party.objects.filter(pk=thief.pk).update(phone_sealed=Party.objects.get(pk=victim.pk).phone_sealed)

    with pytest.raises(Unreadable) as refusal:
        reveal(thief)

    assert refusal.value.sentence.startswith(f"没有读出。parties_party 第 {thief.pk} 行的 phone ")
    assert not Entry.objects.filter(did="party.revealed").exists()


def test_a_sealed_value_does_not_open_in_another_field() -> None:
    person = a_person()
    Party.objects.update(phone_sealed=Party.objects.get().identity_number_sealed)

    with pytest.raises(Unreadable):
        reveal(person)


@pytest.mark.parametrize(
    ("purpose", "shown"),
    [
        (Purpose.CONTACT, {"phone": "138****1904"}),
        (Purpose.DELIVERY, {"phone": "138****1904", "address_line": "（已登记）"}),
        (Purpose.PAYMENT, {"identity_number": "370481********009X", "bank_account": "尾号 7413"}),
    ],
)
def test_a_purpose_shows_its_own_fields_masked(purpose: Purpose, shown: dict[str, str]) -> None:
    person = a_person()

    party = queries.seen([person.pk], purpose=purpose)[person.pk]

    assert party.name == "示例·生*华"
    assert {field: text for field in Field if (text := getattr(party, field))} == shown


def test_posts_that_need_it_see_whole_names() -> None:
    person, organisation = a_person(), an_organisation()
    both = [person.pk, organisation.pk]

    masked = queries.seen(both, purpose=Purpose.CONTACT)
    whole = queries.seen(both, purpose=Purpose.CONTACT, names=Names.WHOLE)

    assert (masked[person.pk].name, whole[person.pk].name) == ("示例·生*华", "示例·生秀华")
    assert masked[organisation.pk] == whole[organisation.pk]
    assert masked[organisation.pk].name == "示例一村股份经济合作社"


def test_a_list_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = [a_person(identity_number="", name=f"示例·第{number}").pk for number in range(20)]

    with django_assert_num_queries(2):
        seen = queries.seen([*people, 404], purpose=Purpose.REGISTRATION)

    assert sorted(seen) == people
    assert {party.phone for party in seen.values()} == {"138****1904"}


def test_one_broken_seal_does_not_hide_the_list() -> None:
    good, bad = a_person(), a_person(name="示例·王二", identity_number="")
    Party.objects.filter(pk=bad.pk).update(phone_sealed=b"\x01" + b"\0" * 60)

    seen = queries.seen([good.pk, bad.pk], purpose=Purpose.CONTACT)

    assert (seen[good.pk].phone, seen[bad.pk].phone) == ("138****1904", "（读不出）")


def test_an_erased_person_is_not_opened() -> None:
    person = a_person()
    actions.erase(party=person.pk, reason="本人申请删除", by=CLERK, happened_at=NOW)

    with pytest.raises(Erased) as refusal:
        reveal(person)

    assert refusal.value.status == 410
    assert refusal.value.sentence.startswith(f"没有办。登记号 {person.pk} 的人或单位的个人信息已经删除")
    assert not Entry.objects.filter(did="party.revealed").exists()
