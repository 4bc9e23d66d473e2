"""What a first visit to a page costs. Run by benchmarks/house.py as a demo would be; prints JSON."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import decompress
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from wsgiref.util import setup_testing_defaults

ROUNDS = 200
TAG = re.compile(r"<(link|script|img|use|image)\b[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"""\s(?:href|src)\s*=\s*["']([^"'#]+)(?:#[^"']*)?["']""", re.IGNORECASE)
FETCHED = re.compile(r"""\srel\s*=\s*["'](?:stylesheet|icon|preload|manifest)""", re.IGNORECASE)
IN_CSS = re.compile(r"""url\(["']?([^"')#]+)["']?\)|@import\s+["']([^"']+)["']""")


class Visitor:
    """Speaks WSGI with the application as granian does, without a socket between."""

    cookie = ""

    def __init__(self) -> None:
        from xiangji.project.wsgi import application

        self._application = application

    def get(self, address: str) -> tuple[str, bytes]:
        """The status line, and the body as it would travel: compressed where it can be."""
        environ: dict[str, Any] = {
            "PATH_INFO": address,
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_COOKIE": self.cookie,
            "wsgi.input": BytesIO(),
        }
        environ["PATH_INFO"], _, environ["QUERY_STRING"] = address.partition("?")
        setup_testing_defaults(environ)
        environ["HTTP_HOST"] = "localhost"
        status: list[str] = []

        def start(line: str, _headers: object, _error: object = None, /) -> Callable[[bytes], object]:
            status.append(line)
            return len

        answer = self._application(environ, start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return status[0], body

    def read(self, address: str) -> str:
        _, body = self.get(address)
        return (decompress(body) if body[:2] == b"\x1f\x8b" else body).decode(errors="replace")


def first_visit(visitor: Visitor, address: str) -> dict[str, int]:
    """Bytes of the page and of everything of ours that it loads, styles inside styles included."""
    sizes = {address: len(visitor.get(address)[1])}
    waiting = list(loaded(visitor.read(address), address))
    while waiting:
        part = waiting.pop()
        if part in sizes:
            continue
        status, body = visitor.get(part)
        if not status.startswith("200"):
            raise SystemExit(f"{address} loads {part}, which answers {status}")
        sizes[part] = len(body)
        if ".css" in part:
            text = visitor.read(part)
            waiting += [
                urljoin(part, one or other) for one, other in IN_CSS.findall(text) if "data:" not in one
            ]
    return sizes


def loaded(text: str, address: str) -> Iterator[str]:
    """What the browser fetches by itself; a link to another page or format is not fetched."""
    for tag in TAG.finditer(text):
        named = ADDRESS.search(tag[0])
        is_fetched = tag[1].lower() != "link" or FETCHED.search(tag[0])
        if named and is_fetched and not named[1].startswith("data:"):
            yield urljoin(address, named[1])


@contextmanager
def counted() -> Iterator[list[str]]:
    from django.db import connection

    said: list[str] = []

    def count(execute: Callable[..., object], sql: str, *others: object) -> object:
        said.append(sql)
        return execute(sql, *others)

    with connection.execute_wrapper(count):
        yield said


def cpu_milliseconds(visitor: Visitor, address: str) -> float:
    for _ in range(20):
        visitor.get(address)
    started = time.process_time()
    for _ in range(ROUNDS):
        visitor.get(address)
    return (time.process_time() - started) * 1000 / ROUNDS


def measure(visitor: Visitor, address: str) -> dict[str, Any]:
    milliseconds = cpu_milliseconds(visitor, address)
    with counted() as queries:
        status, _ = visitor.get(address)
    sizes = first_visit(visitor, address)
    return {
        "status": status,
        "cpu_ms": milliseconds,
        "queries": len(queries),
        "bytes": sum(sizes.values()),
        "parts": sizes,
    }


def run(addresses: list[str]) -> None:
    visitor = Visitor()
    print(json.dumps({address: measure(visitor, address) for address in addresses}))


if __name__ == "__main__":
    run(sys.argv[1:])
