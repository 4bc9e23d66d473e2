"""Someone has the database and lifts the guards. What they did is named."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from xiangji.core.audit import verify
from xiangji.core.audit.models import Entry
from xiangji.core.audit.tasks import anchor
from xiangji.core.audit.tests.examples import (
    forge_a_seal,
    forge_an_entry,
    note_some,
    seal_all,
    some_entries,
    tamper,
)
from xiangji.core.chain import verifying
from xiangji.core.chain.models import Link, Unsealed
from xiangji.core.chain.sealing import genesis, next_seal
from xiangji.core.errors import Unavailable

pytestmark = pytest.mark.django_db
REMOVE = "DELETE FROM audit_entry WHERE id = %s"


@pytest.fixture(autouse=True, params=[2, 4_000], ids=["small pages", "one page"])
def page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "PAGE", request.param)


def sentences() -> list[str]:
    return [finding.sentence for finding in verify().findings]


def test_an_untouched_chain_is_whole_and_says_what_waits() -> None:
    some_entries(5)
    note_some(2)

    report = verify()

    assert report.is_whole
    assert (report.sealed, report.unsealed, report.anchors) == (5, 2, 1)


def test_a_chain_without_entries_is_whole_and_needs_no_key(own_var: Path) -> None:
    assert verify().is_whole
    assert not own_var.exists()


CHANGES = [
    pytest.param(
        "UPDATE audit_entry SET text = replace(text, 'weight', 'height') WHERE id = %s", id="the text"
    ),
    pytest.param("UPDATE audit_entry SET sha256 = substr(sha256, 2, 63) || 'x' WHERE id = %s", id="its hash"),
    pytest.param("UPDATE audit_entry SET did = 'box.ignored' WHERE id = %s", id="what was done"),
    pytest.param("UPDATE audit_entry SET what = 'box 9' WHERE id = %s", id="to which"),
    pytest.param("UPDATE audit_entry SET by_key = '9' WHERE id = %s", id="by whom"),
    pytest.param("UPDATE audit_entry SET noted_at = '2020-01-01 00:00:00' WHERE id = %s", id="when"),
    pytest.param(
        "UPDATE audit_entry SET command = '00000000-0000-4000-8000-000000000001' WHERE id = %s",
        id="by which command",
    ),
    pytest.param("UPDATE audit_entry SET text = '' WHERE id = %s", id="no text"),
    pytest.param("UPDATE audit_entry SET text = '[]' WHERE id = %s", id="another kind of text"),
]
# SQLite keeps anything in any column; PostgreSQL refuses such values itself.
NONSENSE = [
    pytest.param("UPDATE audit_entry SET text = x'00ff' WHERE id = %s", id="bytes for a text"),
    pytest.param("UPDATE audit_entry SET text = 7 WHERE id = %s", id="a number for a text"),
    pytest.param("UPDATE audit_entry SET did = x'00' WHERE id = %s", id="bytes for a deed"),
    pytest.param("UPDATE audit_entry SET noted_at = 'never' WHERE id = %s", id="a word for a time"),
    pytest.param("UPDATE audit_entry SET command = 'x' WHERE id = %s", id="a letter for a command"),
]


def name_the_third(ids: list[int]) -> list[str]:
    return [f"改过：第 3 条（记录 {ids[2]}）和封印对不上，内容被改过，或者原来在它前面的一条不见了。"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_is_named(change: str) -> None:
    ids = some_entries(5)

    tamper(change, ids[2])

    assert sentences() == name_the_third(ids)


@pytest.mark.parametrize("change", NONSENSE)
def test_a_row_that_became_nonsense_is_named(change: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values itself")
    ids = some_entries(5)

    tamper(change, ids[2])

    assert sentences() == name_the_third(ids)


def test_a_text_that_was_changed_together_with_its_hash_and_columns_is_named() -> None:
    ids = some_entries(5)
    last = Entry.objects.get(pk=ids[4])

    tamper(
        "UPDATE audit_entry SET text = %s, sha256 = %s, what = %s, noted_at = %s WHERE id = %s",
        last.text,
        last.sha256,
        last.what,
        str(last.noted_at),
        ids[2],
    )

    assert sentences() == name_the_third(ids)


def test_a_changed_seal_is_named() -> None:
    some_entries(5)

    tamper("UPDATE chain_link SET seal = %s WHERE number = 3", "f" * 64)

    assert [finding.where for finding in verify().findings] == ["第 3 到 4 条"]


def test_a_removed_entry_is_named() -> None:
    ids = some_entries(5)

    tamper(REMOVE, ids[2])

    assert sentences() == [f"删掉：第 3 条（记录 {ids[2]}）不见了。"]


def test_entries_that_were_removed_with_their_seals_are_named() -> None:
    ids = some_entries(5)

    for entry in ids[1:3]:
        tamper(REMOVE, entry)
    tamper("DELETE FROM chain_link WHERE number IN (2, 3)")

    assert sentences() == ["删掉：第 2 到 3 条不见了。"]


def test_an_entry_that_was_removed_before_its_seal_is_named() -> None:
    some_entries(1)
    ids = note_some(3)

    tamper(REMOVE, ids[1])

    assert sentences() == [f"删掉：记录 {ids[1]}不见了。"]


def test_an_inserted_entry_is_named() -> None:
    some_entries(5)

    forged = forge_an_entry()

    assert sentences() == [f"插入：记录 {forged}没有经过平台封存。"]


def test_an_entry_that_is_kept_from_being_sealed_is_named() -> None:
    [waiting] = note_some(1)

    tamper("DELETE FROM chain_unsealed")
    seal_all()

    assert sentences() == [f"插入：记录 {waiting}没有经过平台封存。"]


def test_an_entry_that_was_inserted_with_a_seal_of_its_own_is_named(own_var: Path) -> None:
    some_entries(5)
    at = (own_var / "anchors" / "audit.head").read_text().split()[0]

    forged = forge_an_entry()
    tamper("UPDATE chain_link SET number = number + 100 WHERE number >= 3")
    tamper("UPDATE chain_link SET number = number - 99 WHERE number >= 100")
    forge_a_seal(3, forged)

    assert sentences() == [
        f"插入：第 3 条（记录 {forged}）没有经过平台封存。",
        f"重封：第 5 条的封印和{at}的锚点不同，从前面某一条起被人重新封过。",
    ]


def test_an_entry_that_was_put_at_the_end_is_named() -> None:
    some_entries(5)

    forged = forge_an_entry()
    forge_a_seal(6, forged)

    assert sentences() == [f"插入：第 6 条（记录 {forged}）没有经过平台封存。"]


def test_a_cut_off_end_is_named(own_var: Path) -> None:
    ids = some_entries(5)
    at = (own_var / "anchors" / "audit.head").read_text().split()[0]

    for entry in ids[3:]:
        tamper(REMOVE, entry)
    tamper("DELETE FROM chain_link WHERE number > 3")

    assert sentences() == [f"截掉：第 4 到 5 条不见了，{at}的锚点记着有。"]


def test_a_chain_that_was_cut_off_whole_is_named(own_var: Path) -> None:
    some_entries(5)
    at = (own_var / "anchors" / "audit.head").read_text().split()[0]

    tamper("DELETE FROM audit_entry")
    tamper("DELETE FROM chain_link")

    assert sentences() == [f"截掉：第 1 到 5 条不见了，{at}的锚点记着有。"]


def test_the_nightly_anchor_remembers_what_a_removed_head_does_not(own_var: Path) -> None:
    some_entries(5)
    anchor()
    (own_var / "anchors" / "audit.head").unlink()

    tamper("DELETE FROM audit_entry WHERE what = 'box 5'")
    tamper("DELETE FROM chain_link WHERE number > 4")

    assert [(finding.kind, finding.first, finding.last) for finding in verify().findings] == [
        ("cut_off", 5, 5)
    ]


def test_a_removed_row_whose_number_was_closed_up_is_found_twice() -> None:
    ids = some_entries(5)

    tamper(REMOVE, ids[2])
    tamper("DELETE FROM chain_link WHERE number = 3")
    tamper("UPDATE chain_link SET number = 3 WHERE number = 4")
    tamper("UPDATE chain_link SET number = 4 WHERE number = 5")

    assert [(finding.kind, finding.first) for finding in verify().findings] == [
        ("changed", 3),
        ("cut_off", 5),
    ]


def test_a_chain_that_was_sealed_anew_with_the_stolen_key_contradicts_its_anchor(own_var: Path) -> None:
    some_entries(3)
    anchor()
    some_entries(2)
    key = bytes.fromhex((own_var / "keys" / "chain.key").read_text())

    tamper("DELETE FROM chain_link")
    tamper("DELETE FROM audit_entry WHERE what = 'box 2'")
    seal = genesis(key, "audit")
    for number, entry in enumerate(Entry.objects.order_by("pk"), start=1):
        seal = next_seal(key, seal, entry.text)
        Link.objects.create(chain="audit", number=number, entry=entry.pk, seal=seal)

    kinds = [(finding.kind, finding.first) for finding in verify().findings]
    assert kinds == [("cut_off", 4), ("contradicts_anchor", 3)]


@pytest.mark.parametrize("line", ["?", "2026-03-01 5", "\x00", "2026-03-01T02:40:00+08:00 x " + "f" * 64])
def test_an_anchor_that_nobody_can_read_is_named(own_var: Path, line: str) -> None:
    some_entries(1)
    anchor()
    with (own_var / "anchors" / "audit.log").open("a") as log:
        log.write(line + "\n")

    assert sentences() == ["锚点：audit.log 第 2 行读不出。"]


def test_a_lost_key_is_a_sentence_and_not_a_verdict(own_var: Path) -> None:
    some_entries(1)
    (own_var / "keys" / "chain.key").unlink()

    with pytest.raises(Unavailable) as silence:
        verify()

    assert silence.value.code == "chain_key_missing"


def test_the_command_says_that_all_is_well() -> None:
    some_entries(3)
    note_some(1)
    said = io.StringIO()

    call_command("verify", "audit", stdout=said)

    assert said.getvalue() == (
        "审计链：核对了 3 条，对照了 1 个锚点；还没有来得及封存的有 1 条。\n审计链完好。\n"
    )


def test_the_command_names_what_is_wrong_and_ends_with_one() -> None:
    ids = some_entries(3)
    tamper(REMOVE, ids[0])
    said = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("verify", "audit", stdout=said)

    assert end.value.code == 1
    assert f"删掉：第 1 条（记录 {ids[0]}）不见了。\n审计链对不上，有 1 处。" in said.getvalue()
    assert not Unsealed.objects.exists()
