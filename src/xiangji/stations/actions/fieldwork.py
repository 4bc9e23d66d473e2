"""Stations tell of activities and products, and run services of the smart village."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import JSON, note
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import Party
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import Level, PlaceCode
from xiangji.stations.actions.register import KEEP, locked_station
from xiangji.stations.models import Activity, Product, SmartService, Station
from xiangji.stations.rules import fieldwork as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.fieldwork import NAME_LENGTH, WORDS_LENGTH, Grown, Held
from xiangji.stations.rules.register import StationRefused

ANSWER = "stations.answer_product"


@transaction.atomic
def record_activity(*, station: Station, held: Held, by: User, happened_at: datetime) -> Activity:
    """What a station did for villagers; pictures are attached to it."""
    locked = locked_station(station, by, KEEP)
    kept = rules.check_activity(held, today=timezone.localdate(happened_at))

    row = Activity.objects.create(
        station=locked,
        kind=kept.kind.value,
        day=kept.day,
        title=kept.title,
        people=kept.people,
        words=kept.words,
        by=by,
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "station": locked.name,
        "kind": kept.kind.word,
        "day": kept.day.isoformat(),
        "people": kept.people,
    }
    note(by=by, did="stations.activity_held", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def tell_product(
    *,
    station: Station,
    village: str,
    grown: Grown,
    grower: str,
    phone: str,
    by: User,
    happened_at: datetime,
) -> Product:
    """The station tells the centre what a village grows; who grows it is kept sealed in core.parties."""
    locked = locked_station(station, by, KEEP)
    kept = rules.check_product(grown)
    place = _village(village)
    _check_free(place, kept)

    row = Product.objects.create(
        station=locked,
        village=place,
        name=kept.name,
        first_month=kept.first_month,
        last_month=kept.last_month,
        quantity=kept.quantity,
        unit=kept.unit.value,
        words=kept.words,
        is_one_village=kept.is_one_village,
        grower=_grower(locked, place, grower, phone, by, happened_at),
        collected_on=timezone.localdate(happened_at),
        by=by,
        at=happened_at,
    )
    facts: dict[str, JSON] = {"product": kept.name, "village": place.name, "station": locked.name}
    note(by=by, did="stations.product_told", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def answer_product(
    *, product: Product, is_public: bool, answer: str, by: User, happened_at: datetime
) -> Product:
    """The centre says what it does with it, and whether everybody may read of it."""
    locked = _locked(product, by, ANSWER)
    said = rules.line_of(answer, "答复", WORDS_LENGTH, required=True)
    if locked.until is not None:
        raise StationRefused("product_ended", f"没有答复。“{locked.name}”已经没有了，请看它的说明。")
    if is_public and locked.grower_id is None and not locked.station.phone:
        sentence = (
            f"没有公开。“{locked.name}”没有种养的人，站点也没有服务电话，买的人不知道找谁，请先补上站点电话。"
        )
        raise StationRefused("product_without_contact", sentence)

    locked.answer, locked.is_public = said, is_public
    locked.answered_on = timezone.localdate(happened_at)
    locked.save(update_fields=["answer", "is_public", "answered_on"])
    facts: dict[str, JSON] = {"answer": said, "public": "公开" if is_public else "不公开"}
    note(by=by, did="stations.product_answered", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def end_product(*, product: Product, until: date, reason: str, by: User, happened_at: datetime) -> Product:
    """It is not grown any more, or was told by mistake; it stays to be read and is public no more."""
    locked = _locked(product, by, KEEP)
    if locked.until is not None:
        raise StationRefused("product_ended", f"没有记。“{locked.name}”已经记过没有了。")
    today = timezone.localdate(happened_at)
    if not locked.collected_on <= until <= today:
        said = f"没有记。日子写的是{until}，应当不早于{locked.collected_on}、不晚于{today}。"
        raise StationRefused("product_ends_on_a_wrong_day", said)
    locked.until, locked.end_reason = until, states.check_reason(reason)
    locked.save(update_fields=["until", "end_reason"])
    facts: dict[str, JSON] = {"day": until.isoformat(), "reason": locked.end_reason}
    note(by=by, did="stations.product_ended", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def start_smart_service(
    *, station: Station, name: str, since: date, by: User, happened_at: datetime
) -> SmartService:
    locked = locked_station(station, by, KEEP)
    kept = rules.line_of(name, "服务应用", NAME_LENGTH, required=True)
    _check_past(since, happened_at)
    if SmartService.objects.filter(station=locked, name=kept, until=None).exists():
        said = f"没有记。“{locked.name}”已经在用“{kept}”。"
        raise StationRefused("smart_service_runs", said)
    row = SmartService.objects.create(station=locked, name=kept, since=since)
    facts: dict[str, JSON] = {"name": kept, "day": since.isoformat()}
    note(by=by, did="stations.smart_service_started", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def end_smart_service(
    *, station: Station, service: int, until: date, reason: str, by: User, happened_at: datetime
) -> SmartService:
    locked = locked_station(station, by, KEEP)
    row = SmartService.objects.filter(pk=service, station=locked, until=None).first()
    if row is None:
        raise NotYours
    _check_past(until, happened_at)
    if until < row.since:
        said = f"没有记。日子写的是{until}，应当不早于{row.since}。"
        raise StationRefused("smart_service_ends_before_it_began", said)
    row.until, row.end_reason = until, states.check_reason(reason)
    row.save(update_fields=["until", "end_reason"])
    facts: dict[str, JSON] = {"name": row.name, "day": until.isoformat(), "reason": row.end_reason}
    note(by=by, did="stations.smart_service_ended", what=locked, happened_at=happened_at, facts=facts)
    return row


def _check_past(day: date, happened_at: datetime) -> None:
    today = timezone.localdate(happened_at)
    if day > today:
        raise StationRefused("fieldwork_in_the_future", f"没有记。日子写的是{day}，应当不晚于{today}。")


def _village(code: str) -> Place:
    # Locked: two stations may tell of the one product of a village at the same moment.
    found = Place.objects.select_for_update().filter(code=code).first()
    county = current_county()
    if found is None or found.level != Level.VILLAGE.value or not county.code.contains(PlaceCode(found.code)):
        name = found.name if found else code
        said = f"没有记。“{name}”不是{county.name}的村，请写产地的村。"
        raise StationRefused("product_of_no_village", said)
    return found


def _check_free(place: Place, grown: Grown) -> None:
    standing = Product.objects.filter(village=place, until=None)
    if standing.filter(name=grown.name).exists():
        said = f"没有记。{place.name}的“{grown.name}”已经报过，改了的先把原来的记成没有了。"
        raise StationRefused("product_is_told", said)
    own = standing.filter(is_one_village=True).first() if grown.is_one_village else None
    if own is not None:
        said = f"没有记。{place.name}的一村一品已经是“{own.name}”，一个村只有一个。"
        raise StationRefused("village_has_its_product", said)


def _grower(
    station: Station, place: Place, name: str, phone: str, by: User, happened_at: datetime
) -> Party | None:
    if not name.strip():
        if phone.strip():
            raise StationRefused("grower_without_name", "没有记。写了电话，请也写种养的人叫什么。")
        return None
    firm = station.operator_id
    code = PlaceCode(place.code)
    return parties.register_person(
        name=name,
        phone=phone,
        kept=Kept(code, firm) if firm else None,
        place=code,
        by=by,
        happened_at=happened_at,
    )


def _locked(product: Product, by: User, capability: str) -> Product:
    locked_station(product.station, by, capability)
    return Product.objects.select_for_update(of=("self",)).select_related("station").get(pk=product.pk)
