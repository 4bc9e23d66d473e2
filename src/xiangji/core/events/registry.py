"""Which reactions hear what and what the clock runs. Apps register from reactions.py and tasks.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from xiangji.core.events.event import Event, app_of
from xiangji.core.events.schedule import Daily, Each, Schedule

Heard = TypeVar("Heard", bound=Event)
React = Callable[[Heard], None]
Run = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A function that hears an event. Its name stands in the database: renamed, it loses its open facts."""

    name: str
    app: str
    react: React[Any]


@dataclass(frozen=True, slots=True)
class ClockJob:
    """Work that the clock starts. It may be run again after it was cut off, and must not mind."""

    name: str
    schedule: Schedule
    run: Run


_reactions: dict[str, list[Reaction]] = {}
_jobs: dict[str, ClockJob] = {}
_beats: dict[str, ClockJob] = {}


def hears(kind: type[Heard]) -> Callable[[React[Heard]], React[Heard]]:
    """Mark a reaction. Facts that were announced before it was written do not reach it; new ones do."""

    def register(react: React[Heard]) -> React[Heard]:
        reaction = Reaction(_name(react), app_of(react.__module__), react)
        heard_by = _reactions.setdefault(kind.event_name(), [])
        if reaction.name in {other.name for other in heard_by}:
            raise ValueError(f"two reactions to {kind.event_name()} are called {reaction.name}")
        heard_by.append(reaction)
        return react

    return register


def every(at: str = "", *, seconds: int = 0, minutes: int = 0) -> Callable[[Run], Run]:
    """Mark the clock's work: every("02:30") in Beijing, every(minutes=5), or every(seconds=1).

    Days and minutes are kept in a table: one worker runs them, missed runs are run once. Seconds are a beat
    of each worker, kept in memory because a table would cost a disk write a second: the function looks before
    it writes, and must stand being run by two workers at once.
    """
    if [bool(at), seconds > 0, minutes > 0].count(True) != 1:
        raise ValueError("say one of a time of day, seconds or minutes")
    schedule = Daily.parse(at) if at else Each(timedelta(seconds=seconds, minutes=minutes))
    kept_in = _beats if seconds else _jobs

    def register(run: Run) -> Run:
        name = _name(run)
        if name in _jobs or name in _beats:
            raise ValueError(f"two jobs are called {name}")
        kept_in[name] = ClockJob(name, schedule, run)
        return run

    return register


def reactions_to(event_name: str) -> list[Reaction]:
    return _reactions.get(event_name, [])


def find_reaction(event_name: str, name: str) -> Reaction | None:
    return next((reaction for reaction in reactions_to(event_name) if reaction.name == name), None)


def jobs() -> dict[str, ClockJob]:
    return dict(_jobs)


def beats() -> list[ClockJob]:
    return list(_beats.values())


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}".removeprefix("xiangji.").removeprefix("core.")
