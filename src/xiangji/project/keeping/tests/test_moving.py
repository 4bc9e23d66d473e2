"""From SQLite to PostgreSQL every row arrives exactly; if one does not fit, the county stays where it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping import digest
from xiangji.project.keeping.tests.examples import plain, xj

FILL = """
import django
django.setup()
from django.utils import timezone
from xiangji.core.audit.tasks import seal
from xiangji.core.audit.tests.examples import note_some
note_some(7)
seal()
note_some(2)
from django.contrib.sessions.models import Session
text, now = "乡集 ' \\\\ \\t \\n end", timezone.now()
Session.objects.create(session_key="k" * 32, session_data=text, expire_date=now)
from django.contrib.contenttypes.models import ContentType
ContentType.objects.create(app_label="gone", model="gone")
ContentType.objects.filter(app_label="gone").delete()
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated and filled once; each test moves a copy."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL, and runs in its stage")
    var = tmp_path_factory.mktemp("county") / "var"
    var.mkdir(mode=0o700)
    CountyFolder(var).write_env({"XIANGJI_COUNTY": "tengzhou"})
    env = surroundings(var)
    assert xj("manage", "migrate", env=env).returncode == 0
    filling = env | {"DJANGO_SETTINGS_MODULE": "xiangji.project.settings"}
    subprocess.run([sys.executable, "-c", FILL], env=filling, check=True)
    return var


def surroundings(var: Path) -> dict[str, str]:
    others = plain()
    return others | {"XIANGJI_VAR": str(var), "XIANGJI_COUNTIES": f"{others['XIANGJI_HOME']}/counties"}


@pytest.fixture
def in_sqlite(empty_postgres: str, filled: Path, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A county of its own in SQLite, beside the PostgreSQL of this stage."""
    var = tmp_path / "sqlite"
    shutil.copytree(filled, var)
    return var, surroundings(var)


def test_a_county_moves_with_all_its_rows_and_its_chain(
    in_sqlite: tuple[Path, dict[str, str]], empty_postgres: str
) -> None:
    var, env = in_sqlite
    with closing(sqlite3.connect(var / "xiangji.sqlite3")) as old:
        texts = old.execute("SELECT id, text FROM audit_entry ORDER BY id").fetchall()
        given = "SELECT seq FROM sqlite_sequence WHERE name = 'django_content_type'"
        [(largest,)] = old.execute(given)

    done = xj("move-to-postgres", empty_postgres, "--var", var, env=env)

    assert (done.returncode, done.stderr) == (0, "")
    assert "逐行对照过，审计链核对过。" in done.stdout
    assert CountyFolder(var).read_env()["XIANGJI_DATABASE_URL"] == empty_postgres
    with psycopg.connect(empty_postgres) as new:
        assert new.execute("SELECT id, text FROM audit_entry ORDER BY id").fetchall() == texts
        assert new.execute("SELECT session_data FROM django_session").fetchone() == ("乡集 ' \\ \t \n end",)
        added = "INSERT INTO django_content_type (app_label, model) VALUES ('a', 'b') RETURNING id"
        assert new.execute(added).fetchone() == (largest + 1,)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
            new.execute("DELETE FROM audit_entry")
    proven = xj("manage", "verify", "audit", env=env | {"XIANGJI_DATABASE_URL": empty_postgres})
    assert "核对了 7 条" in proven.stdout
    assert proven.stdout.endswith("审计链完好。\n")


def test_what_postgresql_does_not_take_stops_the_move_and_leaves_both_as_they_were(
    in_sqlite: tuple[Path, dict[str, str]], empty_postgres: str
) -> None:
    var, env = in_sqlite
    with closing(sqlite3.connect(var / "xiangji.sqlite3")) as old:
        old.execute("UPDATE django_session SET session_data = 'a' || char(0) || 'b'")
        old.commit()

    done = xj("move-to-postgres", empty_postgres, "--var", var, env=env)

    assert done.returncode == 1
    assert "没有搬：表 django_session 里有 PostgreSQL 不收的内容" in done.stderr
    assert "XIANGJI_DATABASE_URL" not in CountyFolder(var).read_env()
    with psycopg.connect(empty_postgres) as new:
        assert new.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_county_in_use_is_not_moved(in_sqlite: tuple[Path, dict[str, str]], empty_postgres: str) -> None:
    var, env = in_sqlite

    with CountyFolder(var).taken("serve"):
        done = xj("move-to-postgres", empty_postgres, "--var", var, env=env)

    assert done.returncode == 1
    assert "里的县正在用" in done.stderr


def test_a_worker_that_was_just_seen_stops_the_move(
    in_sqlite: tuple[Path, dict[str, str]], empty_postgres: str
) -> None:
    var, env = in_sqlite
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ")
    with closing(sqlite3.connect(var / "xiangji.sqlite3")) as old:
        old.execute("INSERT INTO events_presence (name, seen_at, started_at) VALUES ('w', ?, ?)", [now, now])
        old.commit()

    done = xj("move-to-postgres", empty_postgres, "--var", var, env=env)

    assert done.returncode == 1
    assert "没有搬：后台 " in done.stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://u@h/d", "环境变量 XIANGJI_DATABASE_URL 的值是“mysql://***@h/d”"),
        ("sqlite:///tmp/x", "地址要写 postgresql://"),
        ("postgresql://nobody@127.0.0.1:1/nothing", "连不上新的库："),
    ],
)
def test_a_wrong_address_is_said(address: str, sentence: str, in_sqlite: tuple[Path, dict[str, str]]) -> None:
    var, env = in_sqlite

    done = xj("move-to-postgres", address, "--var", var, env=env)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "XIANGJI_DATABASE_URL" not in CountyFolder(var).read_env()


def test_rows_have_the_same_text_in_whatever_order_and_zone_they_come() -> None:
    beijing = datetime(2026, 11, 25, 8, 0, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    london = beijing.astimezone(UTC)

    one = digest.canonical(({"b": 1, "a": [2]}, beijing, memoryview(b"x")))
    two = digest.canonical(({"a": [2], "b": 1}, london, b"x"))

    assert one == two
    first = digest.Digest().plus((1,)).plus((2,))
    assert first == digest.Digest().plus((2,)).plus((1,))
    assert first != digest.Digest().plus((1,)).plus((3,))
    assert first != digest.Digest().plus((1,)).plus((2,)).plus((2,))


@pytest.mark.django_db
def test_a_county_that_is_in_postgresql_is_not_moved_again(
    county: Path, child_environment: dict[str, str]
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL, and runs in its stage")

    done = xj("move-to-postgres", "postgresql://a@b/c", "--var", county, env=child_environment)

    assert done.stderr == "没有搬：这个县的库已经是 PostgreSQL。\n"
