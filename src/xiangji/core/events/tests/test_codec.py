from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from xiangji.core.events import Event
from xiangji.core.events.codec import from_json, to_json
from xiangji.core.values import Month, PlaceCode


@dataclass(frozen=True, slots=True)
class Everything(Event):
    text: str
    count: int
    is_true: bool
    day: date
    moment: datetime
    place: PlaceCode
    month: Month
    perhaps: str | None
    perhaps_when: datetime | None
    names: tuple[str, ...]
    places: tuple[PlaceCode, ...]
    pairs: tuple[tuple[int, ...], ...]


# Text as it can reach a database: without halves of signs and without NUL.
texts = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"))
zones = some.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
moments = some.datetimes(timezones=zones)
places = some.sampled_from(["37", "3704", "370481", "370481101", "370481101001"]).map(PlaceCode)
months = some.builds(Month, some.integers(1, 9999), some.integers(1, 12))
everything = some.builds(
    Everything,
    text=texts,
    count=some.integers(),
    is_true=some.booleans(),
    day=some.dates(),
    moment=moments,
    place=places,
    month=months,
    perhaps=some.none() | texts,
    perhaps_when=some.none() | moments,
    names=some.lists(texts).map(tuple),
    places=some.lists(places).map(tuple),
    pairs=some.lists(some.lists(some.integers()).map(tuple)).map(tuple),
)


@given(everything)
def test_a_fact_comes_back_as_it_went(fact: Everything) -> None:
    assert from_json(Everything, to_json(fact)) == fact


def test_the_name_of_a_fact_is_its_app_and_its_class() -> None:
    assert Everything.event_name() == "events.Everything"


@dataclass(frozen=True, slots=True)
class Grown(Event):
    """A field has gone since the first fact was announced, and two have come."""

    station: str
    opened_by: str = "平台"
    rooms: tuple[str, ...] = ()


def test_an_old_fact_fits_a_class_that_has_changed_since() -> None:
    old = '{"station":"370481101001","colour":"red"}'

    assert from_json(Grown, old) == Grown("370481101001", "平台", ())


@dataclass(frozen=True, slots=True)
class Typed(Event):
    """Announced with wrong values, in spite of its types."""

    count: int = 1
    moment: datetime | None = None
    day: date | None = None
    names: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "fact",
    [
        Typed(count="1"),  # type: ignore[arg-type]
        Typed(count=True),
        Typed(moment=datetime(2026, 1, 1)),  # noqa: DTZ001
        Typed(moment="2026-01-01"),  # type: ignore[arg-type]
        Typed(day=datetime.fromisoformat("2026-01-01T00:00:00+08:00")),
        Typed(names=["a list can change"]),  # type: ignore[arg-type]
        Typed(names=(1,)),  # type: ignore[arg-type]
    ],
)
def test_a_value_that_would_not_come_back_the_same_is_not_announced(fact: Typed) -> None:
    with pytest.raises((TypeError, ValueError), match=r"is not a|no time zone"):
        to_json(fact)


@dataclass(frozen=True, slots=True)
class Unplain(Event):
    share: float


@dataclass(frozen=True, slots=True)
class OneOfTwo(Event):
    which: int | str


def test_a_field_that_is_not_plain_is_named() -> None:
    with pytest.raises(TypeError, match=r"events\.Unplain\.share cannot be announced"):
        to_json(Unplain(0.5))
    with pytest.raises(TypeError, match=r"events\.OneOfTwo\.which cannot be announced"):
        to_json(OneOfTwo(1))


class Bare(Event):
    pass


def test_an_event_is_a_dataclass() -> None:
    with pytest.raises(TypeError, match=r"events\.Bare is not a dataclass"):
        to_json(Bare())
