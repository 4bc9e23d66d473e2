"""Tells people how far a long piece of work is: a bar on a terminal, plain lines elsewhere."""

import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

BAR_CELLS = 24


@dataclass
class Progress:
    out: TextIO

    def part(self, start: float, end: float) -> Callable[[str, int, int], None]:
        """A piece of the whole that counts its own steps; its end is where the next piece begins."""

        def say(sentence: str, done: int, total: int) -> None:
            if done < total:
                self.show(sentence, start + (end - start) * done / total)

        return say

    def show(self, sentence: str, share: float) -> None:
        percent = f"{share * 100:3.0f}%"
        if self.out.isatty():
            room = shutil.get_terminal_size().columns - BAR_CELLS - len(percent) - 3
            self.out.write(f"\r{bar(share)} {percent} {fitting(sentence, room)}\x1b[K")
        else:
            self.out.write(f"{percent} {sentence}\n")
        self.out.flush()

    def end_line(self) -> None:
        if self.out.isatty():
            self.out.write("\n")
            self.out.flush()


def bar(share: float) -> str:
    full = round(BAR_CELLS * share)
    return "█" * full + "░" * (BAR_CELLS - full)


def fitting(sentence: str, cells: int) -> str:
    """As much of a sentence as fits; a Chinese character takes two cells."""
    used = 0
    for place, character in enumerate(sentence):
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > cells:
            return sentence[:place]
    return sentence
