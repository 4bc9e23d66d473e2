"""Find my station (找我的站点): a villager's way from the name of the village to a door that is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.places import Division
from xiangji.core.places.county import current_county
from xiangji.stations import queries
from xiangji.stations.queries import centre, register
from xiangji.stations.queries.network import VILLAGE_KINDS
from xiangji.stations.rules.nearest import Advice, Near, Why, advise
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State
from xiangji.stations.web import serving
from xiangji.stations.web.faces import Face, Moment, face
from xiangji.stations.web.serving import ShownStation

MOST_FOUND, VILLAGE_DIGITS = 60, 12


@dataclass(frozen=True, slots=True)
class VillagePage:
    village: Division
    town: Division
    advice: Advice
    faces: tuple[Face, ...]
    paused: tuple[Face, ...]

    @property
    def is_served(self) -> bool:
        return self.advice.why in {Why.OWN, Why.ASSIGNED}


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """By a part of the village's name; a town's name narrows it."""
    county = current_county()
    wanted = queries.Wanted.of(request.GET.get("q", ""), "")
    found = queries.search(county.code, wanted) if wanted else None
    hits = found.hits[:MOST_FOUND] if found else ()
    told = {
        "county": county,
        "wanted": wanted,
        "found": found,
        "towns": [hit.town for hit in hits if not hit.above],
        "hits": _served([hit for hit in hits if hit.above]),
        "is_cut": found is not None and found.all > len(hits),
        "network": queries.network(county.code) if not hits else None,
    }
    return render(request, "stations/find.html", told)


@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    here, town = _village(code)
    moment = Moment.of(timezone.now())
    around = serving.of_town(town.code, moment.today.day)
    links = around.links.get(here.code.digits, ())
    known, advice = around.known, advise(links, _near(around.known, town))
    if advice.why is Why.NOBODY:
        known = {**known, **serving.centres(moment.today.day).known}
        advice = advise(links, _near(known, town))
    page = VillagePage(
        here,
        town,
        advice,
        tuple(face(known[key], moment) for key in advice.stations),
        tuple(face(known[link.station], moment) for link in links if link.state is State.SUSPENDED),
    )
    return render(request, "stations/village.html", {"county": current_county(), "page": page})


@require_safe
def station(request: HttpRequest, code: str) -> HttpResponse:
    """The public face of one station; one that was closed says so."""
    row = register.station_of(code) if code.isprintable() else None
    if row is None:
        raise Http404
    moment = Moment.of(timezone.now())
    shown = ShownStation(row, register.state(row), row.serves)  # type: ignore[attr-defined]
    day = moment.today.day
    now = register.served_by(row).filter(since__lte=day).exclude(until__lte=day)
    served = [each.village for each in now]
    town = queries.town_page(current_county().code, row.place_code.digits[:9])
    told = {
        "county": current_county(),
        "face": face(shown, moment),
        "served": served,
        "town": town,
        "zones": centre.zones_of(row),
        "others": _others(town, [each.code for each in served]),
        "is_village": row.station_kind is StationKind.VILLAGE_POINT,
    }
    return render(request, "stations/station.html", told)


def _others(town: queries.TownPage | None, served: Iterable[str]) -> tuple[int, int] | None:
    """How many villages of the town it serves, and how many not: for the schematic."""
    if town is None:
        return None
    mine = set(served)
    here = sum(one.code.digits in mine for one in town.villages)
    return here, len(town.villages) - here


def _village(code: str) -> tuple[Division, Division]:
    county = current_county().code
    if not (code.isascii() and code.isdigit() and len(code) == VILLAGE_DIGITS):
        raise Http404
    page = queries.town_page(county, code[:9])
    found = next((one for one in page.villages if one.code.digits == code), None) if page else None
    if page is None or found is None:
        raise Http404
    return found, page.town


def _near(known: dict[int, ShownStation], town: Division) -> list[Near]:
    """Stations of the town; a centre is near wherever it stands."""
    return [
        Near(key, one.station.station_kind, one.state)
        for key, one in known.items()
        if town.code.contains(one.station.place_code) or one.station.station_kind is StationKind.CENTRE
    ]


@dataclass(frozen=True, slots=True)
class ShownHit:
    hit: queries.Hit
    stations: tuple[ShownStation, ...]

    @property
    def shape(self) -> str:
        return "dot" if self.hit.division.kind in VILLAGE_KINDS else "ring"


def _served(hits: list[queries.Hit]) -> list[ShownHit]:
    """All in two questions, however many were found."""
    if not hits:
        return []
    who = serving.of_villages([hit.division.code.digits for hit in hits], timezone.localdate())
    return [ShownHit(hit, who.get(hit.division.code.digits, ())) for hit in hits]
