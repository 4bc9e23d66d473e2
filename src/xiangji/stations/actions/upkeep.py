"""What contractors did for stations and their system, and broadband as it was found (STA-47, STA-48)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import Level, Money, PlaceCode
from xiangji.stations.actions.equipment import inspect_equipment
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Broadband, Equipment, Station, Upkeep
from xiangji.stations.rules import broadband as lines
from xiangji.stations.rules import states
from xiangji.stations.rules import upkeep as rules
from xiangji.stations.rules.broadband import Line, Whose
from xiangji.stations.rules.equipment import Finding
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.upkeep import UpkeepKind, Work


@transaction.atomic
def record_upkeep(*, firm: int, work: Work, station: int | None, by: User, happened_at: datetime) -> Upkeep:
    """Of the whole system, or of one station."""
    who = Organisation.objects.filter(pk=firm).first()
    if who is None:
        raise NotYours
    county = current_county().code
    permit(by, KEEP, place=county, organisation=who)
    where = locked_station(_station(station), by, KEEP) if station is not None else None
    kept = rules.tidy(work, today=timezone.localdate(happened_at))
    return _write(who, kept, where, None, by, happened_at)


@transaction.atomic
def mend_equipment(
    *, equipment: Equipment, day: date, words: str, cost: Money, by: User, happened_at: datetime
) -> Upkeep:
    """The operator of the station had it mended; it is good again from that day on."""
    station = locked_station(equipment.station, by, KEEP)
    if station.operator is None:
        said = f"没有记。“{station.name}”还没有定运营单位，请先在站点里写上是哪家。"
        raise StationRefused("station_has_no_operator", said)
    work = Work(UpkeepKind.REPAIR, day, words, cost)
    kept = rules.tidy(work, today=timezone.localdate(happened_at))
    inspect_equipment(
        equipment=equipment,
        day=day,
        finding=Finding.GOOD,
        note=f"修好了：{kept.words}"[:200],
        by=by,
        happened_at=happened_at,
    )
    return _write(station.operator, kept, station, equipment, by, happened_at)


@transaction.atomic
def strike_out_upkeep(*, upkeep: Upkeep, reason: str, by: User, happened_at: datetime) -> Upkeep:
    """It was written down wrongly: it does not count any more, and stays to be read."""
    locked = (
        Upkeep.objects.select_for_update(of=("self",)).select_related("firm").filter(pk=upkeep.pk).first()
    )
    if locked is None:
        raise NotYours
    permit(by, KEEP, place=PlaceCode(locked.place_id), organisation=locked.firm)
    kept = states.check_reason(reason, undone="没有作废")
    if locked.struck_out:
        said = f"没有作废。这条已经作废了，理由是：{locked.struck_out}。"
        raise StationRefused("upkeep_is_struck_out", said)

    locked.struck_out = kept
    locked.save(update_fields=["struck_out"])
    note(
        by=by, did="stations.upkeep_struck_out", what=locked, happened_at=happened_at, facts={"reason": kept}
    )
    return locked


@transaction.atomic
def record_broadband(*, place: str, line: Line, day: date, by: User, happened_at: datetime) -> Broadband:
    """As it was found on the day; an earlier finding stays to be read."""
    where = Place.objects.filter(code=place).first()
    if where is None:
        raise StationRefused("broadband_at_no_place", "没有记。区划名单里没有这个地方，请从名单里选。")
    permit(by, "stations.keep_broadband", place=PlaceCode(where.code))
    if line.whose is Whose.VILLAGE and where.level != Level.VILLAGE.value:
        said = f"没有记。“{where.name}”不是村，村的宽带一个村一个村地记。"
        raise StationRefused("broadband_not_of_a_village", said)
    kept = lines.tidy(line, day, today=timezone.localdate(happened_at))

    row = Broadband.objects.create(
        whose=kept.whose.value,
        place=where,
        name=kept.name,
        mbps=kept.mbps,
        has_fibre=kept.has_fibre,
        tariff=kept.tariff.value,
        note=kept.note,
        day=day,
        by=by,
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "place": where.name,
        "whose": kept.name or kept.whose.word,
        "broadband_mbps": kept.mbps,
        "has_fibre": "是" if kept.has_fibre else "否",
        "tariff": kept.tariff.word,
        "day": day.isoformat(),
    }
    note(by=by, did="stations.broadband_recorded", what=row, happened_at=happened_at, facts=facts)
    return row


def _station(pk: int) -> Station:
    found = Station.objects.filter(pk=pk).first()
    if found is None:
        raise NotYours
    return found


def _write(
    firm: Organisation,
    work: Work,
    station: Station | None,
    equipment: Equipment | None,
    by: User,
    happened_at: datetime,
) -> Upkeep:
    row = Upkeep.objects.create(
        firm=firm,
        place_id=station.place_id if station else current_county().code.digits,
        station=station,
        equipment=equipment,
        kind=work.kind.value,
        day=work.day,
        words=work.words,
        cost_fen=work.cost.fen,
        by=by,
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "kind": work.kind.word,
        "firm": firm.name,
        "station": station.name if station else "全部站点",
        "day": work.day.isoformat(),
        "cost_fen": work.cost.fen,
        "words": work.words,
    }
    note(by=by, did="stations.upkeep_recorded", what=row, happened_at=happened_at, facts=facts)
    return row
