"""What is done with stations."""

from xiangji.stations.actions.centre import end_zone, leave_station, open_zone, settle_resident
from xiangji.stations.actions.checks import record_check
from xiangji.stations.actions.duty import call_off_duty, put_on_duty
from xiangji.stations.actions.equipment import (
    inspect_equipment,
    move_equipment,
    record_equipment,
    retire_equipment,
)
from xiangji.stations.actions.fieldwork import (
    answer_product,
    end_product,
    end_smart_service,
    record_activity,
    start_smart_service,
    tell_product,
)
from xiangji.stations.actions.keepers import (
    apply_as_keeper,
    choose_keeper,
    decline_application,
    score_application,
)
from xiangji.stations.actions.living import close_station, open_station, reopen_station, suspend_station
from xiangji.stations.actions.matching import (
    end_offer,
    match_offer,
    record_match_result,
    record_offer,
)
from xiangji.stations.actions.meetings import (
    ask_who_is_there,
    call_meeting,
    call_off_meeting,
    enter_meeting,
    hear_event,
    record_attendance,
    seen_in_room,
)
from xiangji.stations.actions.patrols import (
    call_off_patrol,
    follow_up,
    make_patrol,
    plan_round,
    record_patrol,
)
from xiangji.stations.actions.people import end_person, name_person
from xiangji.stations.actions.rating import look_up_request, rate_own_request, rate_request
from xiangji.stations.actions.register import change_station, register_station
from xiangji.stations.actions.reports import correct_month, report_month
from xiangji.stations.actions.requests import (
    ask_centre,
    finish_request,
    guide_station,
    note_progress,
    postpone_request,
    refuse_request,
    reopen_request,
    take_in_request,
    take_request,
    withdraw_request,
)
from xiangji.stations.actions.services import add_service, drop_service
from xiangji.stations.actions.serving import assign_village, end_assignment
from xiangji.stations.actions.upkeep import (
    mend_equipment,
    record_broadband,
    record_upkeep,
    strike_out_upkeep,
)

__all__ = [
    "add_service",
    "answer_product",
    "apply_as_keeper",
    "ask_centre",
    "ask_who_is_there",
    "assign_village",
    "call_meeting",
    "call_off_duty",
    "call_off_meeting",
    "call_off_patrol",
    "change_station",
    "choose_keeper",
    "close_station",
    "correct_month",
    "decline_application",
    "drop_service",
    "end_assignment",
    "end_offer",
    "end_person",
    "end_product",
    "end_smart_service",
    "end_zone",
    "enter_meeting",
    "finish_request",
    "follow_up",
    "guide_station",
    "hear_event",
    "inspect_equipment",
    "leave_station",
    "look_up_request",
    "make_patrol",
    "match_offer",
    "mend_equipment",
    "move_equipment",
    "name_person",
    "note_progress",
    "open_station",
    "open_zone",
    "plan_round",
    "postpone_request",
    "put_on_duty",
    "rate_own_request",
    "rate_request",
    "record_activity",
    "record_attendance",
    "record_broadband",
    "record_check",
    "record_equipment",
    "record_match_result",
    "record_offer",
    "record_patrol",
    "record_upkeep",
    "refuse_request",
    "register_station",
    "reopen_request",
    "reopen_station",
    "report_month",
    "retire_equipment",
    "score_application",
    "seen_in_room",
    "settle_resident",
    "start_smart_service",
    "strike_out_upkeep",
    "suspend_station",
    "take_in_request",
    "take_request",
    "tell_product",
    "withdraw_request",
]
