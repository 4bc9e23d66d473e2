"""The few figures that stand above a leader's to-do: measures of the apps, each with a way to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core import measures
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours, may, reach
from xiangji.core.measures import Measure, Reading, Row
from xiangji.core.office.doors import in_office, person_of, show
from xiangji.core.places.county import current_county
from xiangji.core.ui import formats
from xiangji.core.values import Money, Period, PlaceCode

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure above the to-do; `word` is its short name there, `unit` what stands behind the number.

    `parts` are measures whose numbers stand below it, such as the sources of a sum.
    """

    code: str
    word: str
    unit: str
    order: int
    parts: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    word: str
    number: str
    unit: str
    href: str
    note: str


_figures: dict[str, Figure] = {}


def figure(one: Figure) -> None:
    """Puts a figure above the to-do of leaders; an app calls it in its room `office`."""
    if one.code in _figures:
        raise ValueError(f"the figure {one.code} stands above the to-do already")
    _figures[one.code] = one


def figures_of(person: User) -> list[Shown]:
    """For whoever may; nobody else is asked a query more."""
    if not may(person, "office.read_figures"):
        return []
    place, today = place_of(person), Period.of_day(timezone.localdate())
    return [_shown(one, place, today) for one in _in_order()]


def place_of(person: User) -> PlaceCode:
    """As far as the person's post reaches, and no further than this county."""
    county = current_county().code
    places = reach(person, "office.read_figures").places
    return next((code for code in places if county.contains(code)), county)


def _in_order() -> list[Figure]:
    return sorted(_figures.values(), key=lambda one: (one.order, one.code))


def _shown(one: Figure, place: PlaceCode, period: Period) -> Shown:
    reading = _measure(one)(place, period)
    number, unit = words(reading, one.unit)
    note = reading.no_data or "，".join(_part_words(one, place, period))
    return Shown(one.word, number, unit, reverse("office-figure", args=[one.code]), note)


def _part_words(one: Figure, place: PlaceCode, period: Period) -> Iterator[str]:
    for part in one.parts:
        reading = _measure(part)(place, period)
        if not reading.no_data:
            number, unit = words(reading, part.unit)
            yield f"{part.word} {number}" if part.unit == one.unit else f"{part.word} {number} {unit}"


def words(reading: Reading, unit: str) -> tuple[str, str]:
    """The number and its unit as a page shows them; without data a dash stands, and the note says why."""
    if reading.no_data:
        return "—", ""
    if unit == "万元":
        return formats.wan(Money(reading.num)), unit
    return formats.number(reading.value()), unit


def _measure(one: Figure) -> Measure:
    found = measures.find(one.code)
    if found is None:
        raise LookupError(f"no app registered the measure {one.code}")
    return found


@require_safe
@in_office()
def figure_page(request: HttpRequest, code: str) -> HttpResponse:
    """How a figure is counted, and every row of it."""
    person = person_of(request)
    if not may(person, "office.read_figures"):
        raise NotPermitted("office.read_figures")
    one = _figures.get(code)
    if one is None:
        raise NotYours
    place, today = place_of(person), timezone.localdate()
    period, counted = Period.of_day(today), _measure(one)
    rows = list(counted.rows_of(place, period, person))
    told = {
        "shown": _shown(one, place, period),
        "title": counted.title,
        "how": counted.note,
        "today": today,
        "rows": [_line(row, one.unit) for row in rows[:MOST_ROWS]],
        "count": len(rows),
        "is_cut": len(rows) > MOST_ROWS,
    }
    return show(request, "office/figure.html", told, here="todo")


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    href: str
    amount: Money | None


def _line(row: Row, unit: str) -> Line:
    """Rows of money and of shares of money say how much each of them brings."""
    return Line(row.title, row.href, Money(row.num) if unit in {"万元", "%"} else None)
