"""The database of one moment, on either engine: a file for the archive, a connection for counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections

from xiangji.project.keeping import postgres, sqlite
from xiangji.project.keeping.manifest import Database

COPY = "copy"
Seen = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """`alias` reads the very state that lies in `file`; `damage` is what the engine says against it."""

    alias: str
    member: str
    file: Path
    database: Database
    damage: str = ""


@contextmanager
def taken(folder: Path, seen: Seen) -> Iterator[Taken]:
    take = _from_sqlite if connection.vendor == "sqlite" else _from_postgres
    with take(folder, seen) as it:
        yield it


@contextmanager
def _from_sqlite(folder: Path, seen: Seen) -> Iterator[Taken]:
    copy, packed = folder / "database.sqlite3", folder / "database.gz"
    sqlite.copy(
        Path(str(connection.settings_dict["NAME"])),
        copy,
        lambda _s, done, whole: seen("复制库", done, 2 * whole),
    )
    database = sqlite.pack(copy, packed, lambda said, done, whole: seen(said, done + whole, 2 * whole))
    with second(COPY, {"ENGINE": "django.db.backends.sqlite3", "NAME": str(copy)}):
        yield Taken(COPY, sqlite.MEMBER, packed, database, sqlite.damage(copy))


@contextmanager
def _from_postgres(folder: Path, seen: Seen) -> Iterator[Taken]:
    file = folder / "database.dump"
    with postgres.one_moment() as snapshot:
        seen("导出库", 0, 1)
        yield Taken(DEFAULT_DB_ALIAS, postgres.MEMBER, file, postgres.dump(snapshot, file))


@contextmanager
def second(alias: str, given: dict[str, object]) -> Iterator[None]:
    """Another database beside the usual one, for as long as this lasts."""
    connections.settings[alias] = {**connections.settings[DEFAULT_DB_ALIAS], "OPTIONS": {}, **given}
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
