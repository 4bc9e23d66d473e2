from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from xiangji.core.measures import Measure, Reading, Row, all_measures, find, measure, registry
from xiangji.core.values import Period, PlaceCode

PLACE = PlaceCode("370481")
DAY = Period.of_day(date(2026, 11, 25))
told = partial(measure, title="例子", unit="例", kind="stock", adds="sum", note="只为测试。")


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(registry, "_registry", dict(registry._registry))


def counted(num: int) -> Callable[[PlaceCode, Period], Reading]:
    return lambda _place, _period: Reading(num=num)


def test_a_figure_is_read_by_its_code() -> None:
    told("example.things")(counted(7))

    found = find("example.things")
    assert isinstance(found, Measure)
    assert found(PLACE, DAY) == Reading(num=7)
    assert found.note == "只为测试。"


def test_a_figure_that_nobody_owns_yet_is_not_found() -> None:
    assert find("example.nothing") is None


def test_two_figures_cannot_share_a_code() -> None:
    told("example.things")(counted(7))

    with pytest.raises(ValueError, match=r"two measures are called example\.things"):
        told("example.things")(counted(8))

    first = find("example.things")
    assert first is not None
    assert first(PLACE, DAY).num == 7


@pytest.mark.parametrize(
    "code", ["", "things", "Example.things", "example.", "example.1", "example.a.b", "例.子"]
)
def test_a_code_names_its_app_and_its_figure(code: str) -> None:
    with pytest.raises(ValueError, match="is not the code of a figure"):
        told(code)


def test_the_rows_behind_a_figure_can_be_opened() -> None:
    things = told("example.things")(counted(2))

    @things.rows
    def rows(place: PlaceCode, period: Period, by: object) -> list[Row]:
        return [Row(title="一"), Row(title="二", href="/two/")]

    opened = list(things.rows_of(PLACE, DAY, None))

    assert [row.title for row in opened] == ["一", "二"]
    assert sum(row.num for row in opened) == things(PLACE, DAY).num


def test_a_figure_without_rows_says_so() -> None:
    things = told("example.things")(counted(2))

    with pytest.raises(LookupError, match=r"example\.things does not say which rows it counts"):
        things.rows_of(PLACE, DAY, None)


def test_figures_are_listed_in_the_order_of_their_codes() -> None:
    told("example.z")(counted(1))
    told("example.a")(counted(2))

    codes = [each.code for each in all_measures()]

    assert codes == sorted(codes)
    assert {"example.a", "example.z"} <= set(codes)
