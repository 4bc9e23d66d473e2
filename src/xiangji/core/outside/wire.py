"""One question over the wire: in bounded time, with a bounded answer, over checked TLS, following nobody."""

from __future__ import annotations

import hashlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from xiangji.core.errors import Unavailable
from xiangji.core.outside.remotes import Outgoing
from xiangji.core.outside.rules.addresses import Address

LARGEST_ANSWER = 1_000_000
AGENT = "Xiangji/1"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    retry_after: str = ""


class NoAnswer(Unavailable):
    """The other side cannot be reached, is too slow, or says what is no HTTP."""


def send(outgoing: Outgoing, *, to: Address, seconds: float) -> Answer:
    """`seconds` is for all of it: whoever sends one byte a second does not hold us longer."""
    until = time.monotonic() + seconds
    connection = _connection(to, seconds)
    try:
        connection.connect()
        with _cut_off_at(until, connection):
            answer = _ask(connection, outgoing, to)
        if time.monotonic() >= until:  # what has no length ends where it was cut
            raise TimeoutError
        return answer
    except (OSError, http.client.HTTPException) as reason:
        raise _no_answer(reason, to, seconds, is_late=time.monotonic() >= until) from None
    finally:
        connection.close()


def _connection(to: Address, seconds: float) -> http.client.HTTPConnection:
    if to.is_tls:
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(to.host, to.port, timeout=seconds, context=trusted)
    return http.client.HTTPConnection(to.host, to.port, timeout=seconds)


@contextmanager
def _cut_off_at(until: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """A socket's own timeout begins anew with each byte; this one does not."""
    line = connection.sock

    def cut() -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(max(0.0, until - time.monotonic()), cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _ask(connection: http.client.HTTPConnection, outgoing: Outgoing, to: Address) -> Answer:
    headers = {"User-Agent": AGENT, "Accept": "application/json", "Connection": "close"}
    if outgoing.body:
        headers["Content-Type"] = "application/json"
    if outgoing.method != "GET":
        headers["Idempotency-Key"] = named_once(outgoing.key)
    whole = headers | dict(outgoing.headers)
    connection.request(outgoing.method, to.path + outgoing.path, body=outgoing.body or None, headers=whole)
    answer = connection.getresponse()
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        said = f"没有办成。对方回的内容超过{LARGEST_ANSWER // 1_000_000}兆，没有收。"
        raise NoAnswer("outside_answer_too_large", said)
    if answer.length:  # cut off: a bounded read does not say so by itself
        raise http.client.IncompleteRead(body, answer.length)
    return Answer(answer.status, body, answer.headers.get("Retry-After", ""))


def named_once(key: str) -> str:
    """The key as a header may carry it: keys hold Chinese, and say more than the other side need know."""
    return hashlib.sha256(key.encode()).hexdigest()


def _no_answer(reason: Exception, to: Address, seconds: float, *, is_late: bool) -> NoAnswer:
    if is_late or isinstance(reason, TimeoutError):
        return NoAnswer("outside_too_slow", f"没有办成。对方{seconds:g}秒里没有答完。")
    if isinstance(reason, ssl.SSLError):
        said = f"没有办成。对方的证书不可信（{reason.reason or '原因不明'}），没有把内容交给它。"
        return NoAnswer("outside_not_trusted", said)
    if isinstance(reason, socket.gaierror):
        return NoAnswer("outside_unknown_host", f"没有办成。找不到{to.host}，请核对设置里的地址。")
    return NoAnswer("outside_not_reached", f"没有办成。连不上{to.host}（{type(reason).__name__}）。")
