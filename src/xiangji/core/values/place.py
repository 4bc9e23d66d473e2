from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Tiers of the statistical division codes (统计用区划代码)."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


_LEVEL_BY_LENGTH = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN, 12: Level.VILLAGE}
_LENGTHS = tuple(_LEVEL_BY_LENGTH)


@dataclass(frozen=True, slots=True, order=True)
class PlaceCode:
    """A statistical division code, written with its significant digits only (2, 4, 6, 9 or 12)."""

    digits: str

    def __post_init__(self) -> None:
        if not (self.digits.isascii() and self.digits.isdigit()) or len(self.digits) not in _LEVEL_BY_LENGTH:
            raise ValueError(f"{self.digits!r} is not a place code of 2, 4, 6, 9 or 12 digits")

    @property
    def level(self) -> Level:
        return _LEVEL_BY_LENGTH[len(self.digits)]

    @property
    def parent(self) -> PlaceCode | None:
        position = _LENGTHS.index(len(self.digits))
        return PlaceCode(self.digits[: _LENGTHS[position - 1]]) if position else None

    @property
    def line(self) -> tuple[PlaceCode, ...]:
        """The place itself and everything above it, from the province down."""
        return tuple(PlaceCode(self.digits[:length]) for length in _LENGTHS if length <= len(self.digits))

    @property
    def range(self) -> tuple[str, str]:
        """Half-open range of the digit strings below and including this place: start ≤ code < end."""
        following = str(int(self.digits) + 1).zfill(len(self.digits))
        # After 99 comes no number; a letter follows every digit in every collation, punctuation does not.
        return self.digits, following if len(following) == len(self.digits) else "a"

    def contains(self, other: PlaceCode) -> bool:
        """A place contains itself and all places below it."""
        return other.digits.startswith(self.digits)

    def __str__(self) -> str:
        return self.digits
