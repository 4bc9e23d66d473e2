"""The marked copy of a plan that a demo runs (顺延): same targets, money and rules, dates moved by years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from xiangji.programme.rules.document import Phase, PlanDocument
from xiangji.programme.rules.phases import covers, months_of

MARK = "（演示顺延）"

Body = Mapping[str, Any]


def years_to_shift(document: PlanDocument, today: date) -> int:
    """The fewest whole years after which today lies in the longest phase.

    A phase of less than a year does not meet every day of the calendar; then the longest that meets today.
    """
    for phase in sorted(document.phases, key=lambda phase: -(months_of(phase) or 0)):
        if phase.end and (years := _years_into(phase, today)) is not None:
            return years
    return max(0, today.year - document.document.programme_year)


def shifted(body: Body, years: int) -> dict[str, Any]:
    """The same body with every date `years` later. Shifting back gives the body that was there before."""
    if "plan" in body:
        return {**body, "plan": _shifted_plan(body["plan"], years)}
    return _shifted_plan(body, years)


def _years_into(phase: Phase, today: date) -> int | None:
    if phase.end is None:
        return None
    candidates = range(max(0, today.year - phase.end.year), today.year - phase.start.year + 1)
    return next((years for years in candidates if covers(_later(phase, years), today)), None)


def _later(phase: Phase, years: int) -> Phase:
    end = phase.end and phase.end.plus_years(years)
    return replace(phase, start=phase.start.plus_years(years), end=end)


def _shifted_plan(plan: Body, years: int) -> dict[str, Any]:
    moved = {
        "phase": _moved_tables(plan, "phase", ("start", "end"), years),
        "target": _moved_tables(plan, "target", ("deadline",), years),
        "budget_line": _moved_tables(plan, "budget_line", ("due",), years),
    }
    kept = {name: tables for name, tables in moved.items() if name in plan}
    return {**plan, **kept, "document": _marked(_moved(plan["document"], ("date",), years), years)}


def _moved_tables(plan: Body, name: str, fields: Iterable[str], years: int) -> list[dict[str, Any]]:
    return [_moved(table, fields, years) for table in plan.get(name, ())]


def _moved(table: Body, fields: Iterable[str], years: int) -> dict[str, Any]:
    return {**table, **{name: _moved_date(table[name], years) for name in fields if name in table}}


def _moved_date(written: str | date, years: int) -> str | date:
    """2020-12, 2018, 2019-09-28 or a date. 29 February becomes the 28th where the year has none."""
    if isinstance(written, date):
        return date.fromisoformat(_moved_text(written.isoformat(), years))
    return _moved_text(written, years)


def _moved_text(written: str, years: int) -> str:
    year, dash, rest = written.partition("-")
    if rest == "02-29" and not _is_leap(int(year) + years):
        rest = "02-28"
    return f"{int(year) + years:04d}{dash}{rest}"


def _is_leap(year: int) -> bool:
    return date(year, 3, 1).toordinal() - date(year, 2, 28).toordinal() == 2


def _marked(document: dict[str, Any], years: int) -> dict[str, Any]:
    """The title says that this is a copy, and beside it stands by how many years."""
    total = int(document.get("shifted_years", 0)) + years
    title = str(document["title"]).removesuffix(MARK)
    unmarked = {name: value for name, value in document.items() if name != "shifted_years"}
    if not total:
        return {**unmarked, "title": title}
    return {**unmarked, "title": f"{title}{MARK}", "shifted_years": total}
