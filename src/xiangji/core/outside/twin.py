"""A sandbox twin: a server on this machine that plays somebody outside, and misbehaves on demand.

It answers what it was told to answer, fails so many times first, is slow, and remembers what it was asked,
also what was asked twice with one key. It is for tests and trials; nothing in the program starts it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """An answer of the twin."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Twin:
    """Its first `fail_first` answers are `failure`; slow before an answer, or between its bytes."""

    answer: Callable[[Asked], Told]
    fail_first: int = 0
    failure: Told = field(default_factory=lambda: Told(503, b"busy"))
    slow_seconds: float = 0.0
    drip_seconds: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    address: str = ""

    @property
    def repeated(self) -> int:
        """How many questions came again with a key that was done already."""
        keys = [each.headers["idempotency-key"] for each in self.asked if "idempotency-key" in each.headers]
        return len(keys) - len(set(keys))

    def take(self, asked: Asked) -> Told:
        self.asked.append(asked)
        if len(self.asked) <= self.fail_first:
            return self.failure
        key = asked.headers.get("idempotency-key", "")
        if key and key in self.done:
            return Told(200, b'{"again": true}')
        told = self.answer(asked)
        if key and told.status < 300:
            self.done.add(key)
        return told


@contextmanager
def standing(twin: Twin) -> Iterator[Twin]:
    """It listens on this machine alone, on a port that is free."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(twin))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    twin.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()
        thread.join(STOP_SECONDS)


def _handler(twin: Twin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            told = twin.take(Asked(self.command, self.path, headers, self.rfile.read(length)))
            time.sleep(twin.slow_seconds)
            try:
                self._tell(told)
            except OSError:
                return  # whoever asked has gone

        def _tell(self, told: Told) -> None:
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            pieces = [told.body] if not twin.drip_seconds else [bytes([each]) for each in told.body]
            for piece in pieces:
                self.wfile.write(piece)
                time.sleep(twin.drip_seconds)

        def log_message(self, *_words: Any) -> None:  # noqa: ANN401 - as the base has it
            """Quiet."""

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.one)
    return Handler
