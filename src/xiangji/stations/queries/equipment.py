"""Reads of equipment and people."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.stations.models import Equipment, EquipmentMove, Inspection, Member, Station
from xiangji.stations.rules.equipment import STALE_DAYS, Finding

READ = "stations.read_register"
STANDS = Q(retired_on=None)
TO_MEND = Q(retired_on=None, last_finding__in=[Finding.BROKEN.value, Finding.MISSING.value])


def rows() -> QuerySet[Equipment]:
    """With `last_finding` and `last_seen`; its station with place and operator stands beside."""
    last = Inspection.objects.filter(equipment=OuterRef("pk")).order_by("-day", "-pk")
    return Equipment.objects.select_related("station__place", "station__operator").annotate(
        last_finding=Subquery(last.values("finding")[:1]), last_seen=Subquery(last.values("day")[:1])
    )


def for_person(person: User) -> QuerySet[Equipment]:
    reached = reach(person, READ).q(place="station__place_id", organisation="station__operator_id")
    return rows().filter(reached)


def not_seen_since(today: date) -> Q:
    """Nobody has looked at it for half a year, or ever."""
    stale = Q(last_seen=None) | Q(last_seen__lt=today - timedelta(days=STALE_DAYS))
    return stale & STANDS


def standing_in(station: Station) -> list[Equipment]:
    return list(rows().filter(STANDS, station=station).order_by("kind", "pk"))


def inspections_of(equipment: Equipment) -> list[Inspection]:
    return list(Inspection.objects.filter(equipment=equipment).select_related("by").order_by("-day", "-pk"))


def moves_of(equipment: Equipment) -> list[EquipmentMove]:
    found = EquipmentMove.objects.filter(equipment=equipment).select_related("left", "reached")
    return list(found.order_by("-day", "-pk"))


def people_of(station: Station) -> list[Member]:
    """Who is there now first, its head before all."""
    return sorted(
        Member.objects.filter(station=station),
        key=lambda one: (one.until is not None, one.role != "head", one.pk),
    )
