"""Where new points would do most (选址): the fewest that reach a share, beside what stands (STA-30)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core import sheets
from xiangji.core.accounts.permitting import NotPermitted, may
from xiangji.core.office.desk import Page, dress, page
from xiangji.core.office.doors import in_office, person_of, show
from xiangji.core.places import Division, towns
from xiangji.core.places.county import current_county
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.queries import coverage
from xiangji.stations.rules.coverage import Basis, PoorReading, Share, Unit
from xiangji.stations.rules.siting import Point, Proposal

OPEN = "stations.open_station"
MOST, KILOMETRES, HUNDRED = 6, 3, 100
QUOTE = "对建档立卡贫困户较多的乡村建设农村电子商务服务站点，应优先纳入扶持范围"
CLAUSE = "滕州五（三）1"

page(Page("siting", "选址", STATIONS, OPEN, "office-siting", order=14))


class SitingForm(forms.Form):
    """What is wanted; the plan's shares stand in it at first."""

    share = forms.DecimalField(
        label="服务的村要到百分之几",
        min_value=1,
        max_value=HUNDRED,
        decimal_places=2,
        help_text="先填好的是方案要的。",
    )
    poor = forms.DecimalField(
        label="贫困村要到百分之几",
        min_value=0,
        max_value=HUNDRED,
        decimal_places=2,
        required=False,
        help_text="没有要求就空着。",
    )
    most = forms.IntegerField(
        label="一个新站点最多服务几个村", min_value=1, max_value=40, help_text="它所在的村也算。"
    )
    kilometres = forms.FloatField(
        label="几公里以内", min_value=0.5, max_value=30, help_text="有坐标的县才用得上。"
    )


@dataclass(frozen=True, slots=True)
class ShownPoint:
    unit: Unit
    town: str
    serves: tuple[Unit, ...]

    @property
    def poor(self) -> int:
        return sum(bool(each.is_poor) for each in self.serves)

    @property
    def names(self) -> str:
        return "、".join(each.name for each in self.serves)


@dataclass(frozen=True, slots=True)
class ShownTown:
    """Of a town: points that stand in a village of it, proposed ones, and its share before and after."""

    town: Division
    stand: int
    proposed: int
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class Answer:
    proposal: Proposal
    before: Share
    after: Share
    poor_before: Share
    poor_after: Share
    points: tuple[ShownPoint, ...]
    towns: tuple[ShownTown, ...]


@require_safe
@in_office()
def siting(request: HttpRequest) -> HttpResponse:
    _permit(request)
    form = _form(request)
    found = _answer(form) if form.is_bound and form.is_valid() else None
    told = {
        "form": form,
        "answer": found,
        "query": request.GET.urlencode(),
        "quote": QUOTE,
        "clause": CLAUSE,
    }
    status = 422 if form.is_bound and found is None else 200
    return show(request, "stations/office/siting.html", told, here="siting", status=status)


@require_safe
@in_office()
def siting_sheet(request: HttpRequest) -> HttpResponseBase:
    """The proposal for the county's own hands; without a right form the first values are taken."""
    _permit(request)
    form = _form(request)
    if not form.is_bound or not form.is_valid():
        form = SitingForm({name: str(value) for name, value in _first().items()})
        form.is_valid()
    heads = ("镇", "建议设在", "区划代码", "贫困村", "服务几个村", "其中贫困村", "服务的村")
    day = timezone.localdate()
    return sheets.export(f"选址建议{day:%Y%m%d}.xlsx", heads, _rows(_answer(form)), title="选址建议")


def _rows(found: Answer) -> Iterator[tuple[object, ...]]:
    for each in found.points:
        poor = {True: "是", False: "否", None: "没有名单"}[each.unit.is_poor]
        yield each.town, each.unit.name, each.unit.code, poor, len(each.serves), each.poor, each.names


def _permit(request: HttpRequest) -> None:
    if not may(person_of(request), OPEN):
        raise NotPermitted(OPEN)


def _form(request: HttpRequest) -> SitingForm:
    form = SitingForm(request.GET if "share" in request.GET else None, initial=_first())
    dress(form)
    return form


def _first() -> dict[str, object]:
    """The shares of the plans in force; where none says a number, all villages."""
    wanted = {
        target.key: target.percent for target in coverage.targets(current_county().code, timezone.localdate())
    }
    share, poor = wanted.get(coverage.ALL), wanted.get(coverage.POOR)
    return {
        "share": f"{float(share):g}" if share is not None else HUNDRED,
        "poor": f"{float(poor):g}" if poor is not None else "",
        "most": MOST,
        "kilometres": KILOMETRES,
    }


def _answer(form: SitingForm) -> Answer:
    county, day, typed = current_county().code, timezone.localdate(), form.cleaned_data
    proposal, units = coverage.proposal(
        county,
        day,
        wanted=Fraction(typed["share"]) / HUNDRED,
        poor=Fraction(typed["poor"]) / HUNDRED if typed["poor"] else None,
        most=typed["most"],
        kilometres=typed["kilometres"],
    )
    now = coverage.coverage_on(county, day)
    names = {town.code.digits: town for town in towns(county, day)}
    new = {code for point in proposal.points for code in point.serves} - now.served
    poor = now.poor_share(Basis.SERVED, PoorReading.OF_POOR)
    poor_new = sum(bool(units[code].is_poor) for code in new)
    before = now.share(Basis.SERVED)
    return Answer(
        proposal,
        before,
        Share(before.covered + len(new), before.all),
        poor,
        Share(poor.covered + poor_new, poor.all),
        tuple(_point(point, units, names) for point in proposal.points),
        tuple(
            _town(town, proposal, units, now.share(Basis.SERVED, town=code), now.own, new)
            for code, town in names.items()
            if now.share(Basis.SERVED, town=code).all
        ),
    )


def _point(point: Point, units: dict[str, Unit], names: dict[str, Division]) -> ShownPoint:
    unit = units[point.code]
    return ShownPoint(unit, names[unit.town].name, tuple(units[code] for code in point.serves))


def _town(
    town: Division,
    proposal: Proposal,
    units: dict[str, Unit],
    before: Share,
    own: frozenset[str],
    new: set[str],
) -> ShownTown:
    code = town.code.digits
    return ShownTown(
        town,
        sum(units[each].town == code for each in own if each in units),
        sum(units[point.code].town == code for point in proposal.points),
        before,
        Share(before.covered + sum(units[each].town == code for each in new), before.all),
    )
