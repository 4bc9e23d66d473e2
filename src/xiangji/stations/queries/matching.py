"""Reads of offers and needs, and of the pairs made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.values import PlaceCode
from xiangji.stations.models import Match, MatchResult, Offer, Station
from xiangji.stations.rules.matching import Outcome, Side

READ = "stations.read_requests"


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as its paper shows it: the other side, and what became of it."""

    match: Match
    other: Offer
    result: MatchResult | None


def running(today: date) -> Q:
    return Q(ended_on=None, until__gte=today)


def rows() -> QuerySet[Offer]:
    """With `is_talked_over` while a pair waits for its result, and `is_agreed`."""
    paired = Match.objects.filter(Q(offer=OuterRef("pk")) | Q(need=OuterRef("pk")))
    waiting = paired.exclude(Exists(MatchResult.objects.filter(match=OuterRef("pk"))))
    agreed = MatchResult.objects.filter(
        Q(match__offer=OuterRef("pk")) | Q(match__need=OuterRef("pk")), outcome=Outcome.AGREED.value
    )
    return Offer.objects.select_related("centre__place", "centre__operator", "party", "by").annotate(
        is_talked_over=Exists(waiting), is_agreed=Exists(agreed)
    )


def for_person(person: User) -> QuerySet[Offer]:
    return rows().filter(reach(person, READ).q(place="centre__place_id", organisation="centre__operator_id"))


def pairs_of(offer: Offer) -> list[Pair]:
    found = list(
        Match.objects.filter(Q(offer=offer) | Q(need=offer))
        .select_related("offer__party", "need__party", "by")
        .order_by("pk")
    )
    results = {one.match_id: one for one in MatchResult.objects.filter(match__in=found).select_related("by")}
    return [
        Pair(one, one.need if one.offer_id == offer.pk else one.offer, results.get(one.pk)) for one in found
    ]


def candidates(offer: Offer, today: date) -> QuerySet[Offer]:
    """The other side of the same branch that is still good and was not brought together with it."""
    met = Match.objects.filter(Q(offer=offer, need=OuterRef("pk")) | Q(need=offer, offer=OuterRef("pk")))
    return (
        Offer.objects.filter(running(today), branch=offer.branch, side=Side(offer.side).other.value)
        .filter(centre=offer.centre_id)
        .exclude(party=offer.party_id)
        .exclude(Exists(met))
        .select_related("party")
        .order_by("-goes_rural", "pk")
    )


def agreed_in(place: PlaceCode) -> QuerySet[MatchResult]:
    start, end = place.range
    return MatchResult.objects.filter(
        outcome=Outcome.AGREED.value,
        match__offer__centre__place_id__gte=start,
        match__offer__centre__place_id__lt=end,
    ).order_by("pk")


def agreed_at(centre: Station, since: date) -> int:
    """How many pairs of a centre came to something since a day."""
    start = timezone.make_aware(datetime.combine(since, time.min))
    return MatchResult.objects.filter(
        outcome=Outcome.AGREED.value, match__offer__centre=centre, at__gte=start
    ).count()
