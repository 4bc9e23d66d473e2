"""A demo county for a tool that wants to look at it or to measure it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tools.processes import HOME, running

SECONDS_TO_START = 300
PAUSE = 0.1


class NotServed(Exception):
    """Says in one sentence why there is nothing to look at."""


@contextmanager
def a_demo(county: str = "tengzhou", variables: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a demo that runs until the end of the block; only its complaints are shown."""
    port = free_port()
    command = [sys.executable, "-m", "xiangji.project.cli", "demo", "--county", county, "--port", str(port)]
    own = {"PYTHONPATH": str(HOME / "src"), "XIANGJI_HOME": str(HOME)}
    surroundings = {**os.environ, **own, **(variables or {})}
    address = f"http://127.0.0.1:{port}"
    with running(command, surroundings, quiet=True) as demo:
        wait_for(address + "/readyz", demo)
        yield address


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(address: str, demo: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if demo.poll() is not None:
            raise NotServed(f"演示没有启动，退出码 {demo.returncode}。请先单独运行 ./xj demo 看看原因。")
        if answers(address):
            return
        time.sleep(PAUSE)
    raise NotServed(f"演示 {SECONDS_TO_START} 秒还没有启动好。")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
