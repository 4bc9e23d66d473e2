"""What the service desk did: how many, how fast, for whom, and how content they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from xiangji.stations.rules.requests import CustomerKind, State
from xiangji.stations.rules.services import word_of


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request as it counts; `ended` is the day on which it was done, refused or withdrawn."""

    service: str
    kind: CustomerKind
    state: State
    received: date
    due: date
    ended: date | None = None
    score: int | None = None

    @property
    def is_on_time(self) -> bool:
        return self.ended is not None and self.ended <= self.due

    def is_late(self, today: date) -> bool:
        return self.state.is_open and self.due < today


@dataclass(frozen=True, slots=True)
class Line:
    """So many were asked of one service or by one kind of customer, and so many of them are done."""

    word: str
    asked: int
    done: int


@dataclass(frozen=True, slots=True)
class Figures:
    asked: int
    open: int
    late: int
    done: int
    refused: int
    withdrawn: int
    on_time: int
    median_days: Fraction | None
    rated: int
    score: Fraction | None
    by_service: tuple[Line, ...]
    by_kind: tuple[Line, ...]

    @property
    def on_time_percent(self) -> Fraction | None:
        return Fraction(100 * self.on_time, self.done) if self.done else None


def figures(tickets: Iterable[Ticket], *, today: date) -> Figures:
    """Of the requests given; a day begun is no day: what is done on the same day took none."""
    every = list(tickets)
    done = [one for one in every if one.state is State.DONE]
    days = [(one.ended - one.received).days for one in done if one.ended is not None]
    scores = [one.score for one in every if one.score is not None]
    states = Counter(one.state for one in every)
    return Figures(
        asked=len(every),
        open=sum(one.state.is_open for one in every),
        late=sum(one.is_late(today) for one in every),
        done=len(done),
        refused=states[State.REFUSED],
        withdrawn=states[State.WITHDRAWN],
        on_time=sum(one.is_on_time for one in done),
        median_days=Fraction(median(days)) if days else None,
        rated=len(scores),
        score=Fraction(sum(scores), len(scores)) if scores else None,
        by_service=_lines(every, lambda one: word_of(one.service)),
        by_kind=_lines(every, lambda one: one.kind.word),
    )


def _lines(tickets: list[Ticket], named: Callable[[Ticket], str]) -> tuple[Line, ...]:
    """The most asked first; of two alike the word decides, so that the order stays."""
    asked = Counter(named(one) for one in tickets)
    done = Counter(named(one) for one in tickets if one.state is State.DONE)
    lines = (Line(word, count, done[word]) for word, count in asked.items())
    return tuple(sorted(lines, key=lambda line: (-line.asked, line.word)))
