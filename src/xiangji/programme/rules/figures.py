"""Figures that follow from a document: money per station, the advance, stations that must add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.live import Outcome, Verdict, live
from xiangji.programme.rules.names import known_in


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """A figure that follows from the document, or two of its numbers that must agree."""

    key: str
    name: str
    outcome: Outcome
    verdict: Verdict
    words: str
    value: Fraction | None
    remark: str


def figure_checks(
    document: PlanDocument, external: Mapping[str, int] | None = None
) -> tuple[FigureCheck, ...]:
    known = known_in(document, external)
    found = ((figure, live(figure.sum, known, figure.unit)) for figure in document.figures)
    return tuple(
        FigureCheck(
            key=figure.key,
            name=figure.name,
            outcome=result.outcome,
            verdict=result.verdict,
            words=result.words,
            value=result.value,
            remark=figure.remark,
        )
        for figure, result in found
    )
