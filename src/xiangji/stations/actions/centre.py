"""Zones of a centre or a park, and who settles there and leaves (STA-03, STA-10)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import JSON, note
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.queries import find_by_credit_code
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Resident, Station, Zone
from xiangji.stations.queries import centre
from xiangji.stations.rules import centre as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.centre import ZoneKind
from xiangji.stations.rules.equipment import check_day
from xiangji.stations.rules.register import StationRefused


@transaction.atomic
def open_zone(
    *, station: Station, kind: ZoneKind, area_m2: int | None, since: date, by: User, happened_at: datetime
) -> Zone:
    """All zones together are not larger than the house."""
    locked = _holder(station, by)
    check_day(since, not_before=None, today=timezone.localdate(happened_at), undone="没有记")
    standing = centre.zones_of(locked)
    if kind is not ZoneKind.OTHER and any(zone.kind == kind.value for zone in standing):
        said = f"没有记。“{locked.name}”已经有{kind.word}。"
        raise StationRefused("zone_stands_already", said)
    rules.check_area(area_m2, (zone.area_m2 or 0 for zone in standing), locked.area_m2, what="功能区")

    row = Zone.objects.create(station=locked, kind=kind.value, area_m2=area_m2, since=since)
    facts = {"zone": kind.word, "area_m2": str(area_m2 or "没有登记"), "day": since.isoformat()}
    note(by=by, did="stations.zone_opened", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def end_zone(
    *, station: Station, zone: int, until: date, reason: str, by: User, happened_at: datetime
) -> Zone:
    locked = _holder(station, by)
    row = Zone.objects.filter(pk=zone, station=locked, until=None).first()
    if row is None:
        raise NotYours
    check_day(until, not_before=row.since, today=timezone.localdate(happened_at), undone="没有记")
    row.until, row.end_reason = until, states.check_reason(reason)
    row.save(update_fields=["until", "end_reason"])
    facts = {"zone": row.get_kind_display(), "day": until.isoformat(), "reason": row.end_reason}
    note(by=by, did="stations.zone_ended", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def settle_resident(
    *,
    station: Station,
    name: str,
    credit_code: str,
    phone: str,
    area_m2: int | None,
    support: str,
    has_priority: bool,
    since: date,
    by: User,
    happened_at: datetime,
) -> Resident:
    """With a credit code it is an enterprise, which is registered once; without, a founder."""
    locked = _holder(station, by)
    kept = rules.check_support(support)
    check_day(since, not_before=None, today=timezone.localdate(happened_at), undone="没有记")
    there = [one for one in centre.residents_of(locked) if one.until is None]
    rules.check_area(area_m2, (one.area_m2 or 0 for one in there), locked.area_m2, what="入驻的")
    party = _party(locked, name, credit_code, phone, by, happened_at)
    if any(one.party_id == party for one in there):
        raise StationRefused("resident_is_there_already", f"没有记。这家已经入驻“{locked.name}”。")

    row = Resident.objects.create(
        station=locked, party_id=party, area_m2=area_m2, support=kept, has_priority=has_priority, since=since
    )
    facts: dict[str, JSON] = {"resident": row.pk, "day": since.isoformat()}
    note(by=by, did="stations.resident_settled", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def leave_station(
    *, station: Station, resident: int, until: date, reason: str, by: User, happened_at: datetime
) -> Resident:
    locked = _holder(station, by)
    row = Resident.objects.filter(pk=resident, station=locked, until=None).first()
    if row is None:
        raise NotYours
    check_day(until, not_before=row.since, today=timezone.localdate(happened_at), undone="没有记")
    row.until, row.end_reason = until, states.check_reason(reason)
    row.save(update_fields=["until", "end_reason"])
    facts: dict[str, JSON] = {"resident": row.pk, "day": until.isoformat(), "reason": row.end_reason}
    note(by=by, did="stations.resident_left", what=locked, happened_at=happened_at, facts=facts)
    return row


def _holder(station: Station, by: User) -> Station:
    locked = locked_station(station, by, KEEP)
    rules.check_holder(locked.station_kind, locked.name)
    return locked


def _party(station: Station, name: str, credit_code: str, phone: str, by: User, happened_at: datetime) -> int:
    operator = station.operator_id
    kept = Kept(station.place_code, operator) if operator else None
    if not credit_code.strip():
        return parties.register_person(
            name=name, phone=phone, place=station.place_code, kept=kept, by=by, happened_at=happened_at
        ).pk
    return (
        find_by_credit_code(credit_code)
        or parties.register_organisation(
            name=name,
            credit_code=credit_code,
            phone=phone,
            place=station.place_code,
            kept=kept,
            by=by,
            happened_at=happened_at,
        ).pk
    )
