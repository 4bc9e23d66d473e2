"""The key of the chains: a file outside the database, so that a stolen database cannot be sealed anew."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from xiangji.core.errors import Unavailable


def key_file() -> Path:
    return Path(settings.VAR) / "keys" / "chain.key"


def chain_key(*, is_first_use: bool) -> bytes:
    """The key; made where nothing was sealed yet. A key that is gone is said, never silently replaced."""
    file = key_file()
    if not file.exists() and is_first_use:
        _make(file)
    try:
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as reason:
        raise Unavailable(
            "chain_key_missing",
            f"链的钥匙 {file} 读不出（{type(reason).__name__}），不能封存，也不能核对。请从备份里放回原处。",
        ) from None
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Unavailable(
            "chain_key_broken",
            f"链的钥匙 {file} 不是 64 位十六进制数，不能封存，也不能核对。请从备份里放回原处。",
        )
    return bytes.fromhex(text)


def _make(file: Path) -> None:
    """Written whole, then linked: of two that make it at the same time one wins, and both read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"chain.key.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writing:
        writing.write(secrets.token_hex(32))
        writing.flush()
        os.fsync(writing.fileno())
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
