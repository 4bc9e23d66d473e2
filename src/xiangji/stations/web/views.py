"""The network as schematic and list, one town with its villages, and both as a sheet."""

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.places import counts
from xiangji.core.places.county import current_county
from xiangji.core.ui.csv import answer
from xiangji.stations import queries
from xiangji.stations.queries import coverage as coverages
from xiangji.stations.queries import fieldwork, upkeep
from xiangji.stations.web import coverage_page
from xiangji.stations.web.serving import of_town

HEAD = ("区划代码", "名称", "类别", "所属")


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    county = current_county()
    drawn = queries.network(county.code)
    wanted = queries.Wanted.of(request.GET.get("q", ""), request.GET.get("kind", ""))
    found = queries.search(county.code, wanted) if wanted else None
    told = {
        "county": county,
        "network": drawn,
        "wanted": wanted,
        "found": found,
        "poor": counts(county.code).poor,
    }
    return render(request, "stations/network.html", told)


@require_safe
def town(request: HttpRequest, code: str) -> HttpResponse:
    page = _town_page(code)
    serving = of_town(page.town.code, timezone.localdate())
    drawn = [
        (village, shape, serving.by_village.get(village.code.digits, ())) for village, shape in page.drawn
    ]
    told = {
        "county": current_county(),
        "page": page,
        "stations": serving.stations,
        "drawn": drawn,
        "products": fieldwork.public_in(page.town.code),
    }
    return render(request, "stations/town.html", told)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """How many villages are really served, what the plan wants, and who is still left out."""
    county = current_county()
    day = timezone.localdate()
    seen, found = coverages.seen(county.code, day), upkeep.broadbands(county.code, day)
    told = {"county": county, **coverage_page.told(seen), **coverage_page.told_of_broadband(found)}
    return render(request, "stations/coverage.html", told)


@require_safe
def broadband_csv(_request: HttpRequest) -> HttpResponse:
    """Every administrative village with what reaches it."""
    county = current_county()
    found = upkeep.broadbands(county.code, timezone.localdate())
    rows = [
        (
            each.unit.code,
            each.unit.name,
            each.word,
            "够" if found.reaches(each) else "不够" if each.known else "还不知道",
        )
        for each in found.villages
    ]
    return answer(f"{county.name}各村宽带.csv", ("区划代码", "村", "宽带", f"光纤{found.least} Mbps"), rows)


@require_safe
def network_csv(_request: HttpRequest) -> HttpResponse:
    county = current_county()
    return answer(f"{county.name}镇村名单.csv", HEAD, _rows(queries.everything(county.code)))


@require_safe
def town_csv(_request: HttpRequest, code: str) -> HttpResponse:
    page = _town_page(code)
    hits = [queries.Hit(division, page.town) for division in (page.town, *page.villages)]
    return answer(f"{page.town.name}村名单.csv", HEAD, _rows(hits))


def _town_page(code: str) -> queries.TownPage:
    page = queries.town_page(current_county().code, code)
    if page is None:
        raise Http404
    return page


def _rows(hits: Iterable[queries.Hit]) -> Iterator[tuple[str, ...]]:
    for hit in hits:
        division = hit.division
        yield str(division.code), division.name, division.kind.label, hit.above or current_county().name
