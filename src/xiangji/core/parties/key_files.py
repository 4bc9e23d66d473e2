"""Keys as files beside the database, for their owner only, and never silently made anew."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from xiangji.core.errors import Unavailable

COUNTY, INDEX = "county", "index"


@dataclass(frozen=True, slots=True)
class Material:
    """The bytes of a key, which are never printed, and the fingerprint by which the database knows it."""

    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(b"xiangji key\0" + self.secret).hexdigest()[:16]


def file_of(name: str) -> Path:
    return Path(settings.VAR) / "keys" / f"{name}.key"


def read(name: str) -> Material | None:
    """The key in the file, or None where there is no file."""
    file = file_of(name)
    try:
        text = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as reason:
        raise _unreadable(file, type(reason).__name__) from None
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise _unreadable(file, "不是 64 位十六进制数")
    return Material(bytes.fromhex(text))


def make(name: str) -> None:
    """Written whole, then linked: of two that make it at the same time one wins, and both read it."""
    file = file_of(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writing:
        writing.write(secrets.token_hex(32))
        writing.flush()
        os.fsync(writing.fileno())
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
    _remember(file.parent)


def replace(name: str, *, by: str) -> None:
    """The file `by` takes the place of the file `name`, which is gone afterwards."""
    file_of(by).replace(file_of(name))
    _remember(file_of(name).parent)


def _remember(folder: Path) -> None:
    """A name in a folder survives a power cut only when the folder itself was written."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _unreadable(file: Path, why: str) -> Unavailable:
    return Unavailable(
        "key_file_broken",
        f"钥匙文件 {file} 读不出（{why}），密封的内容不能读也不能写。请从备份里放回原处。",
    )
