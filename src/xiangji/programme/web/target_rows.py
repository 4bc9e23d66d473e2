"""The targets of a plan beside their figures (PRG-04, INS-07)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xiangji.core.measures import Measure, Row, find, one_look
from xiangji.core.measures.remembering import Memory
from xiangji.core.ui.formats import chinese_month
from xiangji.core.values import Period
from xiangji.programme.queries import Opened
from xiangji.programme.rules import targets
from xiangji.programme.rules.document import Target
from xiangji.programme.rules.targets import Judged
from xiangji.programme.web.asking import Doubt, doubts
from xiangji.programme.web.money import NOTHING

_GROWTH = {"rate": "指增速：", "level": "指水平：", "unsaid": "没有写是增速还是水平：", "": ""}
_BARS = {"warn": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """`href` leads to the rows behind the figure; empty while nobody counts it.

    `settled` are the questions that touched the target and are decided.
    """

    target: Target
    notes: tuple[str, ...]
    settled: tuple[Doubt, ...]
    deadline: str
    judged: Judged
    href: str

    @property
    def unit(self) -> str:
        """Stands beside a figure only: 全覆盖 has none."""
        return self.target.unit if self.target.planned[-1:].isdigit() else ""

    @property
    def bar(self) -> str:
        return _BARS.get(self.judged.verdict, "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A target with the figure that shows it, how it is counted, and every row that was counted."""

    row: TargetRow
    title: str
    note: str
    rows: tuple[Row, ...]


_rows: Memory[tuple[TargetRow, ...]] = Memory()


def of(opened: Opened, today: date) -> tuple[TargetRow, ...]:
    """Counted once until something is done: home and the board are opened often and change seldom."""

    def counted() -> tuple[TargetRow, ...]:
        with one_look():
            return tuple(_row(opened, target, today) for target in opened.study.document.targets)

    return _rows.get((opened.key, opened.version, opened.sha256, today), counted)


def figure_of(opened: Opened, key: str, today: date) -> Figure | None:
    target = opened.study.document.target(key)
    measure = _measure_of(target) if target else None
    if target is None or measure is None:
        return None
    rows = measure.rows_of(opened.place, Period.of_day(today), None)
    return Figure(_row(opened, target, today), measure.title, measure.note, tuple(rows))


def _row(opened: Opened, target: Target, today: date) -> TargetRow:
    measure = _measure_of(target)
    reading = measure(opened.place, Period.of_day(today)) if measure else None
    has_figure = reading is not None and not reading.no_data
    return TargetRow(
        target=target,
        notes=_notes(target),
        settled=_settled(opened, target),
        deadline=_deadline(target),
        judged=targets.judged(target, reading, today, opened.study.document),
        href=reverse("programme:target", args=[opened.key, target.key]) if has_figure else "",
    )


def _measure_of(target: Target) -> Measure | None:
    """None while the part of the platform that owns the figure is not built."""
    return find(target.measure) if target.measure else None


def _notes(target: Target) -> tuple[str, ...]:
    meaning = f"{_GROWTH[target.growth]}{target.definition}" if target.definition else ""
    return tuple(note for note in (target.scope, meaning) if note)


def _settled(opened: Opened, target: Target) -> tuple[Doubt, ...]:
    printed = opened.study.printed.target(target.key)
    asked = (*target.questions, *(printed.asks if printed else ()))
    found = doubts(opened.study.document, asked, opened.study.readings)
    return tuple(doubt for doubt in found if doubt.reading)


def _deadline(target: Target) -> str:
    if not target.deadline:
        return NOTHING
    words = chinese_month(target.deadline) if "-" in target.deadline else f"{target.deadline}年"
    return f"{words}（推断）" if target.deadline_inferred else words
