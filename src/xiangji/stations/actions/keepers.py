"""Heads of stations: anybody applies, some score, one chooses (STA-21, STA-24)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import note
from xiangji.core.parties import actions as parties
from xiangji.core.parties.queries import find_by_phone
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import Level, PlaceCode
from xiangji.stations.models import Application, Choice, Member, Score, Station
from xiangji.stations.queries import keepers
from xiangji.stations.rules import keepers as rules
from xiangji.stations.rules import register, states
from xiangji.stations.rules.equipment import Role
from xiangji.stations.rules.register import StationKind, StationRefused

LANE_SALT = "stations.application"


@transaction.atomic
def apply_as_keeper(
    *,
    kind: StationKind,
    place: str,
    name: str,
    phone: str,
    text: str,
    network: str,
    by: None,
    happened_at: datetime,
) -> Application:
    """Anybody may; name and phone are sealed, and the audit trail gets neither."""
    kept, where = rules.check_text(text), _place(kind, place)
    lane = _lane(network, timezone.localdate(happened_at))
    if Application.objects.filter(lane=lane).count() >= rules.APPLICATIONS_A_DAY:
        raise rules.TooManyApplications
    if not phone.strip():
        raise StationRefused("application_without_phone", "没有收下。请写电话，我们好联系您。")
    _check_first(kind, where, phone)

    party = parties.register_person(
        name=name, phone=phone, place=PlaceCode(where.code), by=by, happened_at=happened_at
    )
    row = Application.objects.create(
        kind=kind.value, place=where, party=party, text=kept, lane=lane, sent_at=happened_at
    )
    facts = {"kind": kind.word, "place": where.name}
    note(by=by, did="stations.keeper_applied", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def score_application(
    *, application: Application, marks: Mapping[str, int], by: User, happened_at: datetime
) -> Score:
    """Each person once, before it is decided."""
    locked = _locked(application, by, "stations.score_keeper")
    kept = rules.check_marks(locked.station_kind, marks)
    if Score.objects.filter(application=locked, by=by).exists():
        raise StationRefused("application_scored_already", "没有打分。这份申请您已经打过分了，打了不改。")

    row = Score.objects.create(application=locked, marks=kept, by=by, at=happened_at)
    facts = {"marks": "、".join(f"{rules.Criterion(key).word}{mark}" for key, mark in kept.items())}
    note(by=by, did="stations.keeper_scored", what=locked, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def choose_keeper(
    *, application: Application, station: int, reason: str, by: User, happened_at: datetime
) -> Choice:
    """The applicant becomes the head of a station that has none; somebody has scored before."""
    locked = _locked(application, by, "stations.choose_keeper")
    kept = states.check_reason(reason, undone="没有选")
    if not Score.objects.filter(application=locked).exists():
        raise StationRefused("keeper_without_scores", "没有选。这份申请还没有人打分，请先打分。")
    # Locked before it is asked whether it has a head: who waited for the lock sees who came first.
    list(Station.objects.select_for_update(of=("self",)).filter(pk=station))
    found = keepers.without_head(locked).filter(pk=station).first()
    if found is None:
        said = "没有选。请选那里还没有站长的站点；有站长的，先记原来的站长不再担任。"
        raise StationRefused("station_takes_no_head", said)

    Member.objects.create(
        station=found,
        role=Role.HEAD.value,
        party=locked.party,
        since=timezone.localdate(happened_at),
        at=happened_at,
    )
    return _decide(locked, found, kept, by, happened_at)


@transaction.atomic
def decline_application(*, application: Application, reason: str, by: User, happened_at: datetime) -> Choice:
    locked = _locked(application, by, "stations.choose_keeper")
    return _decide(locked, None, states.check_reason(reason, undone="没有退"), by, happened_at)


def _decide(
    application: Application, station: Station | None, reason: str, by: User, happened_at: datetime
) -> Choice:
    row = Choice.objects.create(
        application=application, station=station, reason=reason, by=by, at=happened_at
    )
    did = "stations.keeper_chosen" if station else "stations.keeper_declined"
    facts = {"station": station.name if station else "没有选", "reason": reason}
    note(by=by, did=did, what=application, happened_at=happened_at, facts=facts)
    return row


def _locked(application: Application, by: User, capability: str) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("place", "party")
    locked = rows.filter(pk=application.pk).first()
    if locked is None:
        raise NotYours
    permit(by, capability, place=locked.place_code)
    if Choice.objects.filter(application=locked).exists():
        raise StationRefused("application_is_decided", "没有做。这份申请已经有结果了。")
    return locked


def _place(kind: StationKind, code: str) -> Place:
    county = current_county()
    found = Place.objects.filter(code=code, valid_to=None).first()
    if kind not in rules.SOUGHT or found is None or not county.code.contains(PlaceCode(found.code)):
        said = f"没有收下。请从{county.name}的镇村里选想做站长的地方。"
        raise StationRefused("application_for_no_place", said)
    register.check_level(kind, Level(found.level), found.name, undone="没有收下")
    return found


def _lane(network: str, today: date) -> str:
    """The network of a day, hashed: enough to count, not enough to find anybody."""
    return salted_hmac(LANE_SALT, f"{today.isoformat()} {network}", algorithm="sha256").hexdigest()


def _check_first(kind: StationKind, place: Place, phone: str) -> None:
    """The same phone for the same place and kind waits already."""
    known = keepers.rows().filter(keepers.WAITS, party__in=find_by_phone(phone), place=place, kind=kind.value)
    if known.exists():
        raise StationRefused(
            "application_is_here_already", "没有再收一次。这个电话的申请已经收到，请等结果。"
        )
