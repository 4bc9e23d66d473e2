"""The processes that a supervisor starts: each in a group of its own, and each dying with its parent."""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_IS_FULL_BYTES = 5_000_000
# The exit code of a child that has told people itself why it ended.
SAID_WHY = 3


def die_with_parent() -> None:
    """From here on the kernel kills this process when its parent is gone, whatever the parent died of.

    The signal is KILL: nobody is left who would wait for a goodbye, and every store survives it. A parent
    that went away before the kernel was asked is noticed by its number.
    """
    parent = _expected_parent()
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _expected_parent() -> int:
    """The web server starts processes of its own: theirs is the parent that multiprocessing names."""
    forked_by = multiprocessing.parent_process()
    if forked_by is not None and forked_by.pid is not None:
        return forked_by.pid
    return int(os.environ["XIANGJI_SUPERVISED"])


def module(name: str, *words: str) -> list[str]:
    """Runs a module of ours. -P: no file of the current folder takes the place of a package."""
    return [sys.executable, "-P", "-m", name, *words]


@dataclass
class Child:
    """One program under a supervisor. `name` is what people call it: 网页, 后台."""

    name: str
    command: list[str]
    log: Path
    variables: dict[str, str] = field(default_factory=dict)
    speaks_to_people: bool = False
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """A session of its own leaves the terminal's Ctrl+C to the supervisor, who stops all in order."""
        self._turn_log_over()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.variables, "XIANGJI_SUPERVISED": str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=None if self.speaks_to_people else log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def exit_code(self) -> int | None:
        """None while it runs or before it was started."""
        return None if self._process is None else self._process.poll()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_end(self) -> None:
        if self._process is not None and self.is_running:
            self._process.terminate()

    def kill(self) -> None:
        """With everything it started: the group is still its own as long as nobody has waited for it."""
        if self._process is not None and self.is_running:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _turn_log_over(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_IS_FULL_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
