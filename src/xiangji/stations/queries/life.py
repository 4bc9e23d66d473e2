"""How the stations of a place live: three questions, whatever the size of the county."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from xiangji.core.places.models import Place
from xiangji.core.values import Money, Month
from xiangji.stations.models import Station
from xiangji.stations.models.reports import MonthlyReport
from xiangji.stations.queries import reports
from xiangji.stations.rules import life
from xiangji.stations.rules.life import Career, Cell, Reported, Suggestion, Support, Survival, Verdict
from xiangji.stations.rules.months import IN_A_YEAR, ending_with
from xiangji.stations.rules.reports import Line, Service
from xiangji.stations.rules.states import Past


@dataclass(frozen=True, slots=True)
class Sums:
    """What stations did together; residents are counted once in each month and station."""

    number: int = 0
    residents: int = 0
    income: Money = Money(0)  # noqa: RUF009 - frozen
    money: Money = Money(0)  # noqa: RUF009 - frozen

    def plus(self, one: Reported) -> Sums:
        return Sums(
            self.number + one.number,
            self.residents + one.residents,
            self.income + one.income,
            self.money + one.money,
        )

    @classmethod
    def of(cls, reported: Iterable[Reported]) -> Sums:
        sums = cls()
        for one in reported:
            sums = sums.plus(one)
        return sums


@dataclass(frozen=True, slots=True)
class Lived:
    """One station over some months."""

    station: Station
    career: Career
    cells: tuple[Cell, ...]
    verdict: Verdict | None
    support: Support | None
    suggestion: Suggestion | None
    sums: Sums

    @property
    def town(self) -> str:
        return self.station.place_id[:9]


@dataclass(frozen=True, slots=True)
class OfMonth:
    """One month of all stations together: how many had business, none, or no report, and what they did."""

    month: Month
    busy: int
    idle: int
    missing: int
    sums: Sums

    @property
    def open(self) -> int:
        return self.busy + self.idle + self.missing


@dataclass(frozen=True, slots=True)
class OfTown:
    code: str
    name: str
    survival: Survival
    sums: Sums
    numbers: tuple[int, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """Stations of a place over the months that end with the last one."""

    months: tuple[Month, ...]
    stations: tuple[Lived, ...]
    by_service: tuple[tuple[Service, Line], ...]

    @property
    def last(self) -> Month:
        return self.months[-1]

    @property
    def survival(self) -> Survival:
        return life.survival(each.verdict for each in self.stations)

    @property
    def verdicts(self) -> tuple[tuple[Verdict, int], ...]:
        found = [each.verdict for each in self.stations]
        return tuple((verdict, found.count(verdict)) for verdict in Verdict)

    @property
    def supporting(self) -> tuple[int, int]:
        """How many earn what they cost, of those whose cost is known."""
        known = [each.support for each in self.stations if each.support is not None]
        return sum(one.is_reached for one in known), len(known)

    @property
    def sums(self) -> Sums:
        return Sums.of(report for each in self.stations for report in self._of(each))

    @property
    def has_reports(self) -> bool:
        return any(each.career.reports for each in self.stations)

    def _of(self, each: Lived) -> list[Reported]:
        return [each.career.reports[month] for month in self.months if month in each.career.reports]

    @property
    def by_month(self) -> tuple[OfMonth, ...]:
        return tuple(self._month(place, month) for place, month in enumerate(self.months))

    def _month(self, place: int, month: Month) -> OfMonth:
        cells = [each.cells[place] for each in self.stations]
        found = (each.career.reports.get(month) for each in self.stations)
        return OfMonth(
            month,
            cells.count(Cell.BUSY),
            cells.count(Cell.IDLE),
            cells.count(Cell.MISSING),
            Sums.of(report for report in found if report is not None),
        )

    @property
    def towns(self) -> tuple[tuple[str, tuple[Lived, ...]], ...]:
        by_town: dict[str, list[Lived]] = {}
        for each in self.stations:
            by_town.setdefault(each.town, []).append(each)
        return tuple((town, tuple(found)) for town, found in sorted(by_town.items()))

    @property
    def advised(self) -> tuple[Lived, ...]:
        """Those about whom something is to be done, the weightiest first."""
        order = list(life.Advice)
        found = [(order.index(each.suggestion.advice), each) for each in self.stations if each.suggestion]
        return tuple(each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].station.code)))


def lived(stations: Q, last: Month, *, months: int = IN_A_YEAR) -> Life:
    """Town stations and village points that match, over so many months until the last."""
    span = ending_with(last, months)
    found = list(
        Station.objects.filter(stations, kind__in=reports.REPORTING).select_related("place").order_by("code")
    )
    keys = [station.pk for station in found]
    whole = len(keys) > MOST_NAMED
    pasts = reports.pasts(None if whole else keys)
    by_station: dict[int, list[MonthlyReport]] = {key: [] for key in keys}
    for row in reports.between(None if whole else keys, span[0], last):
        if row.station_id in by_station:
            by_station[row.station_id].append(row)
    told = tuple(_lived(each, pasts.get(each.pk, ()), by_station[each.pk], span) for each in found)
    return Life(span, told, _by_service(row for rows in by_station.values() for row in rows))


# More keys than that are not written into a question: then all rows are read.
MOST_NAMED = 200


def reported(row: MonthlyReport) -> Reported:
    return Reported(
        row.number, row.residents, row.income, row.money, row.cost, tuple(Service(key) for key in row.lines)
    )


def _lived(
    station: Station, past: tuple[Past, ...], rows: Sequence[MonthlyReport], span: tuple[Month, ...]
) -> Lived:
    career = Career(past, {row.of_month: reported(row) for row in rows})
    return Lived(
        station,
        career,
        career.cells(span),
        life.verdict(career, span[-1]),
        life.support(career, span),
        life.suggestion(career, span),
        Sums.of(career.reports.values()),
    )


def _by_service(rows: Iterable[MonthlyReport]) -> tuple[tuple[Service, Line], ...]:
    found: dict[str, list[int]] = {service.value: [0, 0, 0] for service in Service}
    for row in rows:
        for key, numbers in row.lines.items():
            for place, number in enumerate(numbers):
                found[key][place] += number
    return tuple(
        (service, Line(sums[0], Money(sums[1]), Money(sums[2])))
        for service in Service
        if (sums := found[service.value])[0]
    )


def ranked(seen: Life) -> tuple[OfTown, ...]:
    """Towns by the share of their stations that live, then by business for each; equal ones share a rank."""
    names = _names(town for town, _ in seen.towns)
    found = [_of_town(town, names.get(town, town), stations, seen.months) for town, stations in seen.towns]
    keys = {each.code: _weight(each) for each in found}
    found.sort(key=lambda each: (keys[each.code], each.code))
    placed: list[OfTown] = []
    for place, each in enumerate(found, start=1):
        same = placed and keys[placed[-1].code] == keys[each.code]
        rank = placed[-1].rank if same else place
        placed.append(OfTown(each.code, each.name, each.survival, each.sums, each.numbers, rank))
    return tuple(placed)


def _names(towns: Iterable[str]) -> Mapping[str, str]:
    return dict(Place.objects.filter(code__in=list(towns)).values_list("code", "name"))


def _of_town(code: str, name: str, stations: Sequence[Lived], months: Sequence[Month]) -> OfTown:
    numbers = tuple(
        sum(report.number for each in stations if (report := each.career.reports.get(month)))
        for month in months
    )
    return OfTown(
        code,
        name,
        life.survival(each.verdict for each in stations),
        Sums.of(report for each in stations for report in each.career.reports.values()),
        numbers,
    )


def _weight(town: OfTown) -> tuple[int, Fraction, Fraction]:
    """Smaller is better; a town of whose stations nothing can be told stands last."""
    percent = town.survival.percent
    if percent is None:
        return (1, Fraction(0), Fraction(0))
    return (0, -percent, -Fraction(town.sums.number, town.survival.told))
