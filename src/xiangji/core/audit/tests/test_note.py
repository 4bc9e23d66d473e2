import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

import pytest
import time_machine
from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.audit import note
from xiangji.core.audit.models import Entry
from xiangji.core.chain.models import Unsealed

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
COMMAND = UUID("00000000-0000-4000-8000-000000000001")


@dataclass(frozen=True)
class Clerk:
    pk: int
    name: str


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_and_when() -> None:
    with time_machine.travel(NOON, tick=False):
        note(
            by=Clerk(7, "示例·张三"),
            did="programme.opened",
            what="programme tengzhou-2019",
            happened_at=datetime.fromisoformat("2026-03-01T19:58:00+08:00"),
            facts={"version": 1, "files": ["a", "b"], "note": None},
            command=COMMAND,
        )

    entry = Entry.objects.get()
    assert entry.text == (
        '{"by":{"key":"7","name":"示例·张三"},'
        '"command":"00000000-0000-4000-8000-000000000001",'
        '"did":"programme.opened",'
        '"facts":{"files":["a","b"],"note":null,"version":1},'
        '"happened_at":"2026-03-01T11:58:00.000000+00:00",'
        '"noted_at":"2026-03-01T12:00:00.000000+00:00",'
        '"what":"programme tengzhou-2019"}'
    )
    assert entry.sha256 == hashlib.sha256(entry.text.encode()).hexdigest()
    assert (entry.by_key, entry.did, entry.what) == ("7", "programme.opened", "programme tengzhou-2019")
    assert (entry.noted_at, entry.command) == (NOON, COMMAND)
    assert Unsealed.objects.get().entry == entry.pk


@pytest.mark.django_db
def test_the_platform_itself_is_named_when_nobody_acts() -> None:
    note(by=None, did="holidays.loaded", what="holidays")

    assert json.loads(Entry.objects.get().text)["by"] == {"key": "", "name": "平台"}


@pytest.mark.django_db
def test_a_row_is_named_by_its_model_and_key_and_by_nothing_personal() -> None:
    person = User.objects.create(username="zhangsan", name="示例·张三")

    note(by=person, did="user.locked", what=person)

    assert Entry.objects.get().what == f"accounts.User {person.pk}"


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_noted_only_inside_of_a_transaction() -> None:
    with pytest.raises(RuntimeError, match=r"box\.seen was noted outside"):
        note(by=None, did="box.seen", what="box 1")

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_done() -> None:
    with transaction.atomic():
        note(by=None, did="box.seen", what="box 1")
        transaction.set_rollback(True)

    assert not Entry.objects.exists()
    assert not Unsealed.objects.exists()


@pytest.mark.django_db
def test_a_time_without_zone_is_not_noted() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        note(by=None, did="box.seen", what="box 1", happened_at=datetime(2026, 3, 1))  # noqa: DTZ001

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_facts_may_be_a_view_of_others() -> None:
    note(by=None, did="box.seen", what="box 1", facts=MappingProxyType({"weight": 3}))

    assert json.loads(Entry.objects.get().text)["facts"] == {"weight": 3}
