"""Reads of activities, products and smart services."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.values import PlaceCode
from xiangji.stations.models import Activity, Product, SmartService, Station

READ = "stations.read_register"
SHOWN = 5
WAITS = Q(answered_on=None, until=None)
PUBLIC = Q(is_public=True, until=None)
OWN = Q(is_one_village=True, until=None)
STANDS = Q(until=None)


def activities_for(person: User) -> QuerySet[Activity]:
    reached = reach(person, READ).q(place="station__place_id", organisation="station__operator_id")
    return Activity.objects.select_related("station__place", "station__operator", "by").filter(reached)


def products() -> QuerySet[Product]:
    return Product.objects.select_related("station__place", "station__operator", "village__parent", "by")


def products_for(person: User) -> QuerySet[Product]:
    reached = reach(person, READ).q(place="station__place_id", organisation="station__operator_id")
    return products().filter(reached)


def public_in(place: PlaceCode) -> list[Product]:
    """What everybody may read: the one product of a village before others."""
    start, end = place.range
    found = products().filter(PUBLIC, village__gte=start, village__lt=end)
    return list(found.order_by("-is_one_village", "village_id", "pk"))


def activities_of(station: Station) -> list[Activity]:
    return list(Activity.objects.filter(station=station).order_by("-day", "-pk")[:SHOWN])


def activities_since(station: Station, day: date) -> QuerySet[Activity]:
    return Activity.objects.filter(station=station, day__gte=day)


def products_of(station: Station) -> list[Product]:
    found = Product.objects.filter(STANDS, station=station).select_related("village")
    return list(found.order_by("-pk")[:SHOWN])


def smart_services_of(station: Station) -> list[SmartService]:
    return list(SmartService.objects.filter(station=station, until=None).order_by("pk"))


def grown_in(month: int) -> Q:
    """Of products that stand in season in the month, also over the turn of the year."""
    within = Q(first_month__lte=F("last_month")) & Q(first_month__lte=month, last_month__gte=month)
    over = Q(first_month__gt=F("last_month")) & (Q(first_month__lte=month) | Q(last_month__gte=month))
    return within | over
