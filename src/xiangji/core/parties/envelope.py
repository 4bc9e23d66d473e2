"""One sealed value: version byte ‖ key id ‖ nonce ‖ ciphertext, by AES-256-GCM. Pure but for the dice.

The associated data names the table, the field and the row, so a value that was moved opens nowhere else; the
version and the key id are bound in the same way.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
KEY_BYTES = 32
_ID_BYTES, _NONCE_BYTES, _TAG_BYTES = 8, 12, 16
_HEAD_BYTES = 1 + _ID_BYTES
_LARGEST_ID = 2**63 - 1  # of a database


class Broken(ValueError):
    """Not what was sealed here: cut, changed, moved, or sealed with another key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands; it opens nowhere else."""

    table: str
    field: str
    row: str

    def bound(self) -> bytes:
        """Each part with its length before it: `a`, `bc` and `ab`, `c` are two places."""
        parts = [part.encode() for part in (self.table, self.field, self.row)]
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def close(plain: bytes, *, key: bytes, key_id: int, at: Place) -> bytes:
    head = bytes([VERSION]) + key_id.to_bytes(_ID_BYTES, "big")
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + at.bound())


def key_id_of(closed: bytes) -> int:
    """Which key opens it; nothing is proven yet."""
    if len(closed) < _HEAD_BYTES + _NONCE_BYTES + _TAG_BYTES or closed[0] != VERSION:
        raise Broken("neither the length nor the version of a sealed value")
    number = int.from_bytes(closed[1:_HEAD_BYTES], "big")
    if number > _LARGEST_ID:
        raise Broken("no key has such a number")
    return number


def open_(closed: bytes, *, key: bytes, at: Place) -> bytes:
    key_id_of(closed)
    head, rest = closed[:_HEAD_BYTES], closed[_HEAD_BYTES:]
    try:
        return AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], head + at.bound())
    except InvalidTag:
        raise Broken("the seal does not fit") from None
