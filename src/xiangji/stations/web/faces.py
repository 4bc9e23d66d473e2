"""A station as everybody sees it today: whether it is open, where it is, what one can do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from xiangji.core.calendar import is_working_day
from xiangji.core.values import Level
from xiangji.stations.rules.hours import Today
from xiangji.stations.rules.opening import Opening, opening
from xiangji.stations.rules.states import State
from xiangji.stations.web.serving import ShownStation


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, with what the calendar says of today: asked once for a page."""

    today: Today
    now: datetime
    holiday: str

    @classmethod
    def of(cls, now: datetime) -> Moment:
        local = timezone.localtime(now)
        known = is_working_day(local.date())
        holiday = "" if known.working else known.name
        return cls(Today(local.date(), known.working, bool(holiday)), local, holiday)


@dataclass(frozen=True, slots=True)
class Face:
    shown: ShownStation
    opening: Opening

    @property
    def where(self) -> str:
        """The way in words: town, village and the line of the address."""
        place, line = self.shown.station.place, self.shown.station.address
        above = place.parent.name if place.level == Level.VILLAGE.value and place.parent else ""
        return f"{above}{place.name}" + (f"，{line}" if line else "")

    @property
    def paused_since(self) -> str:
        """The day from which it pauses, as the database gives it; empty while it is open."""
        day = self.shown.station.last_day  # type: ignore[attr-defined]
        return f"{day.year}年{day.month}月{day.day}日" if self.shown.state is State.SUSPENDED else ""


def face(shown: ShownStation, moment: Moment) -> Face:
    said = opening(
        shown.state,
        shown.station.hours,
        moment.today,
        moment.now.time(),
        holiday=moment.holiday,
    )
    return Face(shown, said)
