"""Which stations stood on a day, and how one is shown among the rows of a figure."""

from datetime import date

from django.db.models import OuterRef, Subquery

from xiangji.core.measures import Row, once_a_look
from xiangji.core.values import PlaceCode
from xiangji.stations.models import Station, StationState
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import OPEN, Step


@once_a_look
def known_at(place: PlaceCode, day: date) -> tuple[tuple[Station, bool], ...]:
    """Stations that were registered, and whether each was open at the end of the day. One question."""
    start, end = place.range
    last = StationState.objects.filter(station=OuterRef("pk"), day__lte=day).order_by("-day", "-pk")
    found = Station.objects.filter(place__gte=start, place__lt=end).annotate(
        step=Subquery(last.values("step")[:1])
    )
    return tuple(
        (station, bool(station.step) and Step(station.step) in OPEN) for station in found.order_by("code")
    )


def open_at(place: PlaceCode, day: date, *kinds: StationKind) -> list[Station]:
    return [
        station
        for station, is_open in known_at(place, day)
        if is_open and (not kinds or station.station_kind in kinds)
    ]


def station_row(station: Station) -> Row:
    town = station.place_code.digits[:9]
    return Row(f"{station.code}　{station.name}", f"/stations/{town}/#s{station.code}")
