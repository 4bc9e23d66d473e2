"""A figure, the goal that was set for it, and what the machine itself can do."""

import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Part = Callable[[Path], Iterator["Figure"]]


@dataclass(frozen=True, slots=True)
class Figure:
    """`beside` puts the figure in proportion to the machine it was measured on."""

    title: str
    value: float
    unit: str
    goal: float | None = None
    better: Literal["less", "more"] = "less"
    beside: str = ""

    @property
    def is_reached(self) -> bool:
        if self.goal is None:
            return True
        return self.value <= self.goal if self.better == "less" else self.value >= self.goal

    def cells(self) -> tuple[str, ...]:
        sign = "≤" if self.better == "less" else "≥"
        goal = f"{sign} {short(self.goal)}" if self.goal is not None else ""
        verdict = ("达成" if self.is_reached else "没有达成") if self.goal is not None else ""
        return (self.title, f"{short(self.value)} {self.unit}", goal, verdict, self.beside)


def run(parts: Mapping[str, Part], named: list[str]) -> int:
    """Measure all parts, or those that are named, in a scratch folder that is gone afterwards."""
    unknown = [word for word in named if word not in parts]
    if unknown:
        print(f"没有测：没有叫“{'、'.join(unknown)}”的部分，只有{'、'.join(parts)}。")
        return 2
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="xj-bench-") as folder:
        for name in named or parts:
            print(f"在测 {name} ……", flush=True)
            figures += parts[name](Path(folder))
    print("\n" + table(figures))
    missed = [figure.title for figure in figures if not figure.is_reached]
    print(f"\n没有达成：{'、'.join(missed)}。" if missed else "\n目标都达成了。")
    return 1 if missed else 0


def table(figures: Iterable[Figure]) -> str:
    rows = [("项目", "测得", "目标", "", "和本机相比"), *(figure.cells() for figure in figures)]
    widths = [max(width(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def width(text: str) -> int:
    """Chinese signs take two columns."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
