"""Everything that changes a row of programme."""

from xiangji.programme.actions.agreeing import (
    check_service,
    sign_agreement,
)
from xiangji.programme.actions.answering import decide_question, propose_reading
from xiangji.programme.actions.changes import draft_change, drop_edit, edit_plan
from xiangji.programme.actions.constructing import (
    approve_construction_plan,
    publicise_construction_plan,
    return_construction_plan,
    submit_construction_plan,
    write_construction_plan,
)
from xiangji.programme.actions.construction_notices import (
    answer_construction_objection,
    conclude_construction,
)
from xiangji.programme.actions.contractors import (
    add_contact,
    add_record_line,
    end_record_line,
    register_contractor,
)
from xiangji.programme.actions.ending import conclude, conclude_due, put_in_force
from xiangji.programme.actions.media import note_medium
from xiangji.programme.actions.objections import answer_objection, file_objection, handle_objection
from xiangji.programme.actions.opening import raise_questions, read_body, register_plan, take_up_plan
from xiangji.programme.actions.plan_papers import (
    draft_plan_paper,
    pass_plan_paper,
    publicise_plan_paper,
    record_filing,
    return_plan_paper,
    submit_plan_paper,
    withdraw_plan_paper,
    write_plan_paper,
)
from xiangji.programme.actions.projects import (
    approve_project,
    change_draft,
    draft_project,
    return_project,
    submit_project,
    withdraw_project,
)
from xiangji.programme.actions.publicising import publicise
from xiangji.programme.actions.selecting import (
    award_contractor,
    change_selection,
    fail_selection,
    note_notice,
    publicise_award,
    publicise_conditions,
    record_bid,
    write_selection,
)
from xiangji.programme.actions.starting import (
    start_work,
)

__all__ = [
    "add_contact",
    "add_record_line",
    "answer_construction_objection",
    "answer_objection",
    "approve_construction_plan",
    "approve_project",
    "award_contractor",
    "change_draft",
    "change_selection",
    "check_service",
    "conclude",
    "conclude_construction",
    "conclude_due",
    "decide_question",
    "draft_change",
    "draft_plan_paper",
    "draft_project",
    "drop_edit",
    "edit_plan",
    "end_record_line",
    "fail_selection",
    "file_objection",
    "handle_objection",
    "note_medium",
    "note_notice",
    "pass_plan_paper",
    "propose_reading",
    "publicise",
    "publicise_award",
    "publicise_conditions",
    "publicise_construction_plan",
    "publicise_plan_paper",
    "put_in_force",
    "raise_questions",
    "read_body",
    "record_bid",
    "record_filing",
    "register_contractor",
    "register_plan",
    "return_construction_plan",
    "return_plan_paper",
    "return_project",
    "sign_agreement",
    "start_work",
    "submit_construction_plan",
    "submit_plan_paper",
    "submit_project",
    "take_up_plan",
    "withdraw_plan_paper",
    "withdraw_project",
    "write_construction_plan",
    "write_plan_paper",
    "write_selection",
]
