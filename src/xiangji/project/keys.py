"""Secrets that lie in files beside the database, readable by their owner only."""

import os
import secrets
from pathlib import Path


def make_secret_key(keys: Path) -> None:
    """Django's key, made once. Written whole and then named, so that half a key is never read."""
    file = keys / "secret.key"
    if file.exists():
        return
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = keys / "secret.key.new"
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writing:
        writing.write(secrets.token_urlsafe(48))
        writing.flush()
        os.fsync(writing.fileno())
    half.rename(file)
