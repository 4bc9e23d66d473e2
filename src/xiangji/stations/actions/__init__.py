"""What is done with stations."""

from xiangji.stations.actions.centre import end_zone, leave_station, open_zone, settle_resident
from xiangji.stations.actions.checks import record_check
from xiangji.stations.actions.equipment import (
    inspect_equipment,
    move_equipment,
    record_equipment,
    retire_equipment,
)
from xiangji.stations.actions.keepers import (
    apply_as_keeper,
    choose_keeper,
    decline_application,
    score_application,
)
from xiangji.stations.actions.living import close_station, open_station, reopen_station, suspend_station
from xiangji.stations.actions.people import end_person, name_person
from xiangji.stations.actions.register import change_station, register_station
from xiangji.stations.actions.serving import assign_village, end_assignment

__all__ = [
    "apply_as_keeper",
    "assign_village",
    "change_station",
    "choose_keeper",
    "close_station",
    "decline_application",
    "end_assignment",
    "end_person",
    "end_zone",
    "inspect_equipment",
    "leave_station",
    "move_equipment",
    "name_person",
    "open_station",
    "open_zone",
    "record_check",
    "record_equipment",
    "register_station",
    "reopen_station",
    "retire_equipment",
    "score_application",
    "settle_resident",
    "suspend_station",
]
