"""What the queue shows of a body: its shape, with whatever may name or open somebody hidden. Pure."""

from __future__ import annotations

import json
import re

SHOWN = 2_000
HIDDEN = "****"
# Endings of keys whose values stay inside; a sealed copy keeps them for a month.
_SECRET = re.compile(
    r"(name|email|phone|mobile|tel|address|avatar|token|jwt|secret|password|pin|id_?card|identity|account"
    r"|_jid|jid)$",
    re.IGNORECASE,
)
_PLAIN = frozenset({"event_name", "room_name", "room_jid", "file_name"})


def masked(body: bytes) -> str:
    """A JSON body with its shape; anything else is told by its size alone."""
    if not body:
        return ""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return f"（{len(body)}字节，不是JSON，不显示）"
    shown = json.dumps(_masked(read), ensure_ascii=False, indent=1)
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"


def _masked(value: object, *, is_secret: bool = False) -> object:
    if isinstance(value, dict):
        return {key: _masked(each, is_secret=is_secret or _hides(key)) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, is_secret=is_secret) for each in value]
    return HIDDEN if is_secret and value not in (None, "") else value


def _hides(key: str) -> bool:
    return key not in _PLAIN and _SECRET.search(key) is not None
