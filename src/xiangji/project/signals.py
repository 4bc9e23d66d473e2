"""Hears when somebody asks to stop and when a child ends, without losing a signal between two looks."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

ASKS_TO_STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """While open, TERM, INT and HUP only count; `wait` returns early for them and for ended children."""

    def __init__(self) -> None:
        self.times_asked = 0
        self._wakes, self._woken = os.pipe()
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        os.set_blocking(self._wakes, False)
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (*ASKS_TO_STOP, signal.SIGCHLD):
            # What was ignored stays ignored: nohup, or a shell that put us in the background.
            if number is signal.SIGCHLD or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._count)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        signal.set_wakeup_fd(-1)
        os.close(self._wakes)
        os.close(self._woken)

    def wait(self, seconds: float) -> None:
        if select.select([self._wakes], [], [], seconds)[0]:
            os.read(self._wakes, 4096)

    def _count(self, number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.times_asked += 1
