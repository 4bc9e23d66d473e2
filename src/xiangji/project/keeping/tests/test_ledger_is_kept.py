"""The ledger and its chain survive a backup, a restore and the way to PostgreSQL."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from xiangji.programme.models import LedgerEntry
from xiangji.programme.tasks import anchor_ledger, seal_ledger
from xiangji.programme.tests.examples import load_counties
from xiangji.programme.tests.ledger_cast import a_book, again, transfer
from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping.tests.conftest import Place
from xiangji.project.keeping.tests.examples import Words, a_backup, xj
from xiangji.project.keeping.tests.test_backup_and_restore import manifest_of
from xiangji.project.keeping.tests.test_moving import surroundings

# Seven budget lines and a transfer.
BOOKED = 8
FILL = """
import django
django.setup()
import tempfile
from pathlib import Path
from xiangji.programme.tasks import anchor_ledger, seal_ledger
from xiangji.programme.tests.examples import load_counties
from xiangji.programme.tests.ledger_cast import a_book, transfer
with tempfile.TemporaryDirectory() as folder:
    load_counties(Path(folder))
transfer(a_book(), 100)
seal_ledger()
anchor_ledger()
"""
SUMS = (
    "SELECT id, entry_id, account, source, line, fen FROM programme_posting ORDER BY id",
    "SELECT key, fen FROM programme_balance ORDER BY id",
    "SELECT number, entry, seal FROM chain_link WHERE chain = 'ledger' ORDER BY number",
)


@pytest.fixture
def ledger(county: Path, tmp_path: Path) -> Path:
    """A county whose book has eight sealed entries, with a line of the night beside."""
    load_counties(tmp_path)
    transfer(a_book(), 100)
    seal_ledger()
    anchor_ledger()
    return county


def test_a_restored_ledger_has_its_entries_balances_and_chain(
    ledger: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    assert LedgerEntry.objects.count() == BOOKED
    file = a_backup(ledger, tmp_path / "one.tar", child_environment)

    done = xj("restore", file, *place.words, "--keys", ledger / "keys", env=child_environment)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"资金账链：核对了 {BOOKED} 条" in done.stdout
    assert "资金账链完好。" in done.stdout
    proven = xj("manage", "verify", "ledger", env=place.env)
    assert (proven.returncode, proven.stdout.splitlines()[-1]) == (0, "资金账链完好。")
    kept, restored = (
        manifest_of(one)["tables"] for one in (file, a_backup(place.var, tmp_path / "two.tar", place.env))
    )
    assert isinstance(kept, dict)
    assert isinstance(restored, dict)
    tables = [name for name in kept if name.startswith("programme_")]
    assert {"programme_ledgerentry", "programme_posting", "programme_balance"} <= set(tables)
    assert [kept[name] for name in tables] == [restored[name] for name in tables]


def test_entries_booked_after_the_backup_are_named_as_lost_and_not_as_cut_off(
    ledger: Path, place: Place, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    file = a_backup(ledger, tmp_path / "one.tar", child_environment)
    book = again(LedgerEntry.objects.latest("pk").book)
    transfer(book, 5)
    transfer(book, 6)
    seal_ledger()
    anchor_ledger()

    words: Words = ("--keys", ledger / "keys", "--anchors", ledger / "anchors")
    done = xj("restore", file, *place.words, *words, env=child_environment)

    assert done.returncode == 0
    proven = xj("manage", "verify", "ledger", env=place.env)
    assert proven.returncode == 0
    assert f"丢失：原来的第 {BOOKED + 1} 到 {BOOKED + 2} 条" in proven.stdout
    assert proven.stdout.splitlines()[-1] == "资金账链完好。"


def test_a_ledger_moves_to_postgresql_with_every_fen_and_its_chain(
    empty_postgres: str, tmp_path: Path
) -> None:
    var, env = a_ledger_on_sqlite(tmp_path)
    with closing(sqlite3.connect(var / "xiangji.sqlite3")) as old:
        before = [old.execute(one).fetchall() for one in SUMS]

    done = xj("move-to-postgres", empty_postgres, "--var", var, env=env)

    assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(empty_postgres) as new:
        assert [new.execute(one.encode()).fetchall() for one in SUMS] == before
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
            new.execute("UPDATE programme_posting SET fen = fen + 1")
    proven = xj("manage", "verify", "ledger", env=env | {"XIANGJI_DATABASE_URL": empty_postgres})
    assert (proven.returncode, proven.stdout.splitlines()[-1]) == (0, "资金账链完好。")


def a_ledger_on_sqlite(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A county of its own in SQLite, beside the PostgreSQL of this stage."""
    var = tmp_path / "sqlite"
    var.mkdir(mode=0o700)
    CountyFolder(var).write_env({"XIANGJI_COUNTY": "tengzhou"})
    env = surroundings(var)
    assert xj("manage", "migrate", env=env).returncode == 0
    filling = env | {"DJANGO_SETTINGS_MODULE": "xiangji.project.settings"}
    subprocess.run([sys.executable, "-c", FILL], env=filling, check=True)
    return var, env
