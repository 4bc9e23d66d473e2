"""What stands in a station: recorded, inspected, moved, retired (STA-46)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import note as write_down
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Equipment, EquipmentMove, Inspection, Station
from xiangji.stations.rules import equipment as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.equipment import Finding, Thing
from xiangji.stations.rules.register import StationRefused

CHECK = "stations.check_station"


@transaction.atomic
def record_equipment(*, station: Station, thing: Thing, by: User, happened_at: datetime) -> Equipment:
    locked = locked_station(station, by, KEEP)
    kept = rules.tidy(thing, today=timezone.localdate(happened_at))
    _check_serial(kept)

    row = Equipment.objects.create(
        station=locked,
        kind=kept.kind.value,
        serial=kept.serial,
        bought_on=kept.bought_on,
        cost_fen=kept.cost.fen,
        budget_line=kept.budget_line,
        recorded_at=happened_at,
    )
    facts = {"kind": kept.kind.word, "serial": kept.serial, "station": locked.name}
    write_down(by=by, did="stations.equipment_recorded", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def inspect_equipment(
    *, equipment: Equipment, day: date, finding: Finding, note: str, by: User, happened_at: datetime
) -> Inspection:
    """What was found on that day; of one day what was written last counts."""
    locked = _locked(equipment, by, CHECK)
    kept = rules.check_note(finding, note)
    today = timezone.localdate(happened_at)
    rules.check_day(day, not_before=locked.bought_on, today=today, undone="没有记")

    row = Inspection.objects.create(
        equipment=locked, day=day, finding=finding.value, note=kept, by=by, at=happened_at
    )
    facts = {"finding": finding.word, "day": day.isoformat(), "note": kept}
    write_down(by=by, did="stations.equipment_inspected", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def move_equipment(
    *, equipment: Equipment, reached: int, day: date, reason: str, by: User, happened_at: datetime
) -> EquipmentMove:
    """To another station of those whom this person keeps."""
    locked = _locked(equipment, by, KEEP)
    target = Station.objects.filter(pk=reached).first()
    if target is None:
        raise NotYours
    there, left = locked_station(target, by, KEEP), locked.station
    if there.pk == left.pk:
        raise StationRefused(
            "equipment_is_there_already", f"没有调。它已经在“{there.name}”，请选另一个站点。"
        )
    kept = states.check_reason(reason, undone="没有调")
    rules.check_day(day, not_before=locked.bought_on, today=timezone.localdate(happened_at), undone="没有调")

    move = EquipmentMove.objects.create(
        equipment=locked, left=left, reached=there, day=day, reason=kept, by=by, at=happened_at
    )
    locked.station = there
    locked.save(update_fields=["station"])
    facts = {"left": left.name, "reached": there.name, "day": day.isoformat(), "reason": kept}
    write_down(by=by, did="stations.equipment_moved", what=locked, happened_at=happened_at, facts=facts)
    return move


@transaction.atomic
def retire_equipment(
    *, equipment: Equipment, day: date, reason: str, by: User, happened_at: datetime
) -> Equipment:
    """It is not used any more; the row stays to be read."""
    locked = _locked(equipment, by, KEEP)
    kept = states.check_reason(reason, undone="没有报废")
    today = timezone.localdate(happened_at)
    rules.check_day(day, not_before=locked.bought_on, today=today, undone="没有报废")

    locked.retired_on, locked.retire_reason = day, kept
    locked.save(update_fields=["retired_on", "retire_reason"])
    facts = {"day": day.isoformat(), "reason": kept}
    write_down(by=by, did="stations.equipment_retired", what=locked, happened_at=happened_at, facts=facts)
    return locked


def _locked(equipment: Equipment, by: User, capability: str) -> Equipment:
    """The station is locked first, as the closing does it."""
    locked_station(equipment.station, by, capability)
    found = Equipment.objects.select_for_update(of=("self",)).select_related("station")
    locked = found.filter(pk=equipment.pk).first()
    if locked is None or locked.station_id != equipment.station_id:
        raise NotYours
    if locked.retired_on is not None:
        raise StationRefused("equipment_is_retired", f"没有做。它{locked.retired_on}已经报废了。")
    return locked


def _check_serial(thing: Thing) -> None:
    held = Equipment.objects.filter(kind=thing.kind.value, serial=thing.serial).select_related("station")
    found = held.first() if thing.serial else None
    if found is not None:
        said = f"没有登记。序列号{thing.serial}的{thing.kind.word}已经登记在“{found.station.name}”。"
        raise StationRefused("serial_is_taken", said)
