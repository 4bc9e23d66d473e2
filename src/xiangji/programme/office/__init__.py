"""Programme's desks: questions, readings to decide, the register of programmes and rules, and projects."""

from xiangji.programme.office import evidence, figures, project_papers, projects, questions, register, sayings

__all__ = ["evidence", "figures", "project_papers", "projects", "questions", "register", "sayings"]
