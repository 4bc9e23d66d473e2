"""Programme's desks: questions, programmes, plan papers, projects, who builds them, and the money."""

from xiangji.programme.office import (
    contracting_papers,
    contractors,
    evidence,
    figures,
    filings,
    importing,
    money,
    plan_paper_papers,
    plan_papers,
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
    "filings",
    "importing",
    "money",
    "plan_paper_papers",
    "plan_papers",
    "project_papers",
    "projects",
    "questions",
    "register",
    "sayings",
    "selections",
    "works",
]
