"""Reads of monthly reports: of each month the newest version."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.values import Month
from xiangji.stations.models import Station, StationState
from xiangji.stations.models.reports import MonthlyReport
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import OPEN, Past, Step

READ = "stations.read_register"
REPORTING = (StationKind.TOWN_STATION.value, StationKind.VILLAGE_POINT.value)
NO_BUSINESS = Q(number=0)
CORRECTED = Q(version__gt=1)
AT_A_LOSS = Q(cost_fen__isnull=False, income_fen__lt=F("cost_fen"))


def newest() -> QuerySet[MonthlyReport]:
    later = MonthlyReport.objects.filter(
        station=OuterRef("station"), month=OuterRef("month"), version__gt=OuterRef("version")
    )
    return MonthlyReport.objects.filter(~Exists(later))


def rows() -> QuerySet[MonthlyReport]:
    return newest().select_related("station__place__parent", "station__operator", "by")


def for_person(person: User) -> QuerySet[MonthlyReport]:
    reached = reach(person, READ).q(place="station__place_id", organisation="station__operator_id")
    return rows().filter(reached)


def of_month(station: Station, month: Month) -> MonthlyReport | None:
    return newest().filter(station=station, month=month.first_day).first()


def unreported(month: Month) -> Q:
    """For a filter on `register.rows()`: open through the month, and no report of it."""
    told = MonthlyReport.objects.filter(month=month.first_day).values("station")
    is_open = Q(last_step__in=[step.value for step in OPEN], last_day__lte=month.first_day)
    return is_open & Q(kind__in=REPORTING) & ~Q(pk__in=told)


def versions_of(report: MonthlyReport) -> list[MonthlyReport]:
    """All of the same station and month, the newest first."""
    found = MonthlyReport.objects.filter(station=report.station_id, month=report.month)
    return list(found.select_related("by").order_by("-version"))


def between(stations: Collection[int] | None, first: Month, last: Month) -> list[MonthlyReport]:
    """Of some stations, or of all."""
    found = newest().filter(month__gte=first.first_day, month__lte=last.first_day)
    if stations is not None:
        found = found.filter(station__in=stations)
    return list(found.order_by("station", "month"))


def pasts(stations: Iterable[int] | None = None) -> dict[int, tuple[Past, ...]]:
    """What happened to each station, in the order in which it happened. One question."""
    found = StationState.objects.order_by("day", "pk")
    if stations is not None:
        found = found.filter(station__in=stations)
    by_station: dict[int, list[Past]] = {}
    values: Iterable[tuple[int, str, date]] = found.values_list("station", "step", "day")
    for station, step, day in values:
        by_station.setdefault(station, []).append(Past(Step(step), day))
    return {station: tuple(past) for station, past in by_station.items()}
