import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.audit import verify
from xiangji.core.audit.entries import AUDIT
from xiangji.core.audit.models import Entry
from xiangji.core.audit.tests.examples import note_some, seal_all, some_entries, tamper
from xiangji.core.chain import anchors, sealing
from xiangji.core.chain.models import Link, Unsealed


@pytest.mark.django_db
def test_each_seal_stands_on_the_one_before(own_var: Path) -> None:
    some_entries(3)

    key = bytes.fromhex((own_var / "keys" / "chain.key").read_text())
    seal = hmac.new(key, b"audit", hashlib.sha256).hexdigest()
    for number, link in enumerate(Link.objects.order_by("number"), start=1):
        text = Entry.objects.get(pk=link.entry).text
        seal = hmac.new(key, (seal + text).encode(), hashlib.sha256).hexdigest()
        assert (link.chain, link.number, link.seal) == ("audit", number, seal)
    assert number == 3
    assert not Unsealed.objects.exists()


@pytest.mark.django_db
def test_what_was_rolled_back_leaves_no_gap() -> None:
    note_some(1)
    with transaction.atomic():
        note_some(1)
        transaction.set_rollback(True)
    note_some(2)

    seal_all()

    assert list(Link.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert verify().is_whole


@pytest.mark.django_db
def test_sealing_goes_on_where_it_ended() -> None:
    some_entries(5)
    note_some(5)

    assert sealing.seal(AUDIT, most=3) == 3
    assert sealing.seal(AUDIT, most=3) == 2
    assert sealing.seal(AUDIT, most=3) == 0

    report = verify()
    assert (report.sealed, report.unsealed, report.findings) == (10, 0, ())


@pytest.mark.django_db
def test_an_idle_look_is_one_question_and_no_write(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    some_entries(1)

    with django_assert_num_queries(1) as said:
        assert sealing.seal(AUDIT) == 0

    assert said.captured_queries[0]["sql"].startswith("SELECT")


@pytest.mark.django_db(transaction=True)
def test_two_workers_give_each_entry_one_number() -> None:
    note_some(60)

    def work(_number: int) -> None:
        try:
            while sealing.seal(AUDIT, most=7):
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as two:
        list(two.map(work, range(2)))

    assert list(Link.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 61))
    assert Link.objects.values("entry").distinct().count() == 60
    assert verify().is_whole


@pytest.mark.django_db
def test_an_entry_that_was_removed_before_it_was_sealed_keeps_its_place() -> None:
    second = note_some(3)[1]
    tamper("DELETE FROM audit_entry WHERE id = %s", second)

    seal_all()

    assert [finding.sentence for finding in verify().findings] == [f"删掉：第 2 条（记录 {second}）不见了。"]


@pytest.mark.django_db
def test_the_head_follows_each_sealing_and_the_night_adds_a_line(own_var: Path) -> None:
    with time_machine.travel("2026-03-01T02:40:00+08:00", tick=False):
        anchors.append_anchor("audit", at=timezone.localtime())
        assert not (own_var / "anchors").exists()

        some_entries(2)
        anchors.append_anchor("audit", at=timezone.localtime())
        some_entries(1)
        anchors.append_anchor("audit", at=timezone.localtime())

    seals = list(Link.objects.order_by("number").values_list("seal", flat=True))
    assert (own_var / "anchors" / "audit.head").read_text() == f"2026-03-01T02:40:00+08:00 3 {seals[2]}\n"
    assert (own_var / "anchors" / "audit.log").read_text() == (
        f"2026-03-01T02:40:00+08:00 2 {seals[1]}\n2026-03-01T02:40:00+08:00 3 {seals[2]}\n"
    )
    assert sorted(file.name for file in (own_var / "anchors").iterdir()) == ["audit.head", "audit.log"]


@pytest.mark.django_db
def test_sealing_after_the_end_was_cut_off_keeps_the_proof(
    own_var: Path, caplog: pytest.LogCaptureFixture
) -> None:
    some_entries(5)
    tamper("DELETE FROM audit_entry")
    tamper("DELETE FROM chain_link WHERE number > 3")
    note_some(1)

    seal_all()

    assert "chain audit ends at 3, but its head names 5" in caplog.text
    assert (own_var / "anchors" / "audit.log").read_text().split()[1] == "5"
    assert "截掉：第 5 条不见了" in " ".join(finding.sentence for finding in verify().findings)
