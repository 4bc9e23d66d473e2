"""Reads of centres and parks."""

from __future__ import annotations

from xiangji.stations.models import Resident, Station, Zone
from xiangji.stations.rules.centre import HOLDERS


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
