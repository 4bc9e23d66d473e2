"""Everything that changes a row of programme."""

from xiangji.programme.actions.answering import decide_question, propose_reading
from xiangji.programme.actions.ending import conclude, conclude_due, put_in_force
from xiangji.programme.actions.objections import answer_objection, file_objection, handle_objection
from xiangji.programme.actions.opening import raise_questions, read_body, register_plan
from xiangji.programme.actions.projects import (
    approve_project,
    change_draft,
    draft_project,
    return_project,
    submit_project,
    withdraw_project,
)
from xiangji.programme.actions.publicising import publicise
from xiangji.programme.actions.publicity import note_medium

__all__ = [
    "answer_objection",
    "approve_project",
    "change_draft",
    "conclude",
    "conclude_due",
    "decide_question",
    "draft_project",
    "file_objection",
    "handle_objection",
    "note_medium",
    "propose_reading",
    "publicise",
    "put_in_force",
    "raise_questions",
    "read_body",
    "register_plan",
    "return_project",
    "submit_project",
    "withdraw_project",
]
