import json
import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction

from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused, Unavailable
from xiangji.core.evidence import files
from xiangji.core.evidence.actions import SIZE_LIMIT, add_evidence, read_evidence, withdraw_evidence
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.evidence.names import shown_name
from xiangji.core.evidence.owners import NotForYouToAdd, Paper, owner_of
from xiangji.core.evidence.queries import shelf
from xiangji.core.evidence.tests.cast import (
    DOCX,
    EXE,
    HTML,
    JPEG,
    NOON,
    PAPER,
    PDF,
    SVG,
    XLSX,
    ZIP,
    a_file,
    a_package,
    a_person,
)
from xiangji.core.values import PlaceCode

pytestmark = pytest.mark.django_db


def test_a_file_is_attached_with_who_when_and_what_it_is() -> None:
    adder = a_person("adder")

    evidence = add_evidence(to=PAPER, file=a_file(PDF, "会议纪要.pdf"), by=adder, happened_at=NOON)

    assert (evidence.target, evidence.kind, evidence.size) == (PAPER, "pdf", len(PDF))
    assert (evidence.name, evidence.added_by, evidence.happened_at) == ("会议纪要.pdf", adder, NOON)
    assert files.content_of(evidence.sha256) == PDF
    assert (files.folder() / evidence.sha256).stat().st_mode & 0o777 == 0o600
    entry = Entry.objects.get()
    assert (entry.did, entry.what, entry.by_key) == ("evidence.added", "example.Paper 1", str(adder.pk))
    assert json.loads(entry.text)["facts"]["sha256"] == evidence.sha256
    assert "会议纪要" not in entry.text


def test_a_renamed_image_is_taken_as_what_it_is() -> None:
    evidence = add_evidence(to=PAPER, file=a_file(JPEG, "合同.pdf"), by=a_person("adder"), happened_at=NOON)

    assert (evidence.kind, evidence.name) == ("jpeg", "合同.pdf")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        pytest.param(HTML, "现场.jpg", "evidence_kind_refused", id="a page called jpg"),
        pytest.param(SVG, "图.png", "evidence_kind_refused", id="a drawing with a script"),
        pytest.param(EXE, "表.xlsx", "evidence_kind_refused", id="a program called xlsx"),
        pytest.param(ZIP, "材料.zip", "evidence_kind_refused", id="a zip"),
        pytest.param(b"", "空.pdf", "evidence_empty", id="nothing"),
        pytest.param(PDF + b"\0" * SIZE_LIMIT, "大.pdf", "evidence_too_large", id="one byte too many"),
        pytest.param(
            a_package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
            "宏.xlsx",
            "evidence_with_macros",
            id="a table with a program",
        ),
    ],
)
def test_what_cannot_be_evidence_is_refused_with_its_name(content: bytes, name: str, code: str) -> None:
    adder = a_person("adder")

    with pytest.raises(Refused) as refusal:
        add_evidence(to=PAPER, file=a_file(content, name), by=adder, happened_at=NOON)

    assert refusal.value.code == code
    assert refusal.value.sentence.startswith("凭证没有加上。")
    assert name in refusal.value.sentence
    assert nothing_happened()


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    content = PDF + b"\0" * (SIZE_LIMIT - len(PDF))

    evidence = add_evidence(to=PAPER, file=a_file(content), by=a_person("adder"), happened_at=NOON)

    assert evidence.size == SIZE_LIMIT


def test_a_stranger_learns_nothing_and_changes_nothing() -> None:
    stranger = a_person("stranger")

    with pytest.raises(NotYours):
        add_evidence(to=PAPER, file=a_file(PDF), by=stranger, happened_at=NOON)

    assert nothing_happened()


def test_a_reader_may_not_add_or_withdraw() -> None:
    evidence = add_evidence(to=PAPER, file=a_file(PDF), by=None, happened_at=NOON)
    reader = a_person("reader")

    with pytest.raises(NotForYouToAdd):
        add_evidence(to=PAPER, file=a_file(JPEG), by=reader, happened_at=NOON)
    with pytest.raises(NotForYouToAdd):
        withdraw_evidence(evidence=evidence.pk, reason="不要了", by=reader, happened_at=NOON)

    assert list(Evidence.objects.all()) == [evidence]
    assert not Withdrawal.objects.exists()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "target",
    ["example.Paper:2", "unknown.Paper:1", "example.Paper", "example.Paper:", "example.Paper:../1", ":", ""],
)
def test_a_paper_that_does_not_exist_is_not_found(target: str) -> None:
    with pytest.raises(NotYours):
        add_evidence(to=target, file=a_file(PDF), by=a_person("adder"), happened_at=NOON)

    assert nothing_happened()


def test_the_same_content_is_stored_once_and_attached_once() -> None:
    adder = a_person("adder")

    first = add_evidence(to=PAPER, file=a_file(PDF, "一.pdf"), by=adder, happened_at=NOON)
    again = add_evidence(to=PAPER, file=a_file(PDF, "二.pdf"), by=adder, happened_at=NOON)

    assert again == first
    assert [file.name for file in files.folder().iterdir()] == [first.sha256]
    assert Entry.objects.count() == 1


def test_withdrawn_evidence_stays_with_its_reason_and_can_be_added_anew() -> None:
    adder = a_person("adder")
    first = add_evidence(to=PAPER, file=a_file(PDF), by=adder, happened_at=NOON)

    withdraw_evidence(evidence=first.pk, reason=" 传错了 ", by=adder, happened_at=NOON)
    second = add_evidence(to=PAPER, file=a_file(PDF), by=adder, happened_at=NOON)

    gone, stands = shelf(PAPER, by=adder).pieces
    assert gone.withdrawn is not None
    assert (gone.pk, gone.withdrawn.reason, gone.withdrawn.who) == (first.pk, "传错了", "示例·adder")
    assert (stands.pk, stands.withdrawn) == (second.pk, None)
    assert shelf(PAPER, by=adder).counting == 1
    assert files.content_of(first.sha256) == PDF


@pytest.mark.parametrize("reason", ["", "   ", "很" * 501])
def test_a_withdrawal_needs_a_reason(reason: str) -> None:
    adder = a_person("adder")
    evidence = add_evidence(to=PAPER, file=a_file(PDF), by=adder, happened_at=NOON)

    with pytest.raises(Refused) as refusal:
        withdraw_evidence(evidence=evidence.pk, reason=reason, by=adder, happened_at=NOON)

    assert refusal.value.code == "withdrawal_needs_a_reason"
    assert not Withdrawal.objects.exists()


def test_evidence_is_withdrawn_once() -> None:
    adder = a_person("adder")
    evidence = add_evidence(to=PAPER, file=a_file(PDF), by=adder, happened_at=NOON)
    withdraw_evidence(evidence=evidence.pk, reason="传错了", by=adder, happened_at=NOON)

    with pytest.raises(Refused) as refusal:
        withdraw_evidence(evidence=evidence.pk, reason="再来", by=adder, happened_at=NOON)

    assert refusal.value.code == "evidence_already_withdrawn"
    assert Withdrawal.objects.get().reason == "传错了"


def test_the_database_refuses_to_change_or_remove_evidence() -> None:
    evidence = add_evidence(to=PAPER, file=a_file(PDF), by=None, happened_at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(name="别的.pdf")
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).delete()


def test_a_folder_that_takes_nothing_is_a_sentence(settings: LazySettings) -> None:
    files.folder().parent.mkdir(parents=True)
    files.folder().write_text("not a folder")

    with pytest.raises(Unavailable) as answer:
        add_evidence(to=PAPER, file=a_file(PDF), by=a_person("adder"), happened_at=NOON)

    assert answer.value.code == "evidence_not_stored"
    assert answer.value.sentence.startswith("凭证没有收下。")
    assert not Evidence.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full，不能演一张满了的磁盘")
def test_a_full_disk_leaves_no_half_file(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = os.open
    full: list[str] = []

    def on_a_full_disk(path: Path, flags: int, mode: int = 0o777) -> int:
        if not flags & os.O_CREAT:
            return opening(path, flags, mode)
        full.append(Path(path).name)
        return opening("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(os, "open", on_a_full_disk)

    with pytest.raises(Unavailable) as answer:
        add_evidence(to=PAPER, file=a_file(PDF), by=a_person("adder"), happened_at=NOON)

    assert answer.value.code == "evidence_not_stored"
    assert len(full) == 1
    assert list(files.folder().iterdir()) == []
    assert not Evidence.objects.exists()


def test_a_file_that_changed_on_the_disk_is_not_given_out() -> None:
    evidence = add_evidence(to=PAPER, file=a_file(PDF), by=None, happened_at=NOON)
    (files.folder() / evidence.sha256).write_bytes(PDF + b"!")

    with pytest.raises(Unavailable) as answer:
        read_evidence(evidence=evidence.pk, by=None, happened_at=NOON)

    assert answer.value.code == "evidence_file_changed"
    assert Entry.objects.filter(did="evidence.read").count() == 0


def test_a_place_must_exist() -> None:
    with pytest.raises(Refused) as refusal:
        add_evidence(to=PAPER, file=a_file(DOCX), by=None, happened_at=NOON, place=PlaceCode("999999"))

    assert refusal.value.code == "evidence_place_unknown"
    assert nothing_happened()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param("C:\\Users\\甲\\合同.pdf", "合同.pdf", id="a path of Windows"),
        pytest.param("../../etc/passwd", "passwd", id="a path upwards"),
        pytest.param("gpj.\u202eexe", "gpj.�exe", id="text that turns around"),
        pytest.param("甲\0\n乙.pdf", "甲��乙.pdf", id="control signs"),
        pytest.param("", "没有名字", id="no name"),
        pytest.param("长" * 200, "长" * 120, id="long"),
        pytest.param('"><script>.pdf', '"><script>.pdf', id="signs of a page stay text"),
        pytest.param("生秀华37048119490101009X.jpg", "生秀华尾号009X.jpg", id="an identity number"),
        pytest.param("13800731904 生秀华.jpg", "尾号1904 生秀华.jpg", id="a phone"),
        pytest.param("卡6230910199065287413.jpg", "卡尾号7413.jpg", id="an account"),
        pytest.param("IMG_20261122_093015123.jpg", "IMG_20261122_093015123.jpg", id="the time of a photo"),
        pytest.param("mmexport1700000000000.jpg", "mmexport1700000000000.jpg", id="a time in milliseconds"),
    ],
)
def test_a_name_is_kept_as_it_can_be_shown(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_two_apps_cannot_own_the_same_paper() -> None:
    with pytest.raises(RuntimeError):

        @owner_of("example.Paper", may_see=lambda *_: True, may_add=lambda *_: True)
        def another(key: str) -> Paper | None:
            return None


def test_a_shelf_asks_the_database_twice(django_assert_num_queries: pytest.FixtureRequest) -> None:
    adder = a_person("adder")
    for content in (PDF, JPEG, XLSX):
        add_evidence(to=PAPER, file=a_file(content), by=adder, happened_at=NOON)

    with django_assert_num_queries(2):  # type: ignore[operator]
        seen = shelf(PAPER, by=adder)

    assert [piece.kind.value for piece in seen.pieces] == ["pdf", "jpeg", "xlsx"]


def nothing_happened() -> bool:
    kept = list(files.folder().iterdir()) if files.folder().exists() else []
    return not Evidence.objects.exists() and not Entry.objects.exists() and not kept
