"""How stations live (站点怎么活, STA-32, STA-51): survival, self-support, towns, services, whom to help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, may, reach
from xiangji.core.office.desk import Mark, Page, page
from xiangji.core.office.doors import in_office, person_of, show
from xiangji.core.places.models import Place
from xiangji.core.ui.formats import percent
from xiangji.core.values import Month, PlaceCode
from xiangji.stations.office.drawing import columns, strip
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.office.places_of_county import towns
from xiangji.stations.queries import life
from xiangji.stations.queries.life import Life, Lived, OfMonth, OfTown
from xiangji.stations.rules.life import OURS, Advice, Survival, Verdict
from xiangji.stations.rules.months import IN_A_YEAR, ending_with, last_whole
from xiangji.stations.rules.reports import Line, Service

READ, GUIDE = "stations.read_register", "stations.handle_requests"
MOST_ADVISED = 30
MONTHS_OFFERED = 24
MARKS = {
    Verdict.ALIVE: "ok",
    Verdict.QUIET: "bad",
    Verdict.SUSPENDED: "warn",
    Verdict.CLOSED: "wait",
    Verdict.UNKNOWN: "info",
    Verdict.NEW: "info",
}
ADVICE = {Advice.CLOSE: "bad", Advice.SUSPEND: "warn", Advice.HELP: "warn", Advice.REMIND: "info"}

page(Page("station-life", "站点怎么活", STATIONS, READ, "office-station-life", order=12))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which stations and until which month a page shows; what cannot be read is not asked."""

    town: PlaceCode | None
    last: Month

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        newest = last_whole(timezone.localdate())
        return cls(_town(request.GET.get("town", "")), _month(request.GET.get("month", ""), newest))

    def q(self, person: User) -> Q:
        reached = reach(person, READ).q(place="place_id", organisation="operator_id")
        if self.town is None:
            return reached
        start, end = self.town.range
        return reached & Q(place__gte=start, place__lt=end)


def _town(typed: str) -> PlaceCode | None:
    found = towns().filter(code=typed).first() if typed else None
    return PlaceCode(found.code) if found else None


def _month(typed: str, newest: Month) -> Month:
    try:
        asked = Month.parse(typed)
    except ValueError:
        return newest
    return asked if asked <= newest else newest


@dataclass(frozen=True, slots=True)
class ShownTown:
    town: OfTown
    strip: SafeString
    share: Fraction

    @property
    def percent(self) -> str:
        return percent(self.share)


@dataclass(frozen=True, slots=True)
class ShownStation:
    lived: Lived
    strip: SafeString
    mark: Mark
    town: str


@dataclass(frozen=True, slots=True)
class ShownService:
    service: Service
    line: Line
    share: Fraction


@require_safe
@in_office()
def station_life(request: HttpRequest) -> HttpResponse:
    person = _permitted(request)
    asked = Asked.of(request)
    seen = life.lived(asked.q(person), asked.last)
    told = _told(seen, asked) | {"guides": may(person, GUIDE)}
    return show(request, "stations/office/life.html", told, here="station-life")


@require_safe
@in_office()
def station_life_sheet(request: HttpRequest) -> HttpResponseBase:
    person = _permitted(request)
    asked = Asked.of(request)
    seen = life.lived(asked.q(person), asked.last)
    if request.GET.get("of") == "towns":
        name = f"各镇站点{asked.last}.xlsx"
        return sheets.export(name, _town_heads(seen), _town_rows(seen), title="各镇站点")
    return sheets.export(f"站点怎么活{asked.last}.xlsx", _heads(seen), _rows(seen), title="站点怎么活")


def _permitted(request: HttpRequest) -> User:
    person = person_of(request)
    if not may(person, READ):
        raise NotPermitted(READ)
    return person


def _heads(seen: Life) -> list[sheets.Column | str]:
    return [
        *("站点编码", "站点", "镇", "存活"),
        *_numbers("业务次数", "服务人次"),
        *_amounts("收入（元）", "经手金额（元）"),
        *_numbers("有成本的月份"),
        *_amounts("其中收入（元）", "其中成本（元）"),
        *("建议", "理由"),
        *(str(month) for month in seen.months),
    ]


def _numbers(*titles: str) -> list[sheets.Column]:
    return [sheets.Column(title, kind="number") for title in titles]


def _amounts(*titles: str) -> list[sheets.Column]:
    return [sheets.Column(title, kind="money") for title in titles]


def _rows(seen: Life) -> Iterator[list[object]]:
    names = _names()
    for each in seen.stations:
        known = each.support
        yield [
            each.station.code,
            each.station.name,
            names.get(each.town, ""),
            each.verdict.word if each.verdict else "还没开业",
            each.sums.number,
            each.sums.residents,
            each.sums.income.fen,
            each.sums.money.fen,
            known.months if known else None,
            known.earned.fen if known else None,
            known.spent.fen if known else None,
            each.suggestion.advice.word if each.suggestion else "",
            "；".join(each.suggestion.reasons) if each.suggestion else "",
            *(cell.word for cell in each.cells),
        ]


def _town_heads(seen: Life) -> list[sheets.Column | str]:
    return [
        *_numbers("名次"),
        "镇",
        *_numbers("活着", "算的站点", "业务次数", "服务人次"),
        *_amounts("收入（元）", "经手金额（元）"),
        *_numbers(*(str(month) for month in seen.months)),
    ]


def _town_rows(seen: Life) -> Iterator[list[object]]:
    for town in life.ranked(seen):
        yield [
            town.rank,
            town.name,
            town.survival.alive,
            town.survival.told,
            town.sums.number,
            town.sums.residents,
            town.sums.income.fen,
            town.sums.money.fen,
            *town.numbers,
        ]


def _told(seen: Life, asked: Asked) -> dict[str, object]:
    ranked, names = life.ranked(seen), _names()
    advised = seen.advised
    months = seen.by_month
    reached, known = seen.supporting
    newest = last_whole(timezone.localdate())
    return {
        "seen": seen,
        "asked": asked,
        "limits": OURS,
        "survival": seen.survival,
        "survival_percent": _percent(seen.survival),
        "verdicts": [(verdict, count, MARKS[verdict]) for verdict, count in seen.verdicts],
        "supporting": (reached, known),
        "supporting_percent": percent(Fraction(100 * reached, known)) if known else "—",
        "months": months,
        "chart": columns([month.sums.number for month in months], _label(months)),
        "chart_open": [_share(month) for month in months],
        "services": _services(seen),
        "towns": [_town_shown(each, seen) for each in ranked],
        "advised": [_station_shown(each, seen, names) for each in advised[:MOST_ADVISED]],
        "advised_in_all": len(advised),
        "counts": _counts(advised),
        "all_towns": list(towns()),
        "all_months": [str(month) for month in reversed(ending_with(newest, MONTHS_OFFERED))],
        "query": f"?month={asked.last}" + (f"&town={asked.town}" if asked.town else ""),
        "year": IN_A_YEAR,
    }


def _percent(survival: Survival) -> str:
    return percent(survival.percent) if survival.percent is not None else "—"


def _label(months: tuple[OfMonth, ...]) -> str:
    return "，".join(f"{month.month.month}月{month.sums.number}次" for month in months)


def _share(month: OfMonth) -> tuple[OfMonth, Fraction]:
    """Of the stations that were open in the month, how many had business."""
    return month, Fraction(100 * month.busy, month.open) if month.open else Fraction(0)


def _services(seen: Life) -> list[ShownService]:
    found = sorted(seen.by_service, key=lambda pair: -pair[1].number)
    most = max((line.number for _, line in found), default=1)
    return [ShownService(service, line, Fraction(100 * line.number, most)) for service, line in found]


def _town_shown(town: OfTown, seen: Life) -> ShownTown:
    label = f"{town.name}：" + "，".join(
        f"{month.month}月{count}次" for month, count in zip(seen.months, town.numbers, strict=True)
    )
    return ShownTown(town, columns(town.numbers, label), town.survival.percent or Fraction(0))


def _station_shown(each: Lived, seen: Life, names: dict[str, str]) -> ShownStation:
    reports = each.career.reports
    numbers = [reports[month].number if month in reports else 0 for month in seen.months]
    advice = each.suggestion.advice if each.suggestion else Advice.REMIND
    mark = Mark(ADVICE[advice], advice.word)  # type: ignore[arg-type]
    return ShownStation(each, strip(seen.months, each.cells, numbers), mark, names.get(each.town, ""))


def _counts(advised: tuple[Lived, ...]) -> list[tuple[Advice, int]]:
    found = [each.suggestion.advice for each in advised if each.suggestion]
    return [(advice, found.count(advice)) for advice in Advice if advice in found]


def _names() -> dict[str, str]:
    return dict(Place.objects.filter(pk__in=towns()).values_list("code", "name"))
