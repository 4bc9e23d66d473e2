"""A restore that is known explains the anchors of the former life, and nothing else does."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from xiangji.core.audit import verify
from xiangji.core.audit.tasks import anchor
from xiangji.core.audit.tests.examples import some_entries, tamper
from xiangji.core.chain import anchors, restores
from xiangji.core.chain.models import Link

pytestmark = pytest.mark.django_db
TAKEN = timezone.localtime() - timedelta(hours=1)


def go_back_to(number: int) -> None:
    """The database as it was when it had so many links; the files beside it stay as they are."""
    gone = list(Link.objects.filter(number__gt=number).values_list("entry", flat=True))
    tamper("DELETE FROM chain_link WHERE number > %s", number)
    for entry in gone:
        tamper("DELETE FROM audit_entry WHERE id = %s", entry)


def a_restored_chain(*, of: int, to: int) -> None:
    some_entries(of)
    anchor()
    go_back_to(to)
    restores.note_restore("audit", taken=TAKEN, at=timezone.localtime())


def test_what_was_written_after_the_backup_is_named_as_lost_and_the_chain_is_whole() -> None:
    a_restored_chain(of=5, to=3)

    report = verify()

    assert report.is_whole
    [loss] = report.losses
    assert (loss.number, loss.last) == (3, 5)
    assert "恢复到第 3 条" in loss.sentence
    assert "丢失：原来的第 4 到 5 条写在备份以后，没有了" in loss.sentence


def test_new_entries_take_the_lost_numbers_and_the_chain_stays_whole() -> None:
    a_restored_chain(of=5, to=3)

    some_entries(4)
    report = verify()

    assert report.is_whole
    assert report.sealed == 7
    assert [(loss.number, loss.last) for loss in report.losses] == [(3, 5)]


def test_a_restore_at_the_end_of_the_chain_says_that_no_anchor_knows_more() -> None:
    some_entries(3)

    restores.note_restore("audit", taken=TAKEN, at=timezone.localtime())

    report = verify()
    assert report.is_whole
    assert report.losses[0].last == 0
    assert report.losses[0].sentence.endswith("没有更晚的锚点可以说明。")


def test_a_restore_of_a_chain_without_links_is_known() -> None:
    restores.note_restore("audit", taken=TAKEN, at=timezone.localtime())

    some_entries(2)

    report = verify()
    assert report.is_whole
    assert report.losses[0].number == 0


def test_without_a_restore_the_same_tail_is_cut_off() -> None:
    some_entries(5)
    go_back_to(3)

    report = verify()

    assert [finding.kind for finding in report.findings] == ["cut_off"]


def test_a_restore_does_not_explain_what_an_anchor_named_before_the_backup() -> None:
    some_entries(5)
    go_back_to(3)

    later = timezone.localtime() + timedelta(hours=1)
    restores.note_restore("audit", taken=later, at=later + timedelta(hours=1))

    assert [finding.kind for finding in verify().findings] == ["cut_off"]


def test_a_restore_does_not_explain_what_is_cut_off_in_the_new_life() -> None:
    a_restored_chain(of=5, to=3)
    some_entries(4)
    head = anchors.head("audit")
    assert head is not None
    anchors.replace_head("audit", head.number, head.seal, at=timezone.localtime() + timedelta(hours=1))

    go_back_to(6)

    assert [(found.kind, found.first, found.last) for found in verify().findings] == [("cut_off", 7, 7)]


def test_a_cut_below_the_restore_is_found() -> None:
    a_restored_chain(of=5, to=3)

    go_back_to(2)

    assert [(found.kind, found.first, found.last) for found in verify().findings] == [("cut_off", 3, 3)]


@pytest.mark.parametrize(
    "forge", [lambda line: line.replace(" 3 ", " 2 "), lambda line: line[:-64] + "0" * 64, len]
)
def test_a_line_that_the_platform_did_not_write_explains_nothing(forge: object, own_var: Path) -> None:
    a_restored_chain(of=5, to=3)
    file = own_var / "anchors" / "audit.restored"

    file.write_text(f"{forge(file.read_text().strip())}\n")  # type: ignore[operator]

    report = verify()
    kinds = {finding.kind for finding in report.findings}
    assert {"cut_off", "unproven_restore"} <= kinds
    assert report.losses == ()
    assert "恢复：audit.restored 第 1 行读不出，或者不是平台写的" in str(
        [finding.sentence for finding in report.findings]
    )


def test_the_command_tells_of_the_restore_and_ends_well() -> None:
    a_restored_chain(of=5, to=3)
    said = io.StringIO()

    call_command("verify", "audit", stdout=said)

    assert "已知的恢复：" in said.getvalue()
    assert said.getvalue().endswith("审计链完好。\n")


def test_a_second_restore_from_before_the_first_explains_both_lives() -> None:
    a_restored_chain(of=5, to=4)
    some_entries(3)
    anchor()
    go_back_to(2)

    restores.note_restore("audit", taken=TAKEN, at=timezone.localtime())

    report = verify()
    assert report.is_whole
    assert [loss.number for loss in report.losses] == [4, 2]
    assert report.losses[1].last == 7
