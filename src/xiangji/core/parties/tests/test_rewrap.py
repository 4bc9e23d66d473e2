"""A new county key: nothing that is sealed changes, nothing is lost, whatever interrupts it."""

import fcntl
import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from itertools import islice

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused, Unavailable
from xiangji.core.parties import key_files, keys, rewrap, sealing
from xiangji.core.parties.key_files import COUNTY
from xiangji.core.parties.models import DataKey, Key
from xiangji.core.parties.rewrap import NEXT
from xiangji.core.parties.tests.examples import NOW

pytestmark = pytest.mark.django_db


def some_sealed(count: int = 5) -> list[bytes]:
    return [sealing.seal(f"1380000{row:04}", table="boxes", field="phone", row=row) for row in range(count)]


def opened(sealed: list[bytes]) -> list[str]:
    return [sealing.unseal(value, table="boxes", field="phone", row=row) for row, value in enumerate(sealed)]


def expected(count: int = 5) -> list[str]:
    return [f"1380000{row:04}" for row in range(count)]


def renew(steps: int | None = None) -> list[rewrap.Progress]:
    """To the end, or interrupted after so many steps."""
    running = rewrap.rewrap(by=None, happened_at=NOW)
    taken = list(islice(running, steps))
    running.close()
    return taken


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrap, "AT_ONCE", 2)


def test_everything_opens_with_the_new_key_and_the_old_one_is_gone() -> None:
    sealed = some_sealed()
    old = key_files.read(COUNTY)

    steps = renew()

    assert [(step.done, step.left) for step in steps] == [(2, 3), (4, 1), (5, 0)]
    assert opened(sealed) == expected()
    new = key_files.read(COUNTY)
    assert new is not None
    assert new != old
    assert not key_files.file_of(NEXT).exists()
    assert set(DataKey.objects.values_list("county_key__fingerprint", flat=True)) == {new.fingerprint}
    assert [key.retired_at is None for key in Key.objects.filter(kind=COUNTY).order_by("pk")] == [False, True]


def test_it_is_noted_when_it_begins_and_when_it_is_done() -> None:
    some_sealed()

    renew()

    old, new = Key.objects.filter(kind=COUNTY).order_by("pk")
    assert [(entry.did, json.loads(entry.text)["facts"]) for entry in Entry.objects.order_by("pk")] == [
        ("county_key.renewal_begun", {"new": new.fingerprint, "old": old.fingerprint}),
        ("county_key.renewed", {"new": new.fingerprint}),
    ]


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_an_interrupted_renewal_goes_on_where_it_stopped(steps: int) -> None:
    sealed = some_sealed()
    old = key_files.read(COUNTY)
    renew(steps)
    assert key_files.read(COUNTY) == old
    assert opened(sealed) == expected()

    rest = renew()

    assert [step.done for step in rest] == [[2, 3], [1], []][steps - 1]
    assert opened(sealed) == expected()
    assert key_files.read(COUNTY) != old
    assert Key.objects.filter(kind=COUNTY).count() == 2


def test_what_is_sealed_during_a_renewal_opens_after_it() -> None:
    some_sealed()
    renew(1)

    late = sealing.seal("13900004321", table="boxes", field="phone", row=99)
    again = sealing.seal("13900008765", table="boxes", field="phone", row=4)
    renew()

    assert sealing.unseal(late, table="boxes", field="phone", row=99) == "13900004321"
    assert sealing.unseal(again, table="boxes", field="phone", row=4) == "13900008765"


def test_a_crash_before_the_database_knew_the_new_key_only_uses_that_key() -> None:
    sealed = some_sealed()
    key_files.make(NEXT)
    made = key_files.read(NEXT)

    assert opened(sealed) == expected()
    renew()

    assert key_files.read(COUNTY) == made
    assert opened(sealed) == expected()


def test_a_key_that_does_not_open_keeps_the_old_county_key() -> None:
    sealed = some_sealed()
    old = key_files.read(COUNTY)
    DataKey.objects.filter(owner="boxes 1").update(wrapped=b"\x01" + b"\0" * 68)

    with pytest.raises(Refused) as refusal:
        renew()

    assert "有 1 把数据钥匙用旧钥匙打不开，旧钥匙因此还留着" in refusal.value.sentence
    assert key_files.read(COUNTY) == old
    assert opened(sealed[:1]) == ["13800000000"]
    assert sealing.unseal(sealed[4], table="boxes", field="phone", row=4) == "13800000004"


def test_an_erased_key_stays_erased() -> None:
    sealed = some_sealed()
    sealing.destroy(table="boxes", row=0)

    renew()

    with pytest.raises(sealing.Erased):
        opened(sealed)
    assert bytes(DataKey.objects.get(owner="boxes 0").wrapped) == b""


def test_without_the_old_key_nothing_begins() -> None:
    some_sealed()
    key_files.file_of(COUNTY).unlink()

    with pytest.raises(Unavailable):
        renew()

    assert not key_files.file_of(NEXT).exists()
    assert Key.objects.filter(kind=COUNTY).count() == 1


def test_two_renewals_do_not_run_beside_each_other() -> None:
    some_sealed()
    with key_files.file_of(COUNTY).with_suffix(".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(Refused) as refusal:
            renew()

    assert refusal.value.code == "rewrap_is_running"
    assert not key_files.file_of(NEXT).exists()


def test_a_row_that_was_read_just_before_the_old_key_went_is_read_again() -> None:
    sealed = some_sealed(1)
    before = list(DataKey.objects.select_related("county_key"))

    renew()

    assert keys.ring(COUNTY).keys().isdisjoint({before[0].county_key.fingerprint})
    assert sealing.unwrapped(before)[before[0].pk]
    assert opened(sealed) == expected(1)


@pytest.mark.django_db(transaction=True)
def test_a_renewal_waits_for_whoever_still_seals_with_the_old_key() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("writers of SQLite go one after the other")
    sealed = some_sealed()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            late = sealing.seal("13900004321", table="boxes", field="phone", row=99)
            renewal = other.submit(renew_elsewhere)
            while not (renewal.done() or somebody_waits()):
                pass
            assert not renewal.done()
        renewal.result()

    assert sealing.unseal(late, table="boxes", field="phone", row=99) == "13900004321"
    assert opened(sealed) == expected()


def renew_elsewhere() -> None:
    try:
        renew()
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_the_command_says_how_far_it_is_and_what_to_do_next() -> None:
    some_sealed()
    said = StringIO()

    call_command("rewrap", stdout=said)

    assert "重新包好 5 把，还有 0 把。" in said.getvalue()
    assert "请马上备份一次" in said.getvalue()
