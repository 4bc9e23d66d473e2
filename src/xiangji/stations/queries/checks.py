"""Reads of checks: a check counts as proven by a picture that was not taken somewhere else."""

from __future__ import annotations

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.evidence.kinds import Kind
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.stations.models import Check, Station

TARGET = "stations.Check:"
PICTURES = [kind.value for kind in Kind if kind.is_picture]
ALL_MET = Q(management=True, image=True, logo=True, service=True, board=True)


def rows() -> QuerySet[Check]:
    """With `has_picture`, and `is_elsewhere` where a picture says another place than the station's."""
    taken = Evidence.objects.filter(
        target=Concat(Value(TARGET), Cast(OuterRef("pk"), CharField())), kind__in=PICTURES
    ).exclude(Exists(Withdrawal.objects.filter(evidence=OuterRef("pk"))))
    here = Q(place=None) | Q(place=OuterRef("station__place"))
    return Check.objects.select_related("station__place", "station__operator", "by").annotate(
        has_picture=Exists(taken.filter(here)), is_elsewhere=Exists(taken.exclude(here))
    )


def for_person(person: User) -> QuerySet[Check]:
    reached = reach(person, "stations.read_register")
    return rows().filter(reached.q(place="station__place_id", organisation="station__operator_id"))


def last_of(station: Station) -> Check | None:
    return rows().filter(station=station).order_by("day", "pk").last()
