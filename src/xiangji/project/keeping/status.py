"""What is known of the last backup, in a file beside the database. Light: doctor reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from xiangji.project.county_folder import write_privately

FILE, LOG = "backup-status.json", "backups.log"


@dataclass(frozen=True, slots=True)
class Status:
    """The last backup that was made, and the last that was not; empty where there was none."""

    at: str = ""
    file: str = ""
    bytes: int = 0
    sha256: str = ""
    seconds: float = 0.0
    gaps: tuple[str, ...] = ()
    failed_at: str = ""
    failed: str = ""


def read(var: Path) -> Status | None:
    """None where there was no backup yet, or where nobody can read what stands there."""
    try:
        said = json.loads((var / FILE).read_text(encoding="utf-8"))
        return Status(**{**said, "gaps": tuple(said["gaps"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def made(var: Path, status: Status) -> None:
    _write(var, asdict(status))
    line = json.dumps(asdict(status), ensure_ascii=False)
    with (var / LOG).open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")


def failed(var: Path, at: str, sentence: str) -> None:
    """The last one that was made stays known."""
    _write(var, {**asdict(read(var) or Status()), "failed_at": at, "failed": sentence})


def _write(var: Path, said: Mapping[str, object]) -> None:
    write_privately(var / FILE, json.dumps(said, ensure_ascii=False, indent=1).encode())
