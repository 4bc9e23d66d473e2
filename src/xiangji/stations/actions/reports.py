"""A month of a station is reported, and what was reported is corrected by a next version."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.audit import JSON, note
from xiangji.core.values import Month
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Station
from xiangji.stations.models.reports import MonthlyReport
from xiangji.stations.queries import reports as reading
from xiangji.stations.rules import reports as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.reports import Asked, Filled


@transaction.atomic
def report_month(
    *, station: Station, month: Month, filled: Filled, by: User, happened_at: datetime
) -> MonthlyReport:
    """The first report of a month."""
    locked = locked_station(station, by, KEEP)
    if reading.of_month(locked, month) is not None:
        said = f"没有记。“{locked.name}”{month}的月报已经有了，要改的请打开那一份更正。"
        raise StationRefused("month_is_reported", said)
    kept = rules.check(filled, _asked(locked, month, happened_at))

    return _add(locked, month, 1, kept, "", by, happened_at, did="stations.month_reported")


@transaction.atomic
def correct_month(
    *, report: MonthlyReport, filled: Filled, reason: str, by: User, happened_at: datetime
) -> MonthlyReport:
    """A next version beside the old one, which stays to be read."""
    locked = locked_station(report.station, by, KEEP)
    month = report.of_month
    newest = reading.of_month(locked, month) or report
    if newest.pk != report.pk:
        said = f"没有更正。这份月报已经有第{newest.version}版，请打开那一版再改。"
        raise StationRefused("report_is_not_the_newest", said)
    kept = rules.check(filled, _asked(locked, month, happened_at), undone="没有更正")
    if kept == report.filled:
        raise StationRefused("report_not_changed", "没有更正。写的和原来一样。")
    why = states.check_reason(reason, undone="没有更正")

    version = newest.version + 1
    return _add(locked, month, version, kept, why, by, happened_at, did="stations.month_corrected")


def _asked(station: Station, month: Month, happened_at: datetime) -> Asked:
    past = reading.pasts([station.pk]).get(station.pk, ())
    days = states.open_days(past, month.first_day, month.last_day)
    return Asked(station.station_kind, month, days, timezone.localdate(happened_at))


def _add(
    station: Station,
    month: Month,
    version: int,
    filled: Filled,
    reason: str,
    by: User,
    happened_at: datetime,
    *,
    did: str,
) -> MonthlyReport:
    row = MonthlyReport(
        station=station, month=month.first_day, version=version, reason=reason, by=by, at=happened_at
    )
    row.write(filled)
    row.save()
    facts: dict[str, JSON] = {
        "month": str(month),
        "number": filled.number,
        "residents": filled.residents,
        "income": str(filled.income.yuan),
        "reason": reason,
    }
    note(by=by, did=did, what=row, happened_at=happened_at, facts=facts)
    return row
