"""Signatures of what goes out and comes in: HMAC-SHA256 over the time and the body. Pure.

The header reads `t=<seconds>,v1=<base64>`, the form that Jitsi as a service uses for its webhooks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

HEADER = "X-Xiangji-Signature"
# How far the clocks of both sides may lie apart; an older signature may have been taken from the wire.
TOLERANCE_SECONDS = 300
_FORM = re.compile(r"t=(\d{1,12}),v1=([A-Za-z0-9+/]{43}=)", re.ASCII)


def signature(body: bytes, *, secret: str, at: int) -> str:
    """`at` is seconds since 1970."""
    signed = hmac.digest(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={base64.b64encode(signed).decode()}"


def is_signed(body: bytes, *, header: str, secret: str, now: int) -> bool:
    """False also where no secret is agreed upon: nothing counts as signed with an empty one."""
    found = _FORM.fullmatch(header)
    if not secret or found is None:
        return False
    at = int(found[1])
    if abs(now - at) > TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(signature(body, secret=secret, at=at), header)


def is_bearer(header: str, *, token: str) -> bool:
    """`Bearer <token>`, for a server that cannot sign."""
    return bool(token) and hmac.compare_digest(header.encode(), f"Bearer {token}".encode())
