"""Views only translate: a key and a day come in, a query answers, a template shows it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.places.county import current_county
from xiangji.core.ui.csv import answer
from xiangji.programme import queries
from xiangji.programme.queries import Opened, works
from xiangji.programme.web import board, papers, project_list, target_rows
from xiangji.programme.web import plan_papers as paper_pages
from xiangji.programme.web.project_list import ProjectList


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """The board of the county's own running programme."""
    county = current_county()
    opened = queries.running(county.code)
    if opened is None:
        told = {"place": county.name, "documents": len(queries.documents())}
        return render(request, "programme/none.html", told)
    return _board(request, opened)


@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    return _board(request, _visible(key))


@require_safe
def questions(request: HttpRequest, key: str) -> HttpResponse:
    return render(
        request, "programme/questions.html", {"board": board.of(_visible(key), timezone.localdate())}
    )


@require_safe
def target(request: HttpRequest, key: str, target: str) -> HttpResponse:
    """One target with the rows behind its figure."""
    opened = _visible(key)
    figure = target_rows.figure_of(opened, target, timezone.localdate())
    if figure is None:
        raise Http404
    return render(request, "programme/target.html", {"plan": opened, "figure": figure})


@require_safe
def plan_papers(request: HttpRequest, key: str) -> HttpResponse:
    """The plan's papers with meeting, publicity, filing and the day from which they count."""
    opened = _visible(key)
    told = {"plan": opened, "papers": paper_pages.of(key, current_county().code)}
    return render(request, "programme/plan_papers.html", told)


@require_safe
def plan_paper(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One paper; of a change, old and new version side by side."""
    found = paper_pages.one(key, number, current_county().code)
    if found is None:
        raise Http404
    paper, differences = found
    told = {"plan": _visible(key), "paper": paper, "steps": paper.steps, "differences": differences}
    return render(request, "programme/plan_paper.html", told)


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    return render(request, "programme/documents.html", {"documents": papers.of(queries.documents())})


@require_safe
def projects(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "programme/projects.html", {"projects": _projects(key)})


@require_safe
def projects_xlsx(_request: HttpRequest, key: str) -> FileResponse:
    found = _projects(key)
    return sheets.export(f"项目清单-{key}.xlsx", found.excel_columns, found.excel, title="项目清单")


@require_safe
def projects_csv(_request: HttpRequest, key: str) -> HttpResponse:
    sheet = _projects(key)
    return answer(f"项目清单-{key}.csv", sheet.head, sheet.sheet)


def _board(request: HttpRequest, opened: Opened) -> HttpResponse:
    line = paper_pages.state_line(opened.key, current_county().code)
    told = {"board": board.of(opened, timezone.localdate()), "line": line}
    return render(request, "programme/board.html", told)


def _projects(key: str) -> ProjectList:
    return project_list.of(_visible(key), timezone.localdate(), works.chosen_in(key))


def _visible(key: str) -> Opened:
    opened = queries.visible(key, place=current_county().code)
    if opened is None:
        raise Http404
    return opened
