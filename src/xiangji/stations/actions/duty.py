"""Who is on duty: put on the roster for days and parts of the day, and called off again (STA-48)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import JSON, note
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Duty, Member, Station
from xiangji.stations.queries import duty as roster
from xiangji.stations.rules import duty as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.duty import Part
from xiangji.stations.rules.register import StationRefused


@transaction.atomic
def put_on_duty(
    *,
    station: Station,
    member: int,
    days: Sequence[date],
    parts: Sequence[Part],
    by: User,
    happened_at: datetime,
) -> list[Duty]:
    """All of the days, or none: the first that cannot be is named."""
    locked = locked_station(station, by, KEEP)
    who = _member(locked, member)
    rules.check_choice(days, parts)
    past, today = roster.past_of(locked), timezone.localdate(happened_at)
    for day in days:
        rules.check_day(day, today=today)
        rules.check_open(locked.name, past, day)
        rules.check_serves(who.since, who.until, day)
    _check_free(who, days, parts)

    rows = [
        Duty(station=locked, member=who, day=day, part=part.value, by=by, at=happened_at)
        for day in days
        for part in parts
    ]
    made = Duty.objects.bulk_create(rows)
    facts: dict[str, JSON] = {
        "from": days[0].isoformat(),
        "to": days[-1].isoformat(),
        "duties": len(made),
        "parts": "、".join(part.word for part in parts),
    }
    note(by=by, did="stations.put_on_duty", what=locked, happened_at=happened_at, facts=facts)
    return made


@transaction.atomic
def call_off_duty(*, duty: Duty, reason: str, by: User, happened_at: datetime) -> Duty:
    """It stays to be read, with why."""
    station = locked_station(duty.station, by, KEEP)
    locked = Duty.objects.select_for_update().filter(pk=duty.pk, station=station).first()
    if locked is None:
        raise NotYours
    kept = states.check_reason(reason, undone="没有撤下")
    if locked.called_off_at is not None:
        raise StationRefused("duty_is_called_off", f"没有撤下。这次值班已经撤下了，理由是：{locked.reason}。")

    locked.called_off_at, locked.reason = happened_at, kept
    locked.save(update_fields=["called_off_at", "reason"])
    facts = {"day": locked.day.isoformat(), "part": locked.get_part_display(), "reason": kept}
    note(by=by, did="stations.duty_called_off", what=station, happened_at=happened_at, facts=facts)
    return locked


def _member(station: Station, pk: int) -> Member:
    found = Member.objects.select_related("party").filter(pk=pk, station=station).first()
    if found is None:
        raise NotYours
    return found


def _check_free(who: Member, days: Sequence[date], parts: Sequence[Part]) -> None:
    """One person stands in one place: also where two stations entered the same name and phone."""
    party = who.party
    same = Member.objects.filter(party=party)
    if party.phone_index:
        same |= Member.objects.filter(party__name=party.name, party__phone_index=party.phone_index)
    pks = list(same.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    held = Duty.objects.select_related("station").filter(
        member__in=pks, day__in=days, part__in=[part.value for part in parts], called_off_at=None
    )
    taken = held.order_by("day", "part").first()
    if taken is not None:
        said = (
            f"没有排。这个人{taken.day}{taken.get_part_display()}已经在“{taken.station.name}”值班，"
            "请换一天、换一个人，或者先撤下那一次。"
        )
        raise StationRefused("somebody_is_on_duty_already", said)
