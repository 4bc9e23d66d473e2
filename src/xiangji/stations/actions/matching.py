"""Offers and needs are written down, brought together, and what became of it is kept (STA-17)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.stations.actions.callers import party_of
from xiangji.stations.models import Match, MatchResult, Offer
from xiangji.stations.queries import requests as reading
from xiangji.stations.queries.requests import HANDLE
from xiangji.stations.rules import matching as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.matching import Branch, Outcome, Side
from xiangji.stations.rules.register import StationRefused


@transaction.atomic
def record_offer(
    *,
    centre: int,
    side: Side,
    branch: Branch,
    name: str,
    credit_code: str = "",
    phone: str,
    words: str,
    goes_rural: bool = False,
    until: date,
    by: User,
    happened_at: datetime,
) -> Offer:
    """Somebody offers or needs something; a need is kept in the same way."""
    where = reading.centres().filter(pk=centre).first()
    if where is None:
        raise StationRefused("no_centre_is_open", "没有记。请选一个营业的公共服务中心。")
    permit(by, HANDLE, place=where.place_code, organisation=where.operator)
    kept = rules.check_words(words, "提供什么、需要什么")
    rules.check_until(until, timezone.localdate(happened_at))
    rules.check_rural(side, branch, goes_rural=goes_rural)
    party = party_of(where, name, credit_code, phone, by, happened_at)

    row = Offer.objects.create(
        centre=where,
        side=side.value,
        branch=branch.value,
        party_id=party,
        words=kept,
        goes_rural=goes_rural,
        until=until,
        by=by,
        at=happened_at,
    )
    facts: dict[str, JSON] = {"side": side.word, "branch": branch.word, "until": until.isoformat()}
    note(by=by, did="stations.offer_recorded", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def match_offer(*, offer: Offer, other: int, by: User, happened_at: datetime) -> Match:
    """The two are brought together; both stay open to others."""
    one, two = _both(offer.pk, other)
    permit(by, HANDLE, place=one.place_code, organisation=one.centre.operator)
    if two.centre_id != one.centre_id:
        raise NotYours
    _check_standing(one)
    _check_standing(two)
    today = timezone.localdate(happened_at)
    rules.check_pair(one.key, two.key, same_party=one.party_id == two.party_id, today=today)
    offered, needed = (one, two) if one.key[0] is Side.OFFER else (two, one)
    if Match.objects.filter(offer=offered, need=needed).exists():
        raise StationRefused("pair_was_matched_already", "没有再对一次。这两条已经对过了。")

    row = Match.objects.create(offer=offered, need=needed, by=by, at=happened_at)
    for each, met in ((one, two), (two, one)):
        facts: dict[str, JSON] = {"with": f"供需{met.pk}", "branch": one.key[1].word}
        note(by=by, did="stations.offer_matched", what=each, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def record_match_result(
    *, offer: Offer, match: int, outcome: Outcome, words: str, by: User, happened_at: datetime
) -> MatchResult:
    """Once, from the paper of either side."""
    one = _locked(offer.pk)
    permit(by, HANDLE, place=one.place_code, organisation=one.centre.operator)
    row = Match.objects.select_for_update(of=("self",)).filter(pk=match).first()
    if row is None or one.pk not in {row.offer_id, row.need_id}:
        raise NotYours
    kept = rules.check_words(words, "谈成什么样，或者为什么没谈成")
    if MatchResult.objects.filter(match=row).exists():
        raise StationRefused("match_has_its_result", "没有再记一次。这一对已经有结果了。")

    result = MatchResult.objects.create(match=row, outcome=outcome.value, words=kept, by=by, at=happened_at)
    for key in (row.offer_id, row.need_id):
        facts: dict[str, JSON] = {"outcome": outcome.word}
        what = f"stations.Offer {key}"
        note(by=by, did="stations.match_ended", what=what, happened_at=happened_at, facts=facts)
    return result


@transaction.atomic
def end_offer(*, offer: Offer, reason: str, by: User, happened_at: datetime) -> Offer:
    """It does not hold any more before its day."""
    one = _locked(offer.pk)
    permit(by, HANDLE, place=one.place_code, organisation=one.centre.operator)
    kept = states.check_reason(reason, undone="没有撤下")
    _check_standing(one)
    one.ended_on, one.end_reason = timezone.localdate(happened_at), kept
    one.save(update_fields=["ended_on", "end_reason"])
    note(by=by, did="stations.offer_ended", what=one, happened_at=happened_at, facts={"reason": kept})
    return one


def _locked(pk: int) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",)).select_related("centre__operator", "centre__place")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotYours
    return found


def _both(one: int, other: int) -> tuple[Offer, Offer]:
    """Locked in the order of their keys, so that two who match the other way round do not wait forever."""
    found = {key: _locked(key) for key in sorted({one, other})}
    return found[one], found[other]


def _check_standing(offer: Offer) -> None:
    if offer.ended_on is not None:
        said = f"没有做。这一条{offer.ended_on}已经撤下：{offer.end_reason}。"
        raise StationRefused("offer_has_ended", said)
