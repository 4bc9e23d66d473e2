"""On the paper of a station: twelve months of business, its books, what it does beside the counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Action
from xiangji.core.values import Month
from xiangji.stations import actions
from xiangji.stations.models import MonthlyReport, Station
from xiangji.stations.office.drawing import strip
from xiangji.stations.office.fieldwork import ACTIONS as FIELD_ACTIONS
from xiangji.stations.office.report_forms import ReportForm
from xiangji.stations.office.reports import address_of
from xiangji.stations.queries import fieldwork, life, register, reports
from xiangji.stations.rules import functions as rules
from xiangji.stations.rules import life as lives
from xiangji.stations.rules.fieldwork import ActivityKind
from xiangji.stations.rules.functions import Function
from xiangji.stations.rules.life import Career, Cell
from xiangji.stations.rules.months import IN_A_YEAR, ending_with, last_whole
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.reports import Service
from xiangji.stations.rules.states import State

KINDS = frozenset({StationKind.TOWN_STATION, StationKind.VILLAGE_POINT})
LESSON_DAYS = 31 * rules.MONTHS
SHOWN_BOOKS = 6


def _reports(thing: Station, _person: User) -> bool:
    return thing.station_kind in KINDS and register.state(thing) is not State.PLANNED


ACTIONS = (
    Action(
        "report",
        "填月报",
        capability="stations.keep_register",
        form=ReportForm,
        act=actions.report_month,
        named="station",
        done="记下了。请在这里加纸质月报的照片。",
        opens=address_of,
        when=_reports,
    ),
    *FIELD_ACTIONS,
)


def unreported(_person: User) -> Q:
    """Open through the last whole month, of which nothing was reported."""
    return reports.unreported(last_whole(timezone.localdate()))


def told(station: Station) -> Mapping[str, object] | None:
    """None for a centre or a park, which reports by its service desk."""
    if station.station_kind not in KINDS:
        return None
    months = ending_with(last_whole(timezone.localdate()), IN_A_YEAR)
    rows = reports.between([station.pk], months[0], months[-1])
    past = reports.pasts([station.pk]).get(station.pk, ())
    career = Career(past, {row.of_month: life.reported(row) for row in rows})
    is_town = station.station_kind is StationKind.TOWN_STATION
    return {
        "months": months,
        "strip": _strip(career, months),
        "verdict": lives.verdict(career, months[-1]),
        "support": lives.support(career, months),
        "suggestion": lives.suggestion(career, months),
        "sums": life.Sums.of(career.reports.values()),
        "reports": list(reversed(rows)),
        "books": list(reversed(rows))[:SHOWN_BOOKS] if is_town else [],
        "functions": _functions(station, career, rows, months) if is_town else (),
        "words": rules,
        "activities": fieldwork.activities_of(station),
        "products": fieldwork.products_of(station),
        "smart_services": fieldwork.smart_services_of(station),
    }


def _strip(career: Career, months: Sequence[Month]) -> SafeString:
    cells = career.cells(months)
    numbers = [career.reports[month].number if month in career.reports else 0 for month in months]
    return strip(months, cells, numbers)


def _functions(
    station: Station, career: Career, rows: Sequence[MonthlyReport], months: Sequence[Month]
) -> tuple[Function, ...]:
    recent = months[-rules.MONTHS :]
    since = timezone.localdate() - timedelta(days=LESSON_DAYS)
    lessons = fieldwork.activities_since(station, since).filter(kind=ActivityKind.TEACHING.value)
    people = list(lessons.values_list("people", flat=True))
    parcels = sum(
        row.service_lines[Service.PARCEL].number
        for row in rows
        if row.of_month in recent and Service.PARCEL in row.service_lines
    )
    cells: tuple[Cell, ...] = career.cells(recent)
    return rules.functions(cells, lessons=len(people), learners=sum(people), parcels=parcels)
