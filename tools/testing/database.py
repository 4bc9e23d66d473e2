"""Test databases: migrated once, copied for every worker, put back after tests that commit.

A real file (SQLite) or a real database (PostgreSQL), so that commits, other processes and live servers work.
"""

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

KEEP_TEMPLATES = 4


class Store(Protocol):
    """A worker's database and the template it comes from."""

    def give(self) -> None:
        """A fresh copy of the template becomes the default database."""

    def put_back(self) -> None:
        """Whatever was committed is gone afterwards."""

    def drop(self) -> None: ...

    def address(self) -> str:
        """What another process needs as XIANGJI_DATABASE_URL."""


class SqliteStore:
    def __init__(self, template: Path, file: Path) -> None:
        self._template = template
        self._file = file

    def give(self) -> None:
        if not self._template.exists():
            building = self._template.with_suffix(f".{os.getpid()}")
            migrate_into(str(building))
            with closing(sqlite3.connect(building)) as whole:
                whole.execute("PRAGMA journal_mode=DELETE")
            building.rename(self._template)
            forget_old_templates(self._template.parent)
        shutil.copyfile(self._template, self._file)
        connection.settings_dict["NAME"] = str(self._file)

    def put_back(self) -> None:
        connection.close()
        with (
            closing(sqlite3.connect(self._template)) as template,
            closing(sqlite3.connect(self._file, timeout=30)) as file,
        ):
            template.backup(file)

    def drop(self) -> None:
        connection.close()
        for leftover in self._file.parent.glob(f"{self._file.name}*"):
            leftover.unlink()

    def address(self) -> str:
        return f"sqlite://{quote(str(self._file))}"


class PostgresStore:
    def __init__(self, template: str, name: str) -> None:
        self._template = template
        self._name = name

    def give(self) -> None:
        if not self._server(sql.SQL("SELECT 1 FROM pg_database WHERE datname = {}").format(self._template)):
            building = f"{self._template}_building"
            self._drop(building)
            self._server(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(building)))
            migrate_into(building)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            self._server(rename.format(sql.Identifier(building), sql.Identifier(self._template)))
        self.put_back()
        connection.settings_dict["NAME"] = self._name

    def put_back(self) -> None:
        self.drop()
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._server(copy.format(sql.Identifier(self._name), sql.Identifier(self._template)))

    def drop(self) -> None:
        connection.close()
        self._drop(self._name)

    def address(self) -> str:
        given = connection.settings_dict
        person = ":".join(quote(given[part], safe="") for part in ("USER", "PASSWORD") if given[part])
        is_socket = given["HOST"].startswith("/")
        server = "" if is_socket else ":".join(part for part in (given["HOST"], given["PORT"]) if part)
        return f"postgresql://{person}@{server}/{self._name}{'?host=' + given['HOST'] if is_socket else ''}"

    def _drop(self, name: str) -> None:
        self._server(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _server(self, statement: sql.Composed) -> bool:
        """Speaks to the server outside of our databases; says whether rows came back."""
        with psycopg.connect(
            **connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True
        ) as server:
            cursor = server.execute(statement)
            return cursor.rowcount > 0


def migrate_into(name: str) -> None:
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def migrations_key() -> str:
    """Changes with every migration and with every operation of ours that a migration uses."""
    files: set[Path] = set()
    for migration in MigrationLoader(None).disk_migrations.values():
        for part in (type(migration), *(type(operation) for operation in migration.operations)):
            files.add(Path(inspect.getfile(part)))
    key = hashlib.sha256()
    for file in sorted(files):
        key.update(file.name.encode() + b"\0" + file.read_bytes())
    return key.hexdigest()[:16]


def forget_old_templates(folder: Path) -> None:
    by_age = sorted(folder.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in by_age[KEEP_TEMPLATES:]:
        old.unlink()


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Workers and runs beside each other wait here while one of them migrates the template."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def a_store(templates: Path, worker: Path) -> Store:
    """The store for the database that the settings name: its template made, its copy given."""
    with one_at_a_time(templates):
        key = migrations_key()
        store: Store
        if connection.vendor == "sqlite":
            store = SqliteStore(templates / f"{key}.sqlite3", worker / "test.sqlite3")
        else:
            store = PostgresStore(f"xiangji_{key}", f"xiangji_test_{os.getpid()}")
        store.give()
    return store
