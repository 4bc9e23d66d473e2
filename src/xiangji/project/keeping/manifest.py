"""What a backup says about itself: which county and when, hashes of its parts, figures of each table."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from xiangji.core.errors import Refused

FORMAT, VERSION = "xiangji-backup", 1
NAME, SEAL = "manifest.json", "manifest.seal"
T = TypeVar("T")
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive as it lies there."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows, and per column the sum: of the numbers, or of the lengths of the texts."""

    rows: int
    sums: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain, and how many entries still waited for their seal."""

    number: int
    seal: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Database:
    """Which engine it came from, and its file before it was packed."""

    engine: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    taken_at: str
    xiangji: str
    county_key: str
    county_name: str
    database: Database
    migrations: tuple[str, ...]
    members: Mapping[str, Member]
    tables: Mapping[str, Table]
    chains: Mapping[str, Head]
    keys: Mapping[str, str]
    gaps: tuple[str, ...]

    def text(self) -> bytes:
        said = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()


def seal(text: bytes, chain_key: bytes) -> str:
    """Under the key that is never in a backup: who changes an archive and its manifest cannot make it."""
    return hmac.digest(chain_key, b"xiangji manifest\0" + text, "sha256").hex()


def fingerprint(secret: bytes) -> str:
    """By which a key is known without being told."""
    return hashlib.sha256(b"xiangji key file\0" + secret.strip()).hexdigest()[:16]


def read(text: bytes) -> Manifest:
    """Raises Refused: another format, a later version, or a part that cannot be read."""
    try:
        said: dict[str, Any] = json.loads(text)
        if said["format"] != FORMAT:
            raise ValueError
        version = said["version"]
    except UNREADABLE:
        raise Refused("no_backup", "没有恢复：清单 manifest.json 读不出，这不是乡集的备份。") from None
    if version != VERSION:
        raise Refused(
            "foreign_backup",
            f"没有恢复：这个备份的格式是第 {version} 版，这个程序只认第 {VERSION} 版。"
            "请用做备份的那个版本的乡集来恢复。",
        )
    try:
        return _read(said)
    except UNREADABLE as fault:
        raise Refused(
            "broken_manifest", f"没有恢复：清单 manifest.json 有一处读不出（{fault}）。请换一份备份。"
        ) from None


def _read(said: Mapping[str, Any]) -> Manifest:
    return Manifest(
        taken_at=str(said["taken_at"]),
        xiangji=str(said["xiangji"]),
        county_key=str(said["county_key"]),
        county_name=str(said["county_name"]),
        database=Database(**said["database"]),
        migrations=tuple(map(str, said["migrations"])),
        members=_each(said["members"], Member),
        tables=_each(said["tables"], Table),
        chains=_each(said["chains"], Head),
        keys={str(name): str(mark) for name, mark in said["keys"].items()},
        gaps=tuple(map(str, said["gaps"])),
    )


def _each(said: Mapping[str, Mapping[str, Any]], make: Callable[..., T]) -> dict[str, T]:
    return {str(name): make(**fields) for name, fields in said.items()}
