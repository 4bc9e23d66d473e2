"""Plain values that cannot be impossible. No framework, no clock, no database."""

from xiangji.core.values.money import Money
from xiangji.core.values.months import Month, Period
from xiangji.core.values.place import Level, PlaceCode

__all__ = ["Level", "Money", "Month", "Period", "PlaceCode"]
