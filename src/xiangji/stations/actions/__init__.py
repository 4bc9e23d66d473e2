"""What is done with stations."""

from xiangji.stations.actions.living import close_station, open_station, reopen_station, suspend_station
from xiangji.stations.actions.register import change_station, register_station
from xiangji.stations.actions.serving import assign_village, end_assignment

__all__ = [
    "assign_village",
    "change_station",
    "close_station",
    "end_assignment",
    "open_station",
    "register_station",
    "reopen_station",
    "suspend_station",
]
