"""Facts that stations announces."""

from dataclasses import dataclass
from datetime import date

from xiangji.core.events import Event
from xiangji.core.values import PlaceCode


@dataclass(frozen=True, slots=True)
class StationStateChanged(Event):
    """A station was opened, suspended, reopened or closed."""

    station: int
    code: str
    place: PlaceCode
    step: str
    day: date

    def order_key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class ServedVillagesChanged(Event):
    """Which villages a station serves has changed, from a day on."""

    station: int
    code: str
    villages: tuple[PlaceCode, ...]
    day: date

    def order_key(self) -> str:
        return self.code
