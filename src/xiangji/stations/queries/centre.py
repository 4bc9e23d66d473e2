"""Reads of centres and parks."""

from __future__ import annotations

from xiangji.core.places import within
from xiangji.core.places.county import current_county
from xiangji.stations.models import Broadband, Resident, Station, Zone
from xiangji.stations.rules.broadband import Whose
from xiangji.stations.rules.centre import HOLDERS
from xiangji.stations.rules.register import StationKind


def zones_of(station: Station) -> list[Zone]:
    """Those of now; a station that holds none is not asked."""
    if station.station_kind not in HOLDERS:
        return []
    return list(Zone.objects.filter(station=station, until=None).order_by("pk"))


def residents_of(station: Station) -> list[Resident]:
    """Who is there first, then who left."""
    if station.station_kind not in HOLDERS:
        return []
    found = Resident.objects.filter(station=station).order_by("pk")
    return sorted(found, key=lambda one: one.until is not None)


def line_of(station: Station) -> Broadband | None:
    """The last finding of a park's broadband with its tariff, under the name of the park."""
    if station.station_kind is not StationKind.PARK:
        return None
    named = Broadband.objects.filter(whose=Whose.PARK.value, name=station.name)
    here = named.filter(within(current_county().code, "place_id"))
    return here.order_by("day", "pk").last()
