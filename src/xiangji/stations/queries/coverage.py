"""Coverage of a county's villages on a day, the targets of its plans, and where new points would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from xiangji.core import policy
from xiangji.core.places import Division, Kind
from xiangji.core.places import towns as towns_of
from xiangji.core.places import villages as villages_of
from xiangji.core.places.models import Place
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.values import PlaceCode
from xiangji.stations.models import Station
from xiangji.stations.queries import register
from xiangji.stations.rules.coverage import Basis, Coverage, PoorReading, Share, Unit, coverage
from xiangji.stations.rules.siting import Proposal, Site, Wanted, propose

ALL, POOR = "service_coverage_villages", "service_coverage_poor_villages"
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan in force wants, with its words (the plan's own number, no reading of ours)."""

    key: str
    name: str
    percent: Fraction | None
    clause: str
    quote: str
    programme: str

    @property
    def ratio(self) -> Fraction | None:
        return None if self.percent is None else self.percent / HUNDRED


@dataclass(frozen=True, slots=True)
class OfTown:
    town: Division
    own: Share
    served: Share


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything about the coverage of one county on one day."""

    coverage: Coverage
    towns: tuple[OfTown, ...]
    targets: tuple[Target, ...]

    def target(self, key: str) -> Target | None:
        return next((each for each in self.targets if each.key == key), None)


def coverage_on(county: PlaceCode, day: date) -> Coverage:
    """Three questions, whatever the size of the county."""
    return coverage(units(county, day), register.links(), register.open_on(day), day)


def seen(county: PlaceCode, day: date) -> Seen:
    found = coverage_on(county, day)
    towns = tuple(
        OfTown(
            town,
            found.share(Basis.OWN, town=town.code.digits),
            found.share(Basis.SERVED, town=town.code.digits),
        )
        for town in towns_of(county, day)
    )
    return Seen(found, towns, tuple(targets(county, day)))


def units(county: PlaceCode, day: date) -> list[Unit]:
    return [_unit(village) for village in villages_of(county, day)]


def _unit(village: Division) -> Unit:
    known = {Poverty.REGISTERED: True, Poverty.UNKNOWN: None}
    return Unit(
        code=village.code.digits,
        name=village.name,
        town=village.parent.digits if village.parent else "",
        kind=village.kind.label,
        is_administrative=village.kind is Kind.VILLAGE,
        is_poor=known.get(village.poverty, False),
    )


def targets(county: PlaceCode, day: date) -> Iterator[Target]:
    """As the plans in force print them."""
    for version in policy.in_force(county, day):
        for printed in version.body["plan"].get("target", ()):
            if printed["key"] in (ALL, POOR):
                yield Target(
                    key=printed["key"],
                    name=printed["name"],
                    percent=_percent(printed),
                    clause=printed.get("section", ""),
                    quote=printed.get("quote", ""),
                    programme=version.title,
                )


def _percent(printed: dict[str, object]) -> Fraction | None:
    """全覆盖 is all of them; other words are no number."""
    if printed.get("value_text") == "全覆盖":
        return Fraction(HUNDRED)
    try:
        return Fraction(Decimal(str(printed["value"]))) if printed.get("unit") == "%" else None
    except (InvalidOperation, KeyError):
        return None


def proposal(
    county: PlaceCode, day: date, *, wanted: Fraction, poor: Fraction | None, most: int, kilometres: float
) -> tuple[Proposal, dict[str, Unit]]:
    """The fewest new points that bring the served villages to a share; of poor villages to another."""
    found = coverage_on(county, day)
    of_poor = found.poor_share(Basis.SERVED, PoorReading.OF_POOR)
    asked = Wanted(
        more=found.share(Basis.SERVED).missing(wanted),
        more_poor=of_poor.missing(poor) if poor and found.knows_the_poor else 0,
        most=most,
        kilometres=kilometres,
    )
    places = _positions(county)
    sites = [
        Site(
            code=unit.code,
            town=unit.town,
            is_served=unit.code in found.served,
            is_free=unit.code not in found.own,
            is_poor=bool(unit.is_poor),
            at=places.get(unit.code),
        )
        for unit in found.villages
    ]
    return propose(sites, asked), {unit.code: unit for unit in found.villages}


def _positions(county: PlaceCode) -> dict[str, tuple[float, float]]:
    start, end = county.range
    found = Place.objects.filter(code__gte=start, code__lt=end, lon__isnull=False, lat__isnull=False)
    rows = found.values_list("code", "lon", "lat")
    return {code: (float(lon), float(lat)) for code, lon, lat in rows if lon is not None and lat is not None}


def who_serves(village: str, day: date) -> list[tuple[Station, bool]]:
    """Open stations that serve the village on the day; True where it is the village's own."""
    open_now = register.open_on(day)
    own = {
        link.station: link.is_own
        for link in register.links_of_village(village)
        if link.holds_on(day) and link.station in open_now
    }
    found = register.rows().filter(pk__in=own).order_by("code")
    return sorted(((station, own[station.pk]) for station in found), key=lambda pair: not pair[1])
