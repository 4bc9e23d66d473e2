"""China's working days, make-up days included. Years that were not published are counted and named."""

from importlib import import_module
from typing import TYPE_CHECKING

from xiangji.core.calendar.rules.arrangements import BadHolidays
from xiangji.core.calendar.rules.working import Counted, Due, WorkingDay

if TYPE_CHECKING:
    from xiangji.core.calendar.actions import load_holidays
    from xiangji.core.calendar.queries import add_working_days, is_working_day, working_days

__all__ = [
    "BadHolidays",
    "Counted",
    "Due",
    "WorkingDay",
    "add_working_days",
    "is_working_day",
    "load_holidays",
    "working_days",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Django imports this package before tables may be touched; what needs them comes on first use."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(
            import_module(f"{__name__}.{'actions' if name == 'load_holidays' else 'queries'}"), name
        )
