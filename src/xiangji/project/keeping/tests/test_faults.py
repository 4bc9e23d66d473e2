"""Killed, stopped, out of room, or amid writers: nothing half is left that somebody could take for whole."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from xiangji.core.errors import Refused
from xiangji.project.keeping import disk, marks, sqlite
from xiangji.project.keeping.tests.conftest import Place
from xiangji.project.keeping.tests.examples import Words, a_backup, started, xj
from xiangji.project.tests.processes import until

BULK = 40_000_000


def test_a_copy_made_while_others_write_is_of_one_moment(tmp_path: Path) -> None:
    source, copy = tmp_path / "source.sqlite3", tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(source)) as making:
        making.execute("PRAGMA journal_mode=WAL")
        making.execute("CREATE TABLE pair (id INTEGER PRIMARY KEY, mine INTEGER, yours INTEGER, bulk BLOB)")
        making.executemany("INSERT INTO pair (mine, yours, bulk) VALUES (0, 0, ?)", [(bytes(4_000),)] * 3_000)
        making.commit()
    began = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(source, timeout=30)) as writing:
            for number in range(1, 201):
                writing.execute("UPDATE pair SET mine = ? WHERE id % 7 = ?", [number, number % 7])
                writing.execute("UPDATE pair SET yours = ? WHERE id % 7 = ?", [number, number % 7])
                writing.commit()
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait(30)
    sqlite.copy(source, copy, lambda *_progress: None)
    writer.join()

    assert sqlite.damage(copy) == ""
    with closing(sqlite3.connect(copy)) as reading:
        [(rows, halves)] = reading.execute("SELECT count(*), sum(mine <> yours) FROM pair").fetchall()
    assert (rows, halves) == (3_000, 0)


def bulky(county: Path) -> None:
    """Enough that somebody can be killed in the middle of it."""
    with (county / "files" / "bulk").open("wb") as writing:
        writing.truncate(BULK)


def leftovers(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.endswith(disk.SUFFIX)]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_backup_that_is_stopped_leaves_no_file_and_the_next_one_sweeps_what_is_left(
    number: signal.Signals, county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    bulky(county)
    folder = tmp_path / "out"
    folder.mkdir()

    process = started("backup", folder / "one.tar", "--var", county, env=child_environment)
    assert until(lambda: bool(list(folder.glob(".*/whole.tar"))), seconds=30)
    process.send_signal(number)
    process.wait()

    assert not (folder / "one.tar").exists()
    if number is signal.SIGTERM:
        assert leftovers(folder) == []
    a_backup(county, folder / "one.tar", child_environment)
    assert [file.name for file in folder.iterdir()] == ["one.tar"]


def test_a_restore_that_is_killed_is_marked_and_neither_used_nor_filled_again(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    bulky(county)
    file = a_backup(county, tmp_path / "one.tar", child_environment)
    words: Words = ("restore", file, *place.words, "--keys", county / "keys")

    process = started(*words, env=child_environment)
    assert until(lambda: (place.var / marks.MARK).exists(), seconds=60)
    process.kill()
    process.wait()

    assert not (place.var / "county.env").exists()
    with pytest.raises(Refused, match="恢复没有做完"):
        marks.refuse_unfinished(place.var)
    again = xj(*words, env=child_environment)
    assert again.returncode == 1
    assert "恢复没有做完（restoring.json 还在）" in again.stderr


def test_a_restore_that_fails_takes_away_what_it_made(
    county: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(county, tmp_path / "one.tar", child_environment)
    words: Words = ("restore", file, *place.words, "--keys", county / "keys")
    no_room = limited(*words, most=50_000, env=child_environment)

    assert no_room.returncode == 1
    assert "写不下了" in no_room.stderr
    assert not place.var.exists()
    assert xj(*words, env=child_environment).returncode == 0


def test_a_full_disk_is_said_and_nothing_is_left(
    county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    bulky(county)
    folder = tmp_path / "out"
    folder.mkdir()

    done = limited("backup", folder / "one.tar", "--var", county, most=BULK // 2, env=child_environment)

    assert done.returncode == 1
    assert done.stderr.startswith(f"没有备份：{folder} 写不下了。")
    assert list(folder.iterdir()) == []


def limited(*words: str | Path, most: int, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Where no file may become longer than that: to a program a full disk feels the same."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, "-m", "xiangji.project.cli", *map(str, words)]
    return subprocess.run(
        command, env=env, capture_output=True, text=True, check=False, preexec_fn=little_room, timeout=120
    )


def test_too_little_room_is_said_before_anything_is_begun(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"还空着 .* MB，大约要 1,000,000,000,000\.0 MB"):
        disk.refuse_too_little_room("没有备份", tmp_path, 10**18)


def test_a_place_that_is_not_there_is_said(
    county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    done = xj("backup", tmp_path / "no" / "one.tar", "--var", county, env=child_environment)

    assert done.returncode == 1
    assert done.stderr == f"没有做：没有 {tmp_path}/no 这个文件夹。请先建好，或者换一个地方。\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_where_nobody_may_write_is_said(
    county: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)

    done = xj("backup", folder / "one.tar", "--var", county, env=child_environment)

    assert done.returncode == 1
    assert "不许写" in done.stderr
