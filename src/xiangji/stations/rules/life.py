"""Whether stations live and feed themselves (存活、自我造血, STA-32), from their monthly reports.

No plan says when a station counts as alive: the months below are the platform's own and said so wherever
they are used (docs/algorithms/survival.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from xiangji.core.values import Money, Month
from xiangji.stations.rules.months import ending_with
from xiangji.stations.rules.reports import Service
from xiangji.stations.rules.states import Past, State, state_on


@dataclass(frozen=True, slots=True)
class Limits:
    """How many months without business mean what; ours, no plan's."""

    alive: int = 3
    suspend: int = 6
    close: int = 12
    remind: int = 2


OURS = Limits()


class Cell(StrEnum):
    """What one month of a station was."""

    NONE = "none"
    MISSING = "missing"
    IDLE = "idle"
    BUSY = "busy"

    @property
    def word(self) -> str:
        return {"none": "没有营业", "missing": "没有月报", "idle": "没有业务", "busy": "有业务"}[self]


class Verdict(StrEnum):
    ALIVE = "alive"
    QUIET = "quiet"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    NEW = "new"

    @property
    def word(self) -> str:
        return _VERDICTS[self]

    @property
    def counts(self) -> bool:
        """Whether survival can be told of it: what opened lately and what reports too little cannot."""
        return self not in {Verdict.UNKNOWN, Verdict.NEW}


_VERDICTS = {
    Verdict.ALIVE: "活着",
    Verdict.QUIET: "没有业务",
    Verdict.SUSPENDED: "停业",
    Verdict.CLOSED: "已关闭",
    Verdict.UNKNOWN: "月报不全",
    Verdict.NEW: "刚开业",
}


@dataclass(frozen=True, slots=True)
class Reported:
    """A month of a station as the newest version of its report says it."""

    number: int
    residents: int
    income: Money
    money: Money
    cost: Money | None = None
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """What a station earned and what it cost in the months for which both were given."""

    earned: Money
    spent: Money
    months: int

    @property
    def is_reached(self) -> bool:
        return self.earned.fen >= self.spent.fen

    @property
    def missing(self) -> Money:
        return Money(max(0, self.spent.fen - self.earned.fen))


@dataclass(frozen=True, slots=True)
class Career:
    """A station until the end of a month: what happened to it, and what was reported of it."""

    past: tuple[Past, ...]
    reports: Mapping[Month, Reported]

    def cell(self, month: Month) -> Cell:
        report = self.reports.get(month)
        if report is not None:
            return Cell.BUSY if report.number else Cell.IDLE
        return Cell.MISSING if _was_open(self.past, month) else Cell.NONE

    def cells(self, months: Sequence[Month]) -> tuple[Cell, ...]:
        return tuple(self.cell(month) for month in months)

    def state(self, month: Month) -> State:
        """At the end of the month."""
        return state_on(self.past, month.last_day)


def verdict(career: Career, last: Month, limits: Limits = OURS) -> Verdict | None:
    """None: it had not opened yet."""
    state = career.state(last)
    if state is State.PLANNED:
        return None
    if state is not State.OPEN:
        return Verdict.SUSPENDED if state is State.SUSPENDED else Verdict.CLOSED
    window = career.cells(ending_with(last, limits.alive))
    if Cell.BUSY in window:
        return Verdict.ALIVE
    if Cell.MISSING in window:
        return Verdict.UNKNOWN
    return Verdict.QUIET if window.count(Cell.IDLE) == limits.alive else Verdict.NEW


def quiet_months(career: Career, months: Sequence[Month]) -> int:
    """How many months in a row, back from the last, were reported without business."""
    return _trailing(career.cells(months), {Cell.IDLE})


def paused_months(career: Career, months: Sequence[Month]) -> int:
    """How many whole months in a row, back from the last, it was not open."""
    return _trailing(career.cells(months), {Cell.NONE})


def missing_months(career: Career, months: Sequence[Month]) -> int:
    return _trailing(career.cells(months), {Cell.MISSING})


def _trailing(cells: Sequence[Cell], wanted: set[Cell]) -> int:
    count = 0
    for cell in reversed(cells):
        if cell not in wanted:
            break
        count += 1
    return count


def support(career: Career, months: Iterable[Month]) -> Support | None:
    """None: no month in which the running cost was given."""
    found = [report for month in months if (report := career.reports.get(month)) and report.cost is not None]
    if not found:
        return None
    spent = Money.sum(report.cost for report in found if report.cost is not None)
    return Support(Money.sum(report.income for report in found), spent, len(found))


def trades(career: Career, months: Iterable[Month]) -> tuple[Service, ...]:
    """The services of these months, in the order of the plans: 一站多业 asks for more than one."""
    seen = {
        service for month in months if (report := career.reports.get(month)) for service in report.services
    }
    return tuple(service for service in Service if service in seen)


class Advice(StrEnum):
    """What the office might do about a station, the weightiest first."""

    CLOSE = "close"
    SUSPEND = "suspend"
    HELP = "help"
    REMIND = "remind"

    @property
    def word(self) -> str:
        return {"close": "建议关闭", "suspend": "建议停业", "help": "建议帮扶", "remind": "催月报"}[self]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One piece of advice with everything that speaks for it."""

    advice: Advice
    reasons: tuple[str, ...]


def suggestion(career: Career, months: Sequence[Month], limits: Limits = OURS) -> Suggestion | None:
    """The weightiest advice; reasons of lighter ones stand below it. None: nothing to be said."""
    found = list(_reasons(career, months, limits))
    if not found:
        return None
    order = list(Advice)
    found.sort(key=lambda pair: order.index(pair[0]))
    return Suggestion(found[0][0], tuple(reason for _, reason in found))


def _reasons(career: Career, months: Sequence[Month], limits: Limits) -> Iterator[tuple[Advice, str]]:
    last = months[-1]
    state = career.state(last)
    if state is State.SUSPENDED:
        paused = paused_months(career, months)
        if paused >= limits.suspend:
            yield Advice.CLOSE, f"停业满{paused}个月没有恢复"
    if state is not State.OPEN:
        return
    quiet, missing = quiet_months(career, months), missing_months(career, months)
    if quiet >= limits.alive:
        yield _by_quiet(quiet, limits), f"连续{quiet}个月没有业务"
    if missing >= limits.remind:
        yield Advice.REMIND, f"连续{missing}个月没有月报"
    yield from _of_income(career, months[-limits.alive :], limits)


def _by_quiet(quiet: int, limits: Limits) -> Advice:
    if quiet >= limits.close:
        return Advice.CLOSE
    return Advice.SUSPEND if quiet >= limits.suspend else Advice.HELP


def _of_income(career: Career, recent: Sequence[Month], limits: Limits) -> Iterator[tuple[Advice, str]]:
    """Only where every one of the last months had business: else it is the missing business that counts."""
    if career.cells(recent) != (Cell.BUSY,) * limits.alive:
        return
    kinds, earned = trades(career, recent), support(career, recent)
    if len(kinds) == 1:
        yield Advice.HELP, f"近{limits.alive}个月只有“{kinds[0].word}”一种业务，不是一站多业"
    if earned is not None and earned.months == limits.alive and not earned.is_reached:
        lost = f"收入{earned.earned.yuan}元，不够运行成本{earned.spent.yuan}元"
        yield Advice.HELP, f"近{limits.alive}个月{lost}"


@dataclass(frozen=True, slots=True)
class Survival:
    """How many stations live, of those of which it can be told."""

    alive: int
    told: int

    @property
    def percent(self) -> Fraction | None:
        return Fraction(100 * self.alive, self.told) if self.told else None


def survival(verdicts: Iterable[Verdict | None]) -> Survival:
    told = [one for one in verdicts if one is not None and one.counts]
    return Survival(told.count(Verdict.ALIVE), len(told))


def _was_open(past: Sequence[Past], month: Month) -> bool:
    """On some day of the month."""
    if state_on(past, month.first_day) is State.OPEN:
        return True
    return any(one.step.is_open and month.first_day <= one.day <= month.last_day for one in past)
