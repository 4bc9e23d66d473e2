"""Restores that are known: why a chain may end before what anchors of its former life say.

A line beside the anchors says up to which link a database came back, and from a backup of when. It carries a
seal of its own under the chain's key: who cuts off the end of a chain cannot explain it away without the key.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from xiangji.core.chain import anchors, keys
from xiangji.core.chain.anchors import Anchor
from xiangji.core.chain.models import Link
from xiangji.core.chain.sealing import genesis

KIND = "restored"
_LINE = re.compile(r"(\S+) (\S+) (\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Restore:
    """At that time the database came back from a backup that was taken earlier and ended with this link."""

    at: str
    taken: str
    number: int
    seal: str

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.at, self.number, self.seal)

    def explains(self, anchor: Anchor) -> bool:
        """An anchor between backup and restore that goes further: the backup could not know what it names."""
        if anchor.number <= self.number:
            return False
        try:
            taken, made, at = (datetime.fromisoformat(time) for time in (self.taken, anchor.at, self.at))
            return taken <= made <= at
        except (ValueError, TypeError):
            return False

    def text(self) -> str:
        return f"{self.at} {self.taken} {self.number} {self.seal}"


@dataclass(frozen=True, slots=True)
class Restores:
    """What the lines say, and those that nobody can read or that the platform did not write."""

    known: tuple[Restore, ...]
    unreadable: tuple[str, ...]


def note_restore(chain: str, *, taken: datetime, at: datetime) -> Restore:
    """After everything that came back is sealed: the last link is where the new life begins."""
    key = keys.chain_key(is_first_use=not Link.objects.exists())
    last = Link.objects.filter(chain=chain).order_by("number").last()
    number, seal = (last.number, last.seal) if last else (0, genesis(key, chain))
    restore = Restore(_second(at), _second(taken), number, seal)
    anchors.append_line(chain, KIND, f"{restore.text()} {_proof(key, chain, restore)}")
    return restore


def read(chain: str) -> Restores:
    lines = anchors.lines(chain, KIND)
    if not lines:
        return Restores((), ())
    key = keys.chain_key(is_first_use=False)
    read_lines = [_read(key, chain, line) for line in lines]
    unreadable = (f"{chain}.{KIND} 第 {place} 行" for place, found in enumerate(read_lines, 1) if not found)
    return Restores(tuple(filter(None, read_lines)), tuple(unreadable))


def without_lost(known: Iterable[Anchor], restores: Sequence[Restore]) -> list[Anchor]:
    """The anchors that the chain of today must still agree with."""
    return [anchor for anchor in known if not any(restore.explains(anchor) for restore in restores)]


def _read(key: bytes, chain: str, line: str) -> Restore | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    restore = Restore(match[1], match[2], int(match[3]), match[4])
    return restore if hmac.compare_digest(_proof(key, chain, restore), match[5]) else None


def _proof(key: bytes, chain: str, restore: Restore) -> str:
    return hmac.digest(key, f"restored {chain} {restore.text()}".encode(), "sha256").hex()


def _second(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
