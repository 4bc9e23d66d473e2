"""People at stations (STA-50): name and phone stand sealed in core.parties."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import note
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Member, Station
from xiangji.stations.rules import equipment as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.equipment import DUTY_LENGTH, Role
from xiangji.stations.rules.register import StationRefused


@transaction.atomic
def name_person(
    *,
    station: Station,
    role: Role,
    name: str,
    phone: str,
    duty: str,
    since: date,
    by: User,
    happened_at: datetime,
) -> Member:
    """A station has one head at a time; who was before is said to leave first."""
    locked = locked_station(station, by, KEEP)
    kept = duty.strip()
    if len(kept) > DUTY_LENGTH or not kept.isprintable():
        said = f"没有登记。擅长的写了{len(kept)}个字，应当是一行、最多{DUTY_LENGTH}个字。"
        raise StationRefused("duty_too_long", said)
    rules.check_day(since, not_before=None, today=timezone.localdate(happened_at), undone="没有登记")
    if role is Role.HEAD and Member.objects.filter(station=locked, role=role.value, until=None).exists():
        said = f"没有登记。“{locked.name}”已经有站长，换人的请先记原来的站长不再担任。"
        raise StationRefused("station_has_a_head", said)

    operator = locked.operator_id
    party = parties.register_person(
        name=name,
        phone=phone,
        kept=Kept(locked.place_code, operator) if operator else None,
        place=locked.place_code,
        by=by,
        happened_at=happened_at,
    )
    row = Member.objects.create(
        station=locked, role=role.value, party=party, duty=kept, since=since, at=happened_at
    )
    facts = {"role": role.word, "day": since.isoformat()}
    note(by=by, did="stations.person_named", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def end_person(
    *, station: Station, member: int, until: date, reason: str, by: User, happened_at: datetime
) -> Member:
    locked = locked_station(station, by, KEEP)
    row = Member.objects.filter(pk=member, station=locked, until=None).first()
    if row is None:
        raise NotYours
    rules.check_day(until, not_before=row.since, today=timezone.localdate(happened_at), undone="没有记")
    row.until, row.end_reason = until, states.check_reason(reason)
    row.save(update_fields=["until", "end_reason"])
    facts = {"role": row.get_role_display(), "day": until.isoformat(), "reason": row.end_reason}
    note(by=by, did="stations.person_left", what=locked, happened_at=happened_at, facts=facts)
    return row
