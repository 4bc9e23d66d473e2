"""A figure, the goal that was set for it, and what the machine itself can do."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


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
