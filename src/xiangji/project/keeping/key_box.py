"""The keys of a county, apart from its backups: one file, sealed with words that a person keeps.

Light: opened before anything of a restore is begun.
"""

from __future__ import annotations

import base64
import getpass
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from xiangji.core.errors import Refused
from xiangji.project.keeping import disk

FORMAT, VERSION = "xiangji-keys", 1
COST, BLOCK, LANES = 2**16, 8, 1
SHORTEST = 12
LARGEST_BOX = 5_000_000


def in_folder(var: Path) -> dict[str, bytes]:
    """Every key of the county, by its path below keys/."""
    return of(var / "keys")


def of(folder: Path) -> dict[str, bytes]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files if _is_key(file)}


def _is_key(file: Path) -> bool:
    """What somebody is just writing has a longer name."""
    return file.suffix in {".key", ".pem", ".crt"}


def write(file: Path, keys: Mapping[str, bytes], words: str, about: Mapping[str, str]) -> None:
    with disk.full_is_said("没有备份钥匙", file.parent), disk.work_folder(file) as folder:
        made = folder / "keys"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
            writing.write(sealed(keys, words, about))
        disk.put_in_place(made, file)


def sealed(keys: Mapping[str, bytes], words: str, about: Mapping[str, str]) -> bytes:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    head = {"format": FORMAT, "version": VERSION, **about, "salt": _text(salt), "nonce": _text(nonce)}
    plain = json.dumps({name: _text(secret) for name, secret in keys.items()}).encode()
    content = AESGCM(_key(words, salt)).encrypt(nonce, plain, _bound(head))
    return json.dumps({**head, "sealed": _text(content)}, ensure_ascii=False, indent=1).encode()


def opened(text: bytes, words: str) -> dict[str, bytes]:
    """Raises Refused: no box of ours, or the wrong words. Which of its parts was changed nobody can tell."""
    try:
        head: dict[str, Any] = json.loads(text)
        content = base64.b64decode(head.pop("sealed"))
        salt, nonce = base64.b64decode(head["salt"]), base64.b64decode(head["nonce"])
        is_ours = (head["format"], head["version"]) == (FORMAT, VERSION)
    except (ValueError, KeyError, TypeError, AttributeError):
        is_ours = False
    if not is_ours:
        raise Refused("no_key_box", "没有恢复：这不是乡集的钥匙文件，或者它坏了。什么也没有动。")
    try:
        plain = AESGCM(_key(words, salt)).decrypt(nonce, content, _bound(head))
    except (InvalidTag, ValueError):
        raise Refused(
            "wrong_words", "没有恢复：口令不对，或者钥匙文件被改过，打不开。什么也没有动。"
        ) from None
    return {name: base64.b64decode(secret) for name, secret in json.loads(plain).items()}


def read(place: Path, words_file: Path | None) -> dict[str, bytes]:
    """From a sealed file, or from a folder keys/ of a server that is still there."""
    if place.is_dir():
        return of(place)
    try:
        with place.open("rb") as reading:
            text = reading.read(LARGEST_BOX)
    except OSError as fault:
        raise Refused(
            "keys_not_readable", f"没有恢复：{place} 读不出（{fault.strerror}）。什么也没有动。"
        ) from None
    return opened(text, ask(words_file, twice=False))


def ask(file: Path | None, *, twice: bool) -> str:
    """From a file, or from the terminal without showing it."""
    if file is not None:
        try:
            return _long_enough(file.read_text(encoding="utf-8").strip("\r\n"), check=twice)
        except (OSError, ValueError) as fault:
            raise Refused(
                "words_not_readable", f"没有做：口令文件 {file} 读不出（{type(fault).__name__}）。"
            ) from None
    if not sys.stdin.isatty():
        raise Refused(
            "no_terminal", "没有做：要问口令，可是这里没有终端。请加 --passphrase-file，写上放口令的文件。"
        )
    words = _long_enough(getpass.getpass("钥匙文件的口令："), check=twice)
    if twice and getpass.getpass("再写一遍：") != words:
        raise Refused("words_differ", "没有做：两遍口令不一样。")
    return words


def _long_enough(words: str, *, check: bool) -> str:
    if check and len(words) < SHORTEST:
        raise Refused(
            "words_too_short",
            f"没有做：口令有 {len(words)} 个字符，至少要 {SHORTEST} 个。可以用几个不相干的词连起来。",
        )
    return words


def _key(words: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=BLOCK, p=LANES).derive(words.encode())


def _bound(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
