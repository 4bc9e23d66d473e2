"""Patrols: a round is planned, a station is looked at, and what was found is looked at again (STA-48)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import note as write_down
from xiangji.core.calendar import is_working_day
from xiangji.stations.actions.register import locked_station
from xiangji.stations.models import FollowUp, Patrol, PatrolFinding, Station
from xiangji.stations.queries import patrols as reading
from xiangji.stations.rules import patrols as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.patrols import Item
from xiangji.stations.rules.register import StationRefused

CHECK = "stations.check_station"


@transaction.atomic
def plan_round(
    *, town: str, count: int, a_day: int, first: date, by: User, happened_at: datetime
) -> list[Patrol]:
    """The open stations that nobody has seen for longest, so many on each working day."""
    permit(by, CHECK)
    rules.check_round(count=count, a_day=a_day, first=first, today=timezone.localdate(happened_at))
    waiting = list(reading.not_seen_for_longest(by, CHECK, town=town, lock=True))
    if not waiting:
        said = "没有排。这里营业的站点都已经排了巡查，或者没有营业的站点。"
        raise StationRefused("no_station_waits_for_a_patrol", said)

    days = _working_days(first, -(-count // a_day))
    chosen = rules.round_of(waiting, count=count, a_day=a_day, days=days)
    rows = [
        Patrol(station_id=station, planned_for=day, planned_by=by, at=happened_at) for station, day in chosen
    ]
    made = Patrol.objects.bulk_create(rows)
    names = dict(Station.objects.filter(pk__in=[row.station_id for row in made]).values_list("pk", "name"))
    for row in made:
        facts = {"station": names[row.station_id], "day": f"{row.planned_for}"}
        write_down(by=by, did="stations.patrol_planned", what=row, happened_at=happened_at, facts=facts)
    return made


@transaction.atomic
def record_patrol(
    *,
    station: Station,
    day: date,
    findings: Mapping[Item, str],
    due: date | None,
    note: str,
    by: User,
    happened_at: datetime,
) -> Patrol:
    """As it was found. Where a patrol of the station was planned, this is it."""
    locked = locked_station(station, by, CHECK)
    found, kept = rules.check_sheet(day, findings, note, due, today=timezone.localdate(happened_at))

    patrol = reading.waiting_of(locked) or Patrol(station=locked)
    patrol.day, patrol.note, patrol.by, patrol.at = day, kept, by, happened_at
    patrol.save()
    PatrolFinding.objects.bulk_create(
        PatrolFinding(patrol=patrol, item=item.value, words=words, due_on=rules.check_due(due, day))
        for item, words in found.items()
    )
    said = "、".join(f"{item.word}：{words}" for item, words in found.items())
    facts = {"station": locked.name, "day": day.isoformat(), "found": said or "没有问题", "note": kept}
    write_down(by=by, did="stations.patrolled", what=patrol, happened_at=happened_at, facts=facts)
    return patrol


@transaction.atomic
def make_patrol(
    *,
    patrol: Patrol,
    day: date,
    findings: Mapping[Item, str],
    due: date | None,
    note: str,
    by: User,
    happened_at: datetime,
) -> Patrol:
    """The planned one is made."""
    locked = _waiting(patrol, by, undone="没有记")
    return record_patrol(
        station=locked.station,
        day=day,
        findings=findings,
        due=due,
        note=note,
        by=by,
        happened_at=happened_at,
    )


@transaction.atomic
def call_off_patrol(*, patrol: Patrol, reason: str, by: User, happened_at: datetime) -> Patrol:
    locked = _waiting(patrol, by, undone="没有取消")
    kept = states.check_reason(reason, undone="没有取消")

    locked.called_off = kept
    locked.save(update_fields=["called_off"])
    facts = {"station": locked.station.name, "reason": kept}
    write_down(by=by, did="stations.patrol_called_off", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def follow_up(
    *,
    patrol: Patrol,
    finding: int,
    is_mended: bool,
    day: date,
    due: date | None,
    words: str,
    by: User,
    happened_at: datetime,
) -> FollowUp:
    """Somebody looked again: it is mended, or gets another day."""
    station = locked_station(patrol.station, by, CHECK)
    row = PatrolFinding.objects.filter(pk=finding, patrol=patrol, patrol__station=station).first()
    if row is None:
        raise NotYours
    last = FollowUp.objects.filter(finding=row).order_by("day", "pk").last()
    if last is not None and last.is_mended:
        said = f"没有记。“{row}”{last.day}已经改好了；又坏了的，记一次新的巡查。"
        raise StationRefused("finding_is_mended", said)
    seen_before = last.day if last else patrol.day or day
    today = timezone.localdate(happened_at)
    kept = rules.check_follow_up(day, words, not_before=seen_before, today=today)
    until = None if is_mended else rules.check_due(due, day)

    made = FollowUp.objects.create(
        finding=row, day=day, is_mended=is_mended, due_on=until, words=kept, by=by, at=happened_at
    )
    facts = {
        "item": str(row),
        "result": "改好了" if is_mended else f"没改好，{until}前改好",
        "day": day.isoformat(),
        "note": kept,
    }
    write_down(by=by, did="stations.followed_up", what=patrol, happened_at=happened_at, facts=facts)
    return made


def _waiting(patrol: Patrol, by: User, *, undone: str) -> Patrol:
    """The station is locked first, as everything does it that happens to a station."""
    station = locked_station(patrol.station, by, CHECK)
    locked = Patrol.objects.select_for_update().filter(pk=patrol.pk, station=station).first()
    if locked is None:
        raise NotYours
    if locked.day is not None or locked.called_off:
        was = f"{locked.day}已经去过了" if locked.day else "已经取消了"
        raise StationRefused("patrol_is_over", f"{undone}。这次巡查{was}。")
    locked.station = station
    return locked


def _working_days(first: date, count: int) -> list[date]:
    days: list[date] = []
    day = first
    while len(days) < count:
        if is_working_day(day).working:
            days.append(day)
        day += timedelta(days=1)
    return days
