"""How a place is found by words (找村、找镇)."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader typed, split at spaces and cut to what a name can hold."""

    each: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Words:
        printable = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST])
        return cls(tuple(printable.split()))

    def __str__(self) -> str:
        return " ".join(self.each)

    def __bool__(self) -> bool:
        return bool(self.each)

    def find(self, name: str, *, code: str, above: str = "") -> bool:
        """Every word stands in the name or the name above, and one of them in the name itself.

        So 界河 finds the town and not its ninety villages, and 界河 沙 finds the villages with 沙 there.
        """
        own = [word in name or word == code for word in self.each]
        return all(mine or word in above for mine, word in zip(own, self.each, strict=True)) and any(own)

    def begin(self, name: str) -> bool:
        """A name that begins with what was typed is shown first: 王庄村委会 before 徐王庄村委会."""
        return any(map(name.startswith, self.each))
