"""A centre offers more services than the county's own plan names (STA-05, STA-07 to STA-09)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import JSON, note
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import AddedService, Station
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules import states
from xiangji.stations.rules.equipment import check_day
from xiangji.stations.rules.register import StationKind, StationRefused
from xiangji.stations.rules.services import service_of, word_of


@transaction.atomic
def add_service(
    *, station: Station, service: str, since: date, reason: str, by: User, happened_at: datetime
) -> AddedService:
    locked = _centre(station, by)
    chosen = service_of(service)
    kept = states.check_reason(reason, undone="没有加")
    check_day(since, not_before=None, today=timezone.localdate(happened_at), undone="没有加")
    if chosen in reading.offered([locked.pk]):
        said = f"没有加。“{locked.name}”已经提供“{chosen.word}”。"
        raise StationRefused("service_is_offered_already", said)
    row = AddedService.objects.create(station=locked, service=chosen.key, since=since, reason=kept)
    facts: dict[str, JSON] = {"service": chosen.word, "day": since.isoformat(), "reason": kept}
    note(by=by, did="stations.service_added", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def drop_service(
    *, station: Station, added: int, until: date, reason: str, by: User, happened_at: datetime
) -> AddedService:
    """Only what was added: what the county's own plan names stays."""
    locked = _centre(station, by)
    row = AddedService.objects.filter(pk=added, station=locked, until=None).first()
    if row is None:
        raise NotYours
    check_day(until, not_before=row.since, today=timezone.localdate(happened_at), undone="没有记")
    row.until, row.end_reason = until, states.check_reason(reason)
    row.save(update_fields=["until", "end_reason"])
    facts: dict[str, JSON] = {
        "service": word_of(row.service),
        "day": until.isoformat(),
        "reason": row.end_reason,
    }
    note(by=by, did="stations.service_dropped", what=locked, happened_at=happened_at, facts=facts)
    return row


def _centre(station: Station, by: User) -> Station:
    locked = locked_station(station, by, KEEP)
    if locked.station_kind is not StationKind.CENTRE:
        said = f"没有做。“{locked.name}”是{locked.station_kind.word}，服务目录只有公共服务中心有。"
        raise StationRefused("only_a_centre_has_services", said)
    return locked
