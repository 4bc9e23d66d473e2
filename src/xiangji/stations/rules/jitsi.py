"""What a Jitsi-compatible server wants and tells: tokens, rooms and who is in them. Pure.

A token is a JWT, signed with HMAC-SHA256, as Prosody's token authentication reads it. Whoever enters for a
station carries `station-<number>` as id and before the @ of an address that reaches nobody; the events of
the server (event_sync, JaaS) and its list of a room give it back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xiangji.core.errors import Refused

JOINED = frozenset({"muc-occupant-joined", "PARTICIPANT_JOINED"})
_GUEST = re.compile(r"station-(\d{1,18})(?:@.*)?", re.ASCII)


class BadEvent(Refused):
    """What the server sent is not what such a server sends."""


@dataclass(frozen=True, slots=True)
class Server:
    """The application at the server that signs for us."""

    host: str
    app: str
    secret: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came into a room for a station."""

    room: str
    station: int


def token(server: Server, *, room: str, guest: str, shown: str, since: datetime, until: datetime) -> str:
    """Good for one room, for the time of its meeting; `guest` is what events give back."""
    claims = {
        "aud": "jitsi",
        "iss": server.app,
        "sub": server.host,
        "room": room,
        "nbf": int(since.timestamp()),
        "exp": int(until.timestamp()),
        "context": {"user": {"id": guest, "name": shown, "email": f"{guest}@station.invalid"}},
    }
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    return f"{signed}.{_plain(hmac.digest(server.secret.encode(), signed.encode(), hashlib.sha256))}"


def guest_of(station: int) -> str:
    return f"station-{station}"


def joined(body: str) -> Joined | None:
    """None: an event of another kind, or of somebody who came for no station."""
    told = _object(body)
    name = told.get("event_name") or told.get("eventType")
    if name not in JOINED:
        return None
    who = told.get("occupant") or told.get("data") or {}
    room = told.get("room_name") or str(told.get("fqn", "")).rpartition("/")[2]
    station = _station(who) if isinstance(who, dict) else None
    return Joined(str(room), station) if room and station is not None else None


def present(body: str) -> list[int]:
    """Stations in the list of a room; each once."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return sorted(set(_stations(read))) if isinstance(read, list) else []


def _stations(rows: list[Any]) -> Iterator[int]:
    for each in rows:
        found = _station(each) if isinstance(each, dict) else None
        if found is not None:
            yield found


def _station(who: Mapping[str, Any]) -> int | None:
    for field in ("id", "email"):
        found = _GUEST.fullmatch(str(who.get(field, "")))
        if found:
            return int(found[1])
    return None


def _object(body: str) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise BadEvent("event_is_no_object", "没有收。视频会议服务器发来的应当是一个JSON对象。")
    return read


def _part(value: object) -> str:
    return _plain(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
