"""Size of type (大字) and day or night (夜间), as the reader chose them, kept in a cookie."""

from __future__ import annotations

from dataclasses import dataclass, replace

from xiangji.core.errors import Refused

COOKIE = "look"
COOKIE_SECONDS = 365 * 24 * 3600
SIZES = {"100": "平常", "125": "大", "150": "特大"}
MODES = {"day": "日间", "night": "夜间", "auto": "随手机"}


@dataclass(frozen=True, slots=True)
class Look:
    size: str = "100"
    mode: str = "day"

    @classmethod
    def of_cookie(cls, cookie: str) -> Look:
        """A cookie that is not ours is read as no choice."""
        size, _, mode = cookie.partition("-")
        return cls(size if size in SIZES else "100", mode if mode in MODES else "day")

    @property
    def cookie(self) -> str:
        return f"{self.size}-{self.mode}"

    @property
    def next_size(self) -> str:
        sizes = list(SIZES)
        return sizes[(sizes.index(self.size) + 1) % len(sizes)]

    @property
    def other_mode(self) -> str:
        return "day" if self.mode == "night" else "night"

    @property
    def other_mode_word(self) -> str:
        return MODES[self.other_mode]

    def with_size(self, size: str) -> Look:
        if size not in SIZES:
            raise Refused("bad_look", f"字号没有改。收到的是“{size[:20]}”，只有{'、'.join(SIZES)}三种。")
        return replace(self, size=size)

    def with_mode(self, mode: str) -> Look:
        if mode not in MODES:
            raise Refused("bad_look", f"日夜没有改。收到的是“{mode[:20]}”，只有{'、'.join(MODES)}三种。")
        return replace(self, mode=mode)
