"""No plain value of a sealed field stands anywhere in the database, in the audit or in what is printed."""

import base64

import pytest

from xiangji.core.audit.models import Entry
from xiangji.core.parties import actions, queries
from xiangji.core.parties.models import Party
from xiangji.core.parties.rules.fields import Field, Purpose
from xiangji.core.parties.tests.examples import (
    BANK_ACCOUNT,
    CLERK,
    NOW,
    SEALED,
    TODAY,
    a_person,
    an_organisation,
    everything_stored,
)

SECOND_PHONE = "0632-5519904"


def in_every_dress(value: str) -> list[bytes]:
    plain = value.encode()
    base64_whole = base64.b64encode(plain).rstrip(b"=")[:-1]
    return [plain, plain.hex().encode(), base64_whole, value.encode("utf-16-le"), value.encode("gb18030")]


@pytest.mark.django_db(transaction=True)
def test_a_stolen_database_says_no_number_and_no_address() -> None:
    person = a_person()
    an_organisation(phone=SECOND_PHONE, bank_account="37001628808050157706")
    actions.correct(party=person.pk, field=Field.PHONE, value=SECOND_PHONE, by=CLERK, happened_at=NOW)
    actions.reveal(
        party=person.pk,
        field=Field.BANK_ACCOUNT,
        purpose=Purpose.PAYMENT,
        reason="核对3月补助的收款账号",
        may_reveal=True,
        by=CLERK,
        happened_at=NOW,
    )
    queries.find_by_identity_number(SEALED[0], today=TODAY)

    stored = everything_stored()
    values = [*SEALED, SECOND_PHONE, SECOND_PHONE.replace("-", ""), "37001628808050157706"]
    assert "生秀华".encode() in stored  # the search does find what stands there
    assert [value for value in values for dress in in_every_dress(value) if dress in stored] == []


@pytest.mark.django_db
def test_the_audit_quotes_nothing_that_is_sealed() -> None:
    person = a_person()
    actions.correct(party=person.pk, field=Field.BANK_ACCOUNT, value="", by=CLERK, happened_at=NOW)
    actions.erase(party=person.pk, reason="本人申请删除", by=CLERK, happened_at=NOW)

    text = "".join(Entry.objects.values_list("text", flat=True))
    assert [value for value in (*SEALED, "生秀华") if value in text] == []


@pytest.mark.django_db
def test_what_is_printed_of_a_party_names_nobody() -> None:
    person = a_person()
    printed = f"{person} {person!r} {Party.objects.get()}"

    assert "生秀华" not in printed
    assert BANK_ACCOUNT not in printed
