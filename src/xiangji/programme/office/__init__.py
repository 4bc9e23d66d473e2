"""Programme's desks: questions, the register of programmes and rules, projects, and who builds them."""

from xiangji.programme.office import (
    contracting_papers,
    contractors,
    evidence,
    figures,
    project_papers,
    projects,
    questions,
    register,
    sayings,
    selections,
    works,
)

__all__ = [
    "contracting_papers",
    "contractors",
    "evidence",
    "figures",
    "project_papers",
    "projects",
    "questions",
    "register",
    "sayings",
    "selections",
    "works",
]
