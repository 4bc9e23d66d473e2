"""Progress that does not flood: shown when a percent is full, and five where nobody sits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

from xiangji.project.progress import Progress

PERCENT, PERCENT_IN_A_LOG = 0.01, 0.05


class Showing:
    """Parts of a piece of work, each with its share of the whole."""

    def __init__(self) -> None:
        self._progress = Progress(sys.stdout)
        self._step = PERCENT if sys.stdout.isatty() else PERCENT_IN_A_LOG
        self._shown = -1.0

    def part(self, start: float, end: float) -> Callable[[str, int, int], None]:
        def say(sentence: str, done: int, total: int) -> None:
            self._show(sentence, start + (end - start) * min(done, total) / max(total, 1))

        return say

    def counting(self, sentence: str, total: int, start: float, end: float) -> Callable[[int], None]:
        """For work that tells how many bytes have gone by since it last told."""
        say, done = self.part(start, end), 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            say(sentence, done, total)

        return count

    def end(self, sentence: str) -> None:
        self._progress.show(sentence, 1.0)
        self._progress.end_line()

    def break_off(self) -> None:
        if self._shown >= 0:
            self._progress.end_line()

    def _show(self, sentence: str, share: float) -> None:
        if share >= self._shown + self._step:
            self._progress.show(sentence, share)
            self._shown = share
