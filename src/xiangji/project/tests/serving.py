"""A county that is served by a test: started, asked, and gone without a trace."""

import http.client
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiangji.project.tests.processes import processes_with, variables


@contextmanager
def served(var: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """./xj serve of this county; nothing of it is left when the test ends."""
    with running(var, "serve", "--var", str(var), *words) as supervisor:
        yield supervisor


@contextmanager
def running(var: Path, *words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Any command, in a process of its own."""
    command = [sys.executable, "-m", "xiangji.project.cli", *words]
    environment = variables(TEST_HOUSE=str(var), **more)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as supervisor:
        try:
            yield supervisor
        finally:
            for process in processes_of(var):
                os.kill(process, signal.SIGKILL)


def processes_of(var: Path) -> dict[int, str]:
    return processes_with(f"TEST_HOUSE={var}")


def line(supervisor: subprocess.Popen[str]) -> str:
    assert supervisor.stdout is not None
    return supervisor.stdout.readline().strip()


def status_of(port: int, path: str, *, ca: Path | None = None) -> tuple[int, http.client.HTTPMessage] | None:
    """None while nobody answers. With `ca` the certificate must be the one of localhost."""
    if ca:
        context = ssl.create_default_context(cafile=str(ca))
        asking: http.client.HTTPConnection = http.client.HTTPSConnection(
            "localhost", port, timeout=10, context=context
        )
    else:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asking.request("GET", path)
        answer = asking.getresponse()
        return answer.status, answer.headers
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()


def is_ready(port: int, *, ca: Path | None = None) -> bool:
    answer = status_of(port, "/readyz", ca=ca)
    return answer is not None and answer[0] == 200
