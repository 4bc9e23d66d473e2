"""PostgreSQL: pg_dump of the very moment that is counted, and pg_restore in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from xiangji.core.errors import Refused
from xiangji.project.keeping.archive import PIECE, Hashing
from xiangji.project.keeping.manifest import Database

ENGINE, MEMBER = "postgresql", "database.dump"
INSTALLED = Path("/usr/lib/postgresql")


@contextmanager
def one_moment() -> Iterator[str]:
    """The name of a snapshot that pg_dump and our own counting share."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
        yield snapshot


def dump(snapshot: str, to: Path) -> Database:
    words = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
    _run("没有备份", "pg_dump", *words, f"--file={to}")
    with to.open("rb") as opened:
        reading = Hashing(opened)
        while reading.read(PIECE):
            pass
    return Database(ENGINE, reading.bytes, reading.sha256)


def put_back(file: Path) -> None:
    """All or nothing: one transaction."""
    words = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    name = connection.settings_dict["NAME"]
    _run("没有恢复", "pg_restore", *words, f"--dbname={name}", str(file))


def refuse_what_is_in(database: BaseDatabaseWrapper, undone: str) -> None:
    """Only an empty database is filled, so that nothing of another can be hurt."""
    with database.cursor() as cursor:
        tables = database.introspection.table_names(cursor)
    if tables:
        raise Refused(
            "target_not_empty",
            f"{undone}：库 {database.settings_dict['NAME']} 不是空的，里面有 {len(tables)} 张表，"
            f"例如 {sorted(tables)[0]}。请建一个空的库（createdb），再来一次。",
        )


def empty_again(database: BaseDatabaseWrapper) -> None:
    """Takes out what we ourselves put into a database that was empty before."""
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {database.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS refuse_because_append_only() CASCADE")


def program(name: str, undone: str) -> str:
    """The newest that is installed: an older pg_dump refuses a newer server."""
    versions = [file for file in INSTALLED.glob(f"[0-9]*/bin/{name}") if os.access(file, os.X_OK)]
    newest = max(versions, key=lambda file: int(file.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise Refused(
            "no_postgresql_client",
            f"{undone}：这台机器上没有 {name}。请装 PostgreSQL 的客户端程序（postgresql-client），再来一次。",
        )
    return found


def _run(undone: str, name: str, *words: str) -> None:
    command = [program(name, undone), *words]
    done = subprocess.run(command, env=_environment(), capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"以 {done.returncode} 结束"]
        if any("No space left" in line or "File too large" in line for line in said):
            raise OSError(28, "No space left on device")
        raise Refused("postgresql_said_no", f"{undone}：{name} 没有做成，它说：{said[0]}")


def _environment() -> dict[str, str]:
    """The password goes by the environment, where other people of this machine cannot read it."""
    given = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    return {**os.environ, **{name: str(given[part]) for name, part in names.items() if given.get(part)}}
