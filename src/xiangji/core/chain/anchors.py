"""What leaves the database about a chain: its head at each sealing, and one line each night.

Both lie in files beside it. Who cuts off the end of a chain, or seals it anew with a stolen key, contradicts
them.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from xiangji.core.chain.models import Link

_ANCHOR = re.compile(r"(\S+) (\d{1,18}) ([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Anchor:
    """At that time the chain had so many links, and this was the seal of the last one."""

    at: str
    number: int
    seal: str

    @property
    def line(self) -> str:
        return f"{self.at} {self.number} {self.seal}"


@dataclass(frozen=True, slots=True)
class Anchors:
    """Everything that the files say about one chain, and the lines that nobody can read."""

    anchors: tuple[Anchor, ...]
    unreadable: tuple[str, ...]


def replace_head(chain: str, number: int, seal: str, *, at: datetime) -> None:
    """Written whole, then named, after the commit: a head that lags is true, one ahead would accuse."""
    file = _file(chain, "head")
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    _write(draft, "w", Anchor(_second(at), number, seal).line)
    draft.replace(file)


def head(chain: str) -> Anchor | None:
    return next((line for line in _lines(chain, "head") if isinstance(line, Anchor)), None)


def keep(chain: str, anchor: Anchor) -> None:
    append_line(chain, "log", anchor.line)


def append_anchor(chain: str, *, at: datetime) -> None:
    """The line of this night; nothing while nothing is sealed."""
    last = Link.objects.filter(chain=chain).order_by("number").last()
    if last:
        keep(chain, Anchor(_second(at), last.number, last.seal))


def read(chain: str) -> Anchors:
    read_lines = [line for kind in ("log", "head") for line in _lines(chain, kind)]
    return Anchors(
        tuple(line for line in read_lines if isinstance(line, Anchor)),
        tuple(line for line in read_lines if isinstance(line, str)),
    )


def lines(chain: str, kind: str) -> list[str]:
    """What stands in one of the files of a chain; nothing where it was never written."""
    file = _file(chain, kind)
    return file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []


def append_line(chain: str, kind: str, line: str) -> None:
    _write(_file(chain, kind), "a", line)


def _lines(chain: str, kind: str) -> list[Anchor | str]:
    """Each line as an anchor, or as the name of a line that is none."""
    return [
        Anchor(match[1], int(match[2]), match[3])
        if (match := _ANCHOR.fullmatch(line))
        else f"{chain}.{kind} 第 {position} 行"
        for position, line in enumerate(lines(chain, kind), start=1)
    ]


def _second(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _file(chain: str, kind: str) -> Path:
    return Path(settings.VAR) / "anchors" / f"{chain}.{kind}"


def _write(file: Path, mode: str, line: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open(mode, encoding="ascii") as writing:
        writing.write(f"{line}\n")
        writing.flush()
        os.fsync(writing.fileno())
