"""An archive that is not whole, or does not fit, is refused before anything is made."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiangji.core.errors import Refused
from xiangji.project.keeping import archive, manifest
from xiangji.project.keeping.archive import Writer
from xiangji.project.keeping.manifest import Database, Manifest
from xiangji.project.keeping.restoring import Restore, Wish
from xiangji.project.keeping.tests.conftest import Place
from xiangji.project.keeping.tests.examples import a_backup, xj

KEY = b"7" * 64
Change = Callable[[dict[str, bytes]], None]


def rewritten(file: Path, change: Change) -> Path:
    """The same archive with parts changed, as somebody would who has only tar."""
    with tarfile.open(file) as tar:
        parts = {head.name: part.read() for head in tar if (part := tar.extractfile(head))}
    change(parts)
    other = file.with_name("changed.tar")
    with tarfile.open(other, "w") as tar:
        for name, content in parts.items():
            head = tarfile.TarInfo(name)
            head.size = len(content)
            tar.addfile(head, io.BytesIO(content))
    return other


def in_manifest(**fields: object) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        said: dict[str, Any] = json.loads(parts[manifest.NAME])
        parts[manifest.NAME] = json.dumps(said | fields).encode()

    return change


def a_changed_paper(parts: dict[str, bytes]) -> None:
    [name] = [name for name in parts if name.startswith("files/")]
    parts[name] = b"A paper of the county"


def a_paper_less(parts: dict[str, bytes]) -> None:
    [name] = [name for name in parts if name.startswith("files/")]
    del parts[name]


def a_file_more(parts: dict[str, bytes]) -> None:
    parts["files/more"] = b"more"


def a_way_out(parts: dict[str, bytes]) -> None:
    parts["../escaped"] = b"more"


def a_longer_manifest(parts: dict[str, bytes]) -> None:
    parts[manifest.NAME] += b" "


CHANGES = [
    pytest.param(a_changed_paper, "和清单里的哈希不同，被改过或者坏了", id="a changed paper"),
    pytest.param(a_paper_less, "不见了，清单里有它", id="a paper less"),
    pytest.param(a_file_more, "files/more 是多出来的，清单里没有它", id="a file more"),
    pytest.param(a_way_out, "../escaped 不是备份里该有的", id="a way out"),
    pytest.param(a_longer_manifest, "manifest.seal 对不上，备份做好以后被人改过", id="a longer manifest"),
    pytest.param(in_manifest(county_name="别的县"), "manifest.seal 对不上", id="another county"),
    pytest.param(in_manifest(version=2), "这个备份的格式是第 2 版，这个程序只认第 1 版", id="a later format"),
    pytest.param(in_manifest(format="tar"), "这不是乡集的备份", id="another format"),
    pytest.param(in_manifest(tables=7), "清单 manifest.json 有一处读不出", id="a broken manifest"),
    pytest.param(lambda parts: parts.pop(manifest.NAME), "末尾的清单 manifest.json 读不到", id="no manifest"),
]


@pytest.fixture
def archive_of_a_county(tmp_path: Path) -> Path:
    """Small and whole; its database is never reached."""
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "chain.key").write_bytes(KEY)
    file = tmp_path / "one.tar"
    with file.open("wb") as out:
        writer = Writer(out)
        writer.add_bytes("database.sqlite3.gz", gzip.compress(b"a database"))
        writer.add_bytes("files/" + "a" * 64, b"a paper of the county" * 1000)
        text = Manifest(
            taken_at="2026-11-25T02:30:00+08:00",
            xiangji="1",
            county_key="tengzhou",
            county_name="滕州市",
            database=Database("sqlite", 10, "0" * 64),
            migrations=(),
            members=dict(writer.members),
            tables={},
            chains={},
            keys={"chain.key": manifest.fingerprint(KEY)},
            gaps=(),
        ).text()
        writer.add_bytes(manifest.NAME, text)
        writer.add_bytes(manifest.SEAL, manifest.seal(text, KEY).encode())
        writer.close()
    return file


def refusal(file: Path, *, keys: Path | None = None, database: str = "") -> str:
    """What a restore of this file says; it must have made nothing."""
    var = file.parent / "again"
    with pytest.raises(Refused) as refused:
        Restore(Wish(file, var, keys=keys or file.parent / "keys", database=database)).run()
    assert not var.exists()
    return refused.value.sentence


@pytest.mark.parametrize(("change", "sentence"), CHANGES)
def test_a_changed_archive_is_refused_and_nothing_is_made(
    change: Change, sentence: str, archive_of_a_county: Path
) -> None:
    file = rewritten(archive_of_a_county, change)

    said = refusal(file)

    assert said.startswith("没有恢复：")
    assert sentence in said
    assert not (file.parent.parent / "escaped").exists()


@pytest.mark.parametrize("left", [0, 100, 600, 15_000, -11_000])
def test_a_truncated_archive_is_refused(left: int, archive_of_a_county: Path) -> None:
    content = archive_of_a_county.read_bytes()
    archive_of_a_county.write_bytes(content[:left])

    assert "不完整，或者不是乡集的备份" in refusal(archive_of_a_county)


@given(place=st.integers(0, 30_000), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_byte_is_changed_the_answer_is_a_sentence(
    place: int, byte: int, archive_of_a_county: Path
) -> None:
    content = bytearray(archive_of_a_county.read_bytes())
    content[place % len(content)] ^= byte or 1
    file = archive_of_a_county.with_name("noise.tar")
    file.write_bytes(content)

    with suppress(Refused), archive.opened(file) as opened:
        opened.check(lambda _bytes: None)
        # Noise in the padding between the parts changes nothing.
        assert opened.manifest.county_name == "滕州市"


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear county")

    assert "不完整，或者不是乡集的备份" in refusal(letter)
    assert refusal(tmp_path / "nothing.tar") == f"没有恢复：没有 {tmp_path}/nothing.tar 这个文件。"
    assert "读不出" in refusal(tmp_path)


def test_keys_of_another_county_are_refused(archive_of_a_county: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "chain.key").write_bytes(b"0" * 64)

    said = refusal(archive_of_a_county, keys=others)

    assert f"{others} 里的 chain.key 没有，或者不是这个库的那一把" in said


def test_a_backup_goes_back_only_into_the_same_kind_of_database(archive_of_a_county: Path) -> None:
    said = refusal(archive_of_a_county, database="postgresql://nobody@127.0.0.1:1/nothing")

    assert "这个备份里的库是 SQLite 的" in said


def test_a_place_that_is_not_empty_is_refused_and_stays_as_it_is(archive_of_a_county: Path) -> None:
    var = archive_of_a_county.parent / "again"
    var.mkdir()
    (var / "letter.txt").write_text("mine")

    with pytest.raises(Refused, match="不是空的文件夹"):
        Restore(Wish(archive_of_a_county, var)).run()

    assert [one.name for one in var.iterdir()] == ["letter.txt"]


def test_a_backup_of_a_newer_programme_is_refused_with_the_name_of_its_migration(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)
    key = (county / "keys" / "chain.key").read_bytes()

    def newer(parts: dict[str, bytes]) -> None:
        said: dict[str, Any] = json.loads(parts[manifest.NAME])
        said["migrations"].append("audit.0999_from_tomorrow")
        parts[manifest.NAME] = json.dumps(said).encode()
        parts[manifest.SEAL] = manifest.seal(parts[manifest.NAME], key).encode()

    done = xj(
        "restore", rewritten(file, newer), *place.words, "--keys", county / "keys", env=child_environment
    )

    assert done.returncode == 1
    assert "不认识的迁移（audit.0999_from_tomorrow）" in done.stderr
    assert not place.var.exists()


def test_a_full_database_is_refused_and_stays_as_it_is(
    county: Path, empty_postgres: str, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)
    full = child_environment["XIANGJI_DATABASE_URL"]

    done = xj(
        *("restore", file, "--var", tmp_path / "again", "--database", full, "--keys", county / "keys"),
        env=child_environment,
    )

    assert done.returncode == 1
    assert "不是空的，里面有" in done.stderr
    assert not (tmp_path / "again").exists()
