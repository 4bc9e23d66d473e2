"""A county comes back as it was, on either database, and says in its audit that it came back."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from xiangji.core.chain.models import Link
from xiangji.project.keeping import archive, status
from xiangji.project.keeping.tests.conftest import Place
from xiangji.project.keeping.tests.examples import PAPER, WORDS, Words, a_backup, plain, some_more, xj


def manifest_of(file: Path) -> dict[str, object]:
    with archive.opened(file) as opened:
        said: dict[str, object] = json.loads(opened.text)
        return said


def test_a_county_comes_back_with_the_same_rows_chains_files_and_settings(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    before = a_backup(county, tmp_path / "one.tar", child_environment)

    done = xj("restore", before, *place.words, "--keys", county / "keys", env=child_environment)

    assert (done.returncode, done.stderr) == (0, "")
    assert "恢复的是 滕州市" in done.stdout
    assert "恢复到第 5 条" in done.stdout
    assert done.stdout.endswith("审计链完好。\n")
    assert [file.read_bytes() for file in (place.var / "files").iterdir()] == [PAPER]
    assert (place.var / "counties" / "tengzhou" / "county.toml").is_file()
    env = (place.var / "county.env").read_text()
    assert "XIANGJI_COUNTY=tengzhou" in env
    assert ("XIANGJI_DATABASE_URL" in env) is bool(place.address)
    assert not (place.var / "restoring.json").exists()
    proven = xj("manage", "verify", "audit", env=place.env)
    assert proven.stdout.endswith("审计链完好。\n")
    # The restored one, backed up again, differs by the entry that tells of the restore alone.
    again = a_backup(place.var, tmp_path / "two.tar", place.env)
    differing = differing_tables(manifest_of(before), manifest_of(again))
    assert differing <= {"audit_entry", "chain_link", "chain_unsealed", "sqlite_sequence"}


def differing_tables(one: dict[str, object], two: dict[str, object]) -> set[str]:
    first, second = one["tables"], two["tables"]
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first.keys() == second.keys()
    return {name for name in first if first[name] != second[name]}


def test_a_backup_says_what_it_holds_and_no_key_is_in_it(
    county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)

    said = manifest_of(file)
    assert said["county_key"] == "tengzhou"
    assert said["chains"] == {
        "audit": {"number": 3, "seal": Link.objects.get(number=3).seal, "waiting": 2},
    }
    with tarfile.open(file) as tar:
        content = b"".join(part.read() for head in tar if (part := tar.extractfile(head)))
        names = tar.getnames()
    assert "anchors/audit.log" in names
    secrets = [key.read_bytes().strip() for key in (county / "keys").iterdir()]
    assert len(secrets) == 4
    assert not any(secret in content for secret in secrets)
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_the_status_tells_of_the_last_backup_and_of_a_failure_after_it(
    county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)

    refused = xj("backup", file, "--var", county, env=child_environment)

    assert refused.returncode == 1
    assert refused.stderr == f"没有做：{file} 已经有了，不会盖掉它。请换一个名字。\n"
    told = status.read(county)
    assert told is not None
    assert (told.file, told.bytes) == (str(file), file.stat().st_size)
    assert "已经有了" in told.failed
    assert len((county / "backups.log").read_text().splitlines()) == 1


def test_what_is_missing_or_changed_in_files_is_named_and_the_backup_is_made(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    [paper] = (county / "files").iterdir()
    paper.write_bytes(b"another paper")

    changed = xj("backup", tmp_path / "changed.tar", "--var", county, env=child_environment)
    paper.unlink()
    missing = xj("backup", tmp_path / "missing.tar", "--var", county, env=child_environment)

    assert (changed.returncode, missing.returncode) == (3, 3)
    assert f"凭证文件 {paper.name} 和登记时的内容不同" in changed.stdout
    assert f"凭证文件 {paper.name} 不在 files/ 里" in missing.stdout
    done = xj(
        "restore", tmp_path / "missing.tar", *place.words, "--keys", county / "keys", env=child_environment
    )
    assert f"备份的时候就有的问题：凭证文件 {paper.name} 不在 files/ 里" in done.stdout


def test_entries_after_the_backup_are_named_as_lost_by_the_anchors_of_the_old_server(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)
    some_more(4)

    words: Words = ("--keys", county / "keys", "--anchors", county / "anchors")
    done = xj("restore", file, *place.words, *words, env=child_environment)

    assert done.returncode == 0
    assert "丢失：原来的第 6 到 9 条写在备份以后，没有了" in done.stdout
    proven = xj("manage", "verify", "audit", env=place.env)
    assert proven.returncode == 0
    assert "丢失：原来的第 6 到 9 条" in proven.stdout


def test_keys_come_back_from_a_sealed_file_and_only_with_its_words(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    words, wrong = tmp_path / "words", tmp_path / "wrong"
    words.write_text(f"{WORDS}\n")
    wrong.write_text("three words and a number 8\n")
    file = a_backup(county, tmp_path / "one.tar", child_environment)
    box = tmp_path / "keys.box"
    made = xj("backup-keys", box, "--var", county, "--passphrase-file", words, env=child_environment)
    assert made.returncode == 0

    restore: Words = ("restore", file, *place.words, "--keys", box, "--passphrase-file")
    refused = xj(*restore, wrong, env=child_environment)
    assert not place.var.exists()
    done = xj(*restore, words, env=child_environment)

    assert refused.returncode == 1
    assert refused.stderr == "没有恢复：口令不对，或者钥匙文件被改过，打不开。什么也没有动。\n"
    assert done.returncode == 0
    for key in (county / "keys").iterdir():
        restored = place.var / "keys" / key.name
        assert restored.read_bytes() == key.read_bytes()
        assert oct(restored.stat().st_mode & 0o777) == "0o600"


def test_without_keys_what_can_come_back_comes_and_the_rest_is_said(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)

    refused = xj("restore", file, *place.words, env=child_environment)
    assert not place.var.exists()
    done = xj("restore", file, *place.words, "--without-keys", env=child_environment)

    assert refused.returncode == 1
    assert "这个库用着钥匙 chain.key、county.key、index.key，钥匙不在备份里。" in refused.stderr
    assert done.returncode == 3
    assert "没有链的钥匙：审计链没有核对" in done.stdout


def test_a_folder_keeps_so_many_backups_and_leaves_what_is_not_ours(
    county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    folder = tmp_path / "nightly"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"xiangji-tengzhou-202001{day}-023000.tar").write_bytes(b"old")
    (folder / "holiday.tar").write_bytes(b"not ours")

    done = xj("backup", "--keep", "2", folder, "--var", county, env=child_environment)

    assert done.returncode == 0
    names = sorted(file.name for file in folder.iterdir())
    assert names[:2] == ["holiday.tar", "xiangji-tengzhou-20200103-023000.tar"]
    assert len(names) == 3


@pytest.mark.parametrize("command", ["backup", "backup-keys", "upgrade"])
def test_where_there_is_no_county_a_sentence_says_so(command: str, tmp_path: Path) -> None:
    words = [] if command == "upgrade" else [tmp_path / "file"]

    done = xj(command, *words, "--var", tmp_path / "nowhere", env=plain())

    assert done.returncode == 1
    assert "里还没有县" in done.stderr
    assert list(tmp_path.iterdir()) == []
