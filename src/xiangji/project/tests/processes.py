"""What the tests of running programs look at: processes, listeners, and a patient wait for a state."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from xiangji.project import settings


def until(is_so: Callable[[], bool], *, seconds: float) -> bool:
    """Waits for a state; False when it did not come."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def processes_with(variable: str) -> dict[int, str]:
    """Id and command of every living process that was started with this NAME=value."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if variable.encode() in variables and words != [b""]:
            found[int(folder.name)] = b" ".join(words).decode()
    return found


def is_listening(port: int) -> bool:
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", port)) == 0


def a_free_port() -> int:
    """Below the ports that the system hands out to others by itself."""
    for port in range(20000 + os.getpid() * 7 % 10000, 32000):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no port is free")


def variables(**more: str) -> dict[str, str]:
    """The environment of a program started by a test: nothing of the settings of the test itself."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("XIANGJI_", "DJANGO_"))
    }
    return plain | {"PYTHONPATH": str(settings.SOURCE.parent), "PYTHONUTF8": "1"} | more


def xj(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    command = [sys.executable, "-m", "xiangji.project.cli", *words]
    return subprocess.run(
        command, env=variables(**more), capture_output=True, text=True, check=False, timeout=120
    )
