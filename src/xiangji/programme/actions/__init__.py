"""Everything that changes a row of programme."""

from xiangji.programme.actions.answering import decide_question, propose_reading
from xiangji.programme.actions.opening import raise_questions, read_body, register_plan

__all__ = ["decide_question", "propose_reading", "raise_questions", "read_body", "register_plan"]
