"""SQLite: a copy of one moment, made while others write, and packed with the quickest gzip."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from xiangji.core.errors import Refused
from xiangji.project.keeping.archive import PIECE, Archive, Hashing
from xiangji.project.keeping.manifest import Database

ENGINE, MEMBER = "sqlite", "database.sqlite3.gz"
PAGES_AT_ONCE = 8_192
Seen = Callable[[str, int, int], None]


def copy(source: Path, to: Path, seen: Seen) -> None:
    """One read transaction holds the moment: writers go on beside it, and none of theirs comes in."""
    if not source.is_file():
        raise Refused("no_database_file", f"没有备份：库文件 {source} 不在。")
    with (
        closing(sqlite3.connect(source, timeout=30, isolation_level=None)) as reading,
        closing(sqlite3.connect(to, isolation_level=None)) as writing,
    ):
        writing.execute("PRAGMA synchronous=OFF")
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(
            writing,
            pages=PAGES_AT_ONCE,
            progress=lambda _state, left, whole: seen("复制库", whole - left, whole),
            sleep=0.0,
        )
        writing.execute("PRAGMA journal_mode=DELETE")


def damage(file: Path) -> str:
    """Empty when the file fits together; otherwise what SQLite says."""
    with closing(sqlite3.connect(file)) as reading:
        said: str = reading.execute("PRAGMA quick_check(1)").fetchone()[0]
    return "" if said == "ok" else said


def pack(file: Path, to: Path, seen: Seen) -> Database:
    size = file.stat().st_size
    with file.open("rb") as opened, gzip.GzipFile(to, "wb", compresslevel=1, mtime=0) as packing:
        reading = Hashing(opened)
        while piece := reading.read(PIECE):
            packing.write(piece)
            seen("压缩库", reading.bytes, size + 1)
    return Database(ENGINE, reading.bytes, reading.sha256)


def unpack(archive: Archive, to: Path, seen: Seen) -> None:
    """Never more than the manifest says: a small file can be packed out of endless zeros."""
    said, sha, written = archive.manifest.database, hashlib.sha256(), 0
    with archive.opened(MEMBER) as packed, gzip.GzipFile(fileobj=packed) as reading, to.open("xb") as writing:
        to.chmod(0o600)
        while written <= said.bytes and (piece := reading.read(PIECE)):
            sha.update(piece)
            written += len(piece)
            writing.write(piece)
            seen("放回库", written, said.bytes + 1)
    if (written, sha.hexdigest()) != (said.bytes, said.sha256):
        raise Refused("database_damaged", "没有恢复：库解开以后和清单不同。请换一份备份。")
