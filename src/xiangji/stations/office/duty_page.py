"""The roster of a month (值班月表): stations by days, with gaps, on the screen and as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, may
from xiangji.core.office.desk import Page, page
from xiangji.core.office.doors import in_office, person_of, show
from xiangji.core.places import within
from xiangji.core.values import Month, PlaceCode
from xiangji.stations.models import Station
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.places_of_county import towns
from xiangji.stations.queries import duty as reading
from xiangji.stations.queries import register
from xiangji.stations.queries.duty import Day, Roster
from xiangji.stations.rules import duty as rules
from xiangji.stations.rules.states import State

READ, KEEP = "stations.read_register", "stations.keep_register"
ON_A_PAGE = 40

page(Page("duty-sheet", "值班月表", STATIONS, READ, "office-duty-sheet", order=33))


@require_safe
@in_office()
def duty_sheet(request: HttpRequest) -> HttpResponse:
    person = _permitted(request)
    month, town = _month(request), request.GET.get("town", "")
    shown = Paginator(_stations(person, town), ON_A_PAGE).get_page(request.GET.get("page"))
    found = reading.rosters(shown.object_list, month, whole=may(person, KEEP))
    told = {
        "month": month,
        "months": [_shifted(month, by) for by in (-1, 0, 1)],
        "days": rules.days_of(month),
        "towns": towns(),
        "town": town,
        "page": shown,
        "rosters": [(each, rules.named(each.gaps)) for each in found],
    }
    return show(request, "stations/office/duty_sheet.html", told, here="duty-sheet")


@require_safe
@in_office()
def duty_sheet_file(request: HttpRequest) -> HttpResponseBase:
    person = _permitted(request)
    month = _month(request)
    found = reading.rosters(_stations(person, request.GET.get("town", "")), month, whole=may(person, KEEP))
    heads: list[sheets.Column | str] = [
        "站点编码",
        "站点",
        *(f"{day.day}日" for day in rules.days_of(month)),
        sheets.Column("没有人的天数", "number"),
    ]
    return sheets.export(f"值班月表{month}.xlsx", heads, _rows(found), title="值班月表")


def _rows(found: list[Roster]) -> Iterator[list[object]]:
    for each in found:
        yield [
            each.station.code,
            each.station.name,
            *(_cell(day) for day in each.days),
            len(each.gaps),
        ]


def _cell(day: Day) -> str:
    on = "、".join(f"{part.word} {who}" for part, who in day.on)
    return on or ("没有人" if day.is_gap else "")


def _permitted(request: HttpRequest) -> User:
    person = person_of(request)
    if not may(person, READ):
        raise NotPermitted(READ)
    return person


def _stations(person: User, town: str) -> list[Station]:
    found = register.for_person(person).filter(register.in_state(State.OPEN))
    known = towns().filter(code=town).first() if town else None
    if known is not None:
        found = found.filter(within(PlaceCode(known.code), "place_id"))
    return list(found.order_by("code"))


def _month(request: HttpRequest) -> Month:
    """What cannot be read is this month."""
    try:
        return Month.parse(request.GET.get("month", ""))
    except ValueError:
        return Month.of(timezone.localdate())


def _shifted(month: Month, by: int) -> Month:
    whole = month.year * 12 + month.month - 1 + by
    return Month(min(max(whole // 12, 1), 9999), whole % 12 + 1)
