"""Programme's desks: questions, programmes and rules, plan papers, projects, and who builds them."""

from xiangji.programme.office import (
    contracting_papers,
    contractors,
    evidence,
    figures,
    filings,
    importing,
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
