"""Programs that a tool starts, and that end with it whatever it dies of."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PR_SET_PDEATHSIG = 1
SECONDS_TO_END = 12


def signalled_when_parent_dies(number: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends this signal when the parent is gone.

    A shell lets its background jobs ignore Ctrl+C, and programs inherit that: the signal must be heard again.
    """

    def ask_the_kernel() -> None:
        signal.signal(number, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)

    return ask_the_kernel


@contextmanager
def running(
    command: list[str], variables: Mapping[str, str], *, quiet: bool = False
) -> "Iterator[subprocess.Popen[bytes]]":
    """A session of its own: Ctrl+C is passed on by us, and whatever the program forgot ends with it."""
    program = subprocess.Popen(
        command,
        cwd=HOME,
        env=variables,
        stdout=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
        preexec_fn=signalled_when_parent_dies(signal.SIGINT),
    )
    try:
        yield program
    finally:
        end(program, signal.SIGINT)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)


def end(program: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Asks with the given signal, and has no mercy after a while."""
    if program.poll() is None:
        program.send_signal(number)
    try:
        program.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
