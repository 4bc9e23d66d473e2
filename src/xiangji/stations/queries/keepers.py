"""Reads of applications to keep a station."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from django.db.models import Q, QuerySet, Subquery
from django.db.models.expressions import Exists, OuterRef

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.stations.models import Application, Choice, Member, Score, Station
from xiangji.stations.rules import keepers as rules
from xiangji.stations.rules.equipment import Role

WAITS = Q(is_decided=False)
CHOSEN = Q(is_decided=True, chosen_for__isnull=False)
HEADLESS = ~Exists(Member.objects.filter(station=OuterRef("pk"), role=Role.HEAD.value, until=None))
DECLINED = Q(is_decided=True, chosen_for=None)


def rows() -> QuerySet[Application]:
    """With `is_decided` and, where it was taken, `chosen_for` (the key of the station)."""
    made = Choice.objects.filter(application=OuterRef("pk"))
    return Application.objects.select_related("place__parent", "party").annotate(
        is_decided=Exists(made), chosen_for=Subquery(made.values("station")[:1])
    )


def for_person(person: User) -> QuerySet[Application]:
    return rows().filter(reach(person, "stations.read_applications").q(place="place_id"))


def scores_of(applications: Collection[int]) -> dict[int, list[Score]]:
    found: dict[int, list[Score]] = {}
    for one in Score.objects.filter(application__in=applications).select_related("by").order_by("pk"):
        found.setdefault(one.application_id, []).append(one)
    return found


def total(scores: Collection[Score]) -> Fraction | None:
    return rules.score([one.marks for one in scores])


def choice_of(application: Application) -> Choice | None:
    return Choice.objects.filter(application=application).select_related("station", "by").first()


def without_head(application: Application) -> QuerySet[Station]:
    """Stations of the wanted kind in the place, or above or below it, that have no head."""
    start, end = application.place_code.range
    near = Q(place_id__gte=start, place_id__lt=end) | Q(place_id=application.place.parent_id)
    return Station.objects.filter(HEADLESS, near, kind=application.kind).order_by("code")
