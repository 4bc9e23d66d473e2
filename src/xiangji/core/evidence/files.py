"""Where the bytes of evidence lie: outside of every served folder, each content once, under its own hash."""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from xiangji.core.errors import Unavailable


def folder() -> Path:
    return Path(settings.VAR) / "files"


def keep(content: bytes) -> str:
    """Written aside, forced to the disk, then renamed: a file under its hash is always whole."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder() / sha256
        if not (file.is_file() and file.stat().st_size == len(content)):
            _write(file, content)
    except OSError as fault:
        raise Unavailable(
            "evidence_not_stored",
            f"凭证没有收下。存放凭证的文件夹写不进（{type(fault).__name__}），请告诉运维看磁盘和权限；"
            "文件还在您手里，修好后再加一次。",
        ) from fault
    return sha256


def content_of(sha256: str) -> bytes:
    """The bytes, compared with their hash each time: what was changed on the disk proves nothing."""
    try:
        content = (folder() / sha256).read_bytes()
    except OSError as fault:
        raise Unavailable(
            "evidence_file_missing",
            f"凭证没有打开。编号 {sha256[:12]} 的文件读不出（{type(fault).__name__}），"
            "请告诉运维从备份放回原处。",
        ) from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Unavailable(
            "evidence_file_changed",
            f"凭证没有打开。编号 {sha256[:12]} 的文件和登记时不一样了，请告诉运维从备份放回原件。",
        )
    return content


def _write(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    opened = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
