"""How far a capability of a post reaches. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from xiangji.core.values import PlaceCode

COUNTY_DIGITS = 6


class Scope(StrEnum):
    """A capability that a post does not have at all stands in no row of the table."""

    OWN_ORGANISATION = "own_organisation"
    OWN_PLACE = "own_place"
    COUNTY = "county"

    @property
    def label(self) -> str:
        return {"own_organisation": "本单位", "own_place": "本地和以下", "county": "全县"}[self]


@dataclass(frozen=True, slots=True)
class Held:
    """Where a post stands."""

    organisation: int
    place: PlaceCode


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the thing stands that someone wants to see or change; nothing means anywhere at all."""

    organisation: int | None = None
    place: PlaceCode | None = None

    @property
    def is_anywhere(self) -> bool:
        return self.organisation is None and self.place is None


def county_of(place: PlaceCode) -> PlaceCode | None:
    """A post of a province or a city stands in no county: it reaches by its place only."""
    return PlaceCode(place.digits[:COUNTY_DIGITS]) if len(place.digits) >= COUNTY_DIGITS else None


def covers(scope: Scope, held: Held, asked: Asked) -> bool:
    """Whether a post reaches the thing. What does not say where it stands is out of a narrower scope."""
    if asked.is_anywhere:
        return True
    if scope is Scope.OWN_ORGANISATION:
        return asked.organisation == held.organisation
    reach = held.place if scope is Scope.OWN_PLACE else county_of(held.place)
    return reach is not None and asked.place is not None and reach.contains(asked.place)
