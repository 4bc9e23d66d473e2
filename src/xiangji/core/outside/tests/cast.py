"""A remote for tests, the twin that plays it, and something in the queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from xiangji.core.outside import remotes
from xiangji.core.outside.asking import ask
from xiangji.core.outside.models import Exchange
from xiangji.core.outside.remotes import Outgoing, Remote
from xiangji.core.outside.rules.signing import HEADER, signature
from xiangji.core.outside.twin import Asked, Told, Twin, standing

SECRET = "示例口令，谁也不用"
KEY = "tests"


@dataclass
class Line:
    """Where the remote of the tests is; nowhere until a twin stands."""

    address: str = ""
    at: int = 0


LINE = Line()


def dressed(outgoing: Outgoing) -> Outgoing:
    signed = signature(outgoing.body, secret=SECRET, at=LINE.at)
    return outgoing.with_header(HEADER, signed)


REMOTE = Remote(
    KEY,
    "示例对方",
    address=lambda: LINE.address,
    dress=dressed,
    timeout_seconds=0.5,
    most_tries=3,
    names={"tests.asked": "示例问一句"},
)


@contextmanager
def known(one: Remote = REMOTE) -> Iterator[Remote]:
    """It stands in the registry for the time of a test."""
    before = remotes.find(one.key)
    if before is None:
        remotes.remote(one)
    yield one
    if before is None:
        del remotes._remotes[one.key]


@contextmanager
def twin(**behaviour: object) -> Iterator[Twin]:
    """The remote of the tests is connected to a twin that behaves so."""
    playing = replace(Twin(lambda _asked: Told()), **behaviour)  # type: ignore[arg-type]
    with known(), standing(playing):
        LINE.address = playing.address
        try:
            yield playing
        finally:
            LINE.address = ""


def a_question(key: str = "示例一次", body: bytes = b'{"room_name": "x", "name": "y"}') -> Exchange:
    return ask(
        REMOTE, name="tests.asked", key=key, path="/one", method="POST", body=body, about="tests.Thing:1"
    )


def says(status: int = 200, body: bytes = b"{}") -> Told:
    return Told(status, body)


__all__ = ["KEY", "LINE", "REMOTE", "SECRET", "Asked", "a_question", "known", "says", "twin"]
