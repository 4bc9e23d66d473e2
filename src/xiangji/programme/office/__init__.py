"""Programme's desks: questions of the plan, readings to decide, and the register of programmes and rules."""

from xiangji.programme.office import evidence, questions, register, sayings

__all__ = ["evidence", "questions", "register", "sayings"]
