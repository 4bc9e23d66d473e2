"""Reads of upkeep and of broadband: what counts, and what is known of each village on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.places import within
from xiangji.core.values import Money, PlaceCode
from xiangji.stations.models import Broadband, Station, Upkeep
from xiangji.stations.queries import register
from xiangji.stations.queries.coverage import units
from xiangji.stations.rules import broadband as rules
from xiangji.stations.rules.broadband import Known, Tariff, Whose
from xiangji.stations.rules.coverage import Unit

READ = "stations.read_register"
COUNTS = Q(struck_out="")
SPEED = "broadband_mbps"


def rows() -> QuerySet[Upkeep]:
    return Upkeep.objects.select_related("firm", "place", "station", "equipment", "by")


def for_person(person: User) -> QuerySet[Upkeep]:
    return rows().filter(reach(person, READ).q(place="place_id", organisation="firm_id"))


def cost_of(firm: int, year: int) -> Money:
    found = Upkeep.objects.filter(COUNTS, firm=firm, day__year=year)
    return Money(found.aggregate(sum=Sum("cost_fen"))["sum"] or 0)


def lines() -> QuerySet[Broadband]:
    """With `is_last`: nothing later is known of the same village or firm."""
    later = Broadband.objects.filter(place=OuterRef("place"), whose=OuterRef("whose"), name=OuterRef("name"))
    newer = later.filter(Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk")))
    return Broadband.objects.select_related("place__parent", "by").annotate(is_last=~Exists(newer))


def lines_for(person: User, capability: str) -> QuerySet[Broadband]:
    return lines().filter(reach(person, capability).q(place="place_id"))


@dataclass(frozen=True, slots=True)
class OfVillage:
    unit: Unit
    known: Known | None

    @property
    def word(self) -> str:
        if self.known is None:
            return "还不知道"
        fibre = "光纤" if self.known.has_fibre else "不是光纤"
        return f"{self.known.mbps} Mbps，{fibre}" if self.known.mbps else "没有宽带"


@dataclass(frozen=True, slots=True)
class Broadbands:
    """All administrative villages of the county on a day, and who pays less."""

    least: int
    clause: str
    quote: str
    is_of_plan: bool
    villages: tuple[OfVillage, ...]
    preferential: tuple[tuple[str, int, int], ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Reached, fallen short, not known."""
        reached = sum(self.reaches(each) for each in self.villages)
        unknown = sum(each.known is None for each in self.villages)
        return reached, len(self.villages) - reached - unknown, unknown

    @property
    def percent(self) -> Fraction | None:
        return Fraction(self.counts[0] * 100, len(self.villages)) if self.villages else None

    def reaches(self, one: OfVillage) -> bool:
        known = one.known
        return known is not None and rules.reaches(known.mbps, has_fibre=known.has_fibre, least=self.least)

    def verdict(self, one: OfVillage) -> str:
        if one.known is None:
            return "还不知道"
        return "够" if self.reaches(one) else "不够"

    @property
    def lacking(self) -> tuple[OfVillage, ...]:
        """Those that are known to fall short first, then those of whom nobody has said anything."""
        left = [each for each in self.villages if not self.reaches(each)]
        return tuple(sorted(left, key=lambda each: (each.known is None, each.unit.code)))


def broadbands(county: PlaceCode, day: date) -> Broadbands:
    """Five questions, whatever the size of the county."""
    own = {
        row.place_id: Known(row.mbps, row.has_fibre, "记录")
        for row in _last(county, day)
        if row.whose == Whose.VILLAGE.value
    }
    at_stations = _of_stations(county, day)
    least, clause, quote, is_of_plan = _wanted(county, day)
    return Broadbands(
        least,
        clause,
        quote,
        is_of_plan,
        tuple(
            OfVillage(unit, rules.of_village(own.get(unit.code), at_stations.get(unit.code)))
            for unit in units(county, day)
            if unit.is_administrative
        ),
        tuple(_preferential(_last(county, day))),
    )


def _last(county: PlaceCode, day: date) -> list[Broadband]:
    """The last finding of each until the day."""
    found: dict[tuple[str, str, str], Broadband] = {}
    for row in Broadband.objects.filter(within(county, "place_id"), day__lte=day).order_by("day", "pk"):
        found[row.place_id, row.whose, row.name] = row
    return list(found.values())


def _of_stations(county: PlaceCode, day: date) -> dict[str, Known]:
    """An open point with a registered line shows what reaches its village."""
    open_now = register.open_on(day)
    there = Station.objects.filter(within(county, "place_id"), broadband_mbps__isnull=False)
    values = there.order_by("broadband_mbps").values_list("pk", "place_id", "broadband_mbps", "has_fibre")
    return {
        place: Known(mbps or 0, has_fibre, "站点登记")
        for pk, place, mbps, has_fibre in values
        if pk in open_now
    }


def _preferential(found: list[Broadband]) -> list[tuple[str, int, int]]:
    """Of each kind that the plan names: how many have a lower tariff, of how many that are known."""
    told = []
    for whose in Whose:
        mine = [row for row in found if row.whose == whose.value and row.tariff != Tariff.UNKNOWN.value]
        if whose is not Whose.VILLAGE:
            told.append((whose.word, sum(Tariff(row.tariff).is_preferential for row in mine), len(mine)))
    return told


def _wanted(county: PlaceCode, day: date) -> tuple[int, str, str, bool]:
    """The figure of the plan in force; where it names none, Haifeng's, said as a comparison."""
    for version in policy.in_force(county, day):
        for printed in version.body["plan"].get("target", ()):
            if printed["key"] == SPEED:
                return int(printed["value"]), printed.get("section", ""), printed.get("quote", ""), True
    return rules.LEAST_MBPS, rules.CLAUSE, rules.QUOTE, False
