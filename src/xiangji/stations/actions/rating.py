"""Looking up one's own request, and saying how content one is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.core.audit import JSON, note
from xiangji.core.parties.queries import seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.stations.actions.lanes import lane_of
from xiangji.stations.actions.requests import locked_request
from xiangji.stations.models import Rating, ServiceRequest, WrongLookUp
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules import requests as rules
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.requests import RESULT_LENGTH, State

LANE_SALT = "stations.look_up"
A_DAY = timedelta(days=1)


@transaction.atomic
def look_up_request(
    *,
    number: str,
    tail: str,
    network: str,
    by: None,  # noqa: ARG001 - as of actions
    happened_at: datetime,
) -> ServiceRequest | None:
    """By its number and the last four digits of the phone; what fails is counted by network and day.

    None for a wrong number as for a wrong phone, so that nobody learns which of them is right.
    """
    lane = lane_of(LANE_SALT, network, timezone.localdate(happened_at))
    if WrongLookUp.objects.filter(lane=lane).count() >= rules.WRONG_A_DAY:
        raise rules.TooManyLookUps
    found = reading.rows().filter(number=rules.read_number(number) or "-").first()
    end = rules.read_tail(tail)
    if found is not None and found.party_id and end and _phone(found.party_id).endswith(end):
        return found
    WrongLookUp.objects.create(lane=lane, at=happened_at)
    return None


@transaction.atomic
def forget_look_ups(*, by: None, happened_at: datetime) -> int:  # noqa: ARG001 - as of actions
    """Those of the days before; nobody is told of them, for they say nothing of anybody."""
    gone, _ = WrongLookUp.objects.filter(at__lt=happened_at - A_DAY).delete()
    return gone


@transaction.atomic
def rate_request(
    *, request: ServiceRequest, score: int, words: str, by: User, happened_at: datetime
) -> Rating:
    """As the customer said it to whoever handles it."""
    locked = locked_request(request)
    permit(by, reading.HANDLE, place=locked.place_code, organisation=locked.centre.operator)
    return _rate(locked, score, words, by, happened_at)


@transaction.atomic
def rate_own_request(
    *, number: str, tail: str, score: int, words: str, network: str, by: None, happened_at: datetime
) -> Rating:
    """By the customer, who is known by number and phone."""
    found = look_up_request(number=number, tail=tail, network=network, by=by, happened_at=happened_at)
    if found is None:
        raise StationRefused("request_not_found", "没有记。编号和电话尾号对不上，请重新查一次。")
    return _rate(locked_request(found), score, words, None, happened_at)


def _rate(request: ServiceRequest, score: int, words: str, by: User | None, happened_at: datetime) -> Rating:
    if request.status is not State.DONE:
        said = f"没有记。{request.number}现在是“{request.status.word}”，办好了才能评。"
        raise StationRefused("request_is_not_done", said)
    if Rating.objects.filter(request=request).exists():
        raise StationRefused("request_rated_already", f"没有再记一次。{request.number}已经评过了。")
    kept = words.strip()
    if len(kept) > RESULT_LENGTH or "\x00" in kept:
        said = f"没有记。意见写了{len(kept)}个字，最多{RESULT_LENGTH}个字。"
        raise StationRefused("request_words_missing", said)
    row = Rating.objects.create(
        request=request, score=rules.check_score(score), words=kept, by=by, at=happened_at
    )
    facts: dict[str, JSON] = {"score": f"{score}分"}
    note(by=by, did="stations.request_rated", what=request, happened_at=happened_at, facts=facts)
    return row


def _phone(party: int) -> str:
    """As it is shown: its last four digits stand open."""
    found = seen([party], purpose=Purpose.CONTACT).get(party)
    return found.phone if found else ""
