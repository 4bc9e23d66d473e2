"""The register of stations: one enters it, and what is written of it is corrected."""

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import Level, PlaceCode
from xiangji.stations.models import Station
from xiangji.stations.rules import register as rules
from xiangji.stations.rules.register import Description, StationKind, StationRefused

KEEP = "stations.keep_register"


@transaction.atomic
def register_station(
    *,
    code: str,
    kind: StationKind,
    place: str,
    operator: int | None,
    description: Description,
    by: User | None,
    happened_at: datetime,
    former_code: str = "",
) -> Station:
    """It enters the register and is not open yet; `by=None` is the platform itself."""
    where, firm = _place(place), _operator(operator)
    _check_county(where)
    if by is not None:
        permit(by, KEEP, place=PlaceCode(where.code), organisation=firm)
    kept, written = rules.code_of(code), rules.tidy(description)
    rules.check_level(kind, Level(where.level), where.name)
    _check_new(kept, former_code.strip())

    station = Station(
        code=kept,
        kind=kind.value,
        place=where,
        operator=firm,
        former_code=former_code.strip(),
        registered_at=happened_at,
    )
    station.write(written)
    station.save()
    facts: dict[str, JSON] = {"code": kept, "kind": kind.word, "place": where.name, "name": written.name}
    note(by=by, did="stations.registered", what=station, happened_at=happened_at, facts=facts)
    return station


@transaction.atomic
def change_station(
    *, station: Station, operator: int | None, description: Description, by: User, happened_at: datetime
) -> Station:
    """Correct what is written; code, kind and place stay what they are."""
    locked = locked_station(station, by, KEEP)
    firm = _operator(operator)
    if firm is not None and firm.pk != locked.operator_id:
        permit(by, KEEP, place=locked.place_code, organisation=firm)
    written = rules.tidy(description, undone="没有改")
    changed = _changed(locked, written, firm)
    if not changed:
        raise StationRefused("station_not_changed", "没有改。写的和原来一样。")

    locked.operator = firm
    locked.write(written)
    locked.save()
    note(by=by, did="stations.changed", what=locked, happened_at=happened_at, facts=changed)
    return locked


def locked_station(station: Station, by: User | None, capability: str) -> Station:
    """The row, locked, for whoever may do this with it."""
    rows = Station.objects.select_for_update(of=("self",)).select_related("operator", "place")
    locked = rows.filter(pk=station.pk).first()
    if locked is None:
        raise NotYours
    if by is not None:
        permit(by, capability, place=locked.place_code, organisation=locked.operator)
    return locked


def _place(code: str) -> Place:
    found = Place.objects.filter(code=code).first()
    if found is None:
        raise StationRefused("station_at_no_place", "没有登记。区划名单里没有这个地方，请从名单里选。")
    return found


def _operator(pk: int | None) -> Organisation | None:
    if pk is None:
        return None
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotYours
    return found


def _check_county(place: Place) -> None:
    county = current_county()
    if not county.code.contains(PlaceCode(place.code)):
        said = f"没有登记。“{place.name}”不在{county.name}，站点应当设在{county.name}。"
        raise StationRefused("station_in_another_county", said)


def _check_new(code: str, former: str) -> None:
    if Station.objects.filter(code=code).exists():
        raise StationRefused("station_code_is_taken", f"没有登记。编码{code}已经是另一个站点的，请核对牌子。")
    if former and Station.objects.filter(former_code=former).exists():
        said = f"没有登记。原系统编码{former}已经登记成另一个站点，一个原编码只对一个站点。"
        raise StationRefused("former_code_is_taken", said)


def _changed(station: Station, new: Description, firm: Organisation | None) -> dict[str, JSON]:
    """What it was and what it is now, by field; a public phone may be quoted."""
    old = station.description
    names = [name for name in Description.__dataclass_fields__ if getattr(old, name) != getattr(new, name)]
    facts: dict[str, JSON] = {name: f"{getattr(old, name)} → {getattr(new, name)}" for name in names}
    if (firm.pk if firm else None) != station.operator_id:
        before = station.operator.name if station.operator else "没有"
        facts["operator"] = f"{before} → {firm.name if firm else '没有'}"
    return facts
