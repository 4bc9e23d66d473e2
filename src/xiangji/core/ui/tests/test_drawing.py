from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.ui import drawing
from xiangji.core.values import Money


def lengths(svg: str, shape: str, length: str) -> list[str]:
    return [element.get(length, "") for element in ET.fromstring(svg).iter(shape)]  # noqa: S314 - ours


def test_an_icon_is_a_reference_into_the_sprite() -> None:
    svg = drawing.icon("pin", "l")

    assert svg == '<svg class="i l" aria-hidden="true"><use href="/static/ui/icons.svg#pin"/></svg>'


@pytest.mark.parametrize(("name", "size"), [("pinn", ""), ("pin", "xl"), ("", "")])
def test_an_icon_that_does_not_exist_is_a_bug(name: str, size: str) -> None:
    with pytest.raises(ValueError, match="there is no icon"):
        drawing.icon(name, size)


@pytest.mark.parametrize("kind", ["ok", "warn", "bad", "info", "wait"])
def test_a_verdict_has_shape_word_and_colour(kind: str) -> None:
    mark = drawing.mark(kind, "判词")

    assert f'class="mark {kind}"' in mark
    assert f"#mark-{kind}" in mark
    assert mark.endswith("判词</span>")


def test_a_verdict_without_a_shape_is_a_bug() -> None:
    with pytest.raises(ValueError, match="there is no verdict"):
        drawing.mark("good", "好")


def test_a_word_in_a_mark_is_never_markup() -> None:
    assert "<b>" not in drawing.mark("ok", "<b>")


@pytest.mark.parametrize(
    ("share", "width"),
    [(Decimal("88.3"), "88.3%"), (0, "0.0%"), (140, "100.0%"), (-1, "0.0%"), (Fraction(1, 3), "0.3%")],
)
def test_a_bar_is_as_long_as_the_share(share: int, width: str) -> None:
    assert lengths(drawing.bar(share), "rect", "width") == ["100%", width]


def test_a_bar_says_its_share_in_words() -> None:
    assert 'aria-label="140 %"' in drawing.bar(140)
    assert 'aria-label="212 个，计划 240 个"' in drawing.bar(88, "warn", "212 个，计划 240 个")


@pytest.mark.parametrize(
    ("now", "limit", "at", "edge"),
    [
        pytest.param(Decimal("13.33"), 15, "53.3%", "60.0%", id="滕州 centre: the limit near the middle"),
        pytest.param(Decimal("57.27"), 50, "57.3%", "50.0%", id="滕州 floor: the whole hundred"),
        pytest.param(30, 15, "95.0%", "47.5%", id="past the limit stays on the bar"),
        pytest.param(0, 0, "0.0%", "0.0%", id="nothing allowed, nothing used"),
    ],
)
def test_a_gauge_keeps_value_and_limit_on_the_bar(now: int, limit: int, at: str, edge: str) -> None:
    gauge = drawing.gauge(now, limit, "上限")

    assert lengths(gauge, "rect", "width") == ["100%", at]
    assert lengths(gauge, "line", "x1") == [edge]


def test_a_gauge_says_value_and_limit_in_words() -> None:
    assert 'aria-label="现在 13.33 %，上限 15 %"' in drawing.gauge(Decimal("13.33"), 15, "上限")


@given(
    st.decimals(min_value=0, max_value=10**6, places=2), st.decimals(min_value=0, max_value=10**6, places=2)
)
def test_no_gauge_leaves_its_bar(now: Decimal, limit: Decimal) -> None:
    gauge = drawing.gauge(now, limit, "上限")
    drawn = [*lengths(gauge, "rect", "width"), *lengths(gauge, "line", "x1")]

    assert all(0 <= Decimal(length.rstrip("%")) <= 100 for length in drawn)


def test_a_split_shows_each_source_to_scale_and_skips_the_empty_one() -> None:
    parts = (Money.from_wan(200), Money.from_wan(0), Money.from_wan(100))

    split = drawing.split(parts, Money.from_wan(400))

    assert lengths(split, "rect", "class") == ["a", "c"]
    assert lengths(split, "rect", "x") == ["0%", "50.00%"]
    assert lengths(split, "rect", "width") == ["50.00%", "25.00%"]


@pytest.mark.parametrize(
    ("parts", "total"),
    [((Money(1),), Money(0)), ((Money(-1),), Money(5)), ((Money(1),) * 5, Money(5))],
)
def test_a_split_that_cannot_be_drawn_is_a_bug(parts: tuple[Money, ...], total: Money) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        drawing.split(parts, total)


def test_dots_draw_one_dot_for_each_thing_and_a_hole_in_the_hollow_ones() -> None:
    svg = drawing.dots(13, 2)

    assert [path.count("M") for path in lengths(svg, "path", "d")] == [15, 2]
    assert 'viewBox="0 0 120 20"' in svg


def test_no_things_draw_no_dots() -> None:
    assert lengths(drawing.dots(0), "path", "d") == ["", ""]
