"""Everything that changes a row of programme."""

from xiangji.programme.actions.answering import decide_question, propose_reading
from xiangji.programme.actions.opening import raise_questions, read_body, register_plan
from xiangji.programme.actions.projects import (
    approve_project,
    change_draft,
    draft_project,
    return_project,
    submit_project,
    withdraw_project,
)
from xiangji.programme.actions.publicising import (
    file_objection,
    handle_objection,
    publicise,
    put_due_in_force,
    put_in_force,
)

__all__ = [
    "approve_project",
    "change_draft",
    "decide_question",
    "draft_project",
    "file_objection",
    "handle_objection",
    "propose_reading",
    "publicise",
    "put_due_in_force",
    "put_in_force",
    "raise_questions",
    "read_body",
    "register_plan",
    "return_project",
    "submit_project",
    "withdraw_project",
]
