import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Level, PlaceCode

digits = st.sampled_from([2, 4, 6, 9, 12]).flatmap(
    lambda length: st.text("0189", min_size=length, max_size=length)
)
codes = digits.map(PlaceCode)


@st.composite
def relatives(draw: st.DrawFn) -> tuple[PlaceCode, PlaceCode]:
    """Two codes that often lie in one line, which two random codes never do."""
    code = draw(codes)
    above = draw(st.sampled_from(code.line))
    return (above, code) if draw(st.booleans()) else (code, above)


@given(relatives() | st.tuples(codes, codes))
def test_a_place_contains_exactly_the_codes_of_its_range(pair: tuple[PlaceCode, PlaceCode]) -> None:
    place, other = pair
    start, end = place.range

    assert place.contains(other) == (start <= other.digits < end)


@given(codes)
def test_a_place_contains_itself_and_what_its_parent_contains_reaches_it(code: PlaceCode) -> None:
    assert code.contains(code)
    if code.parent:
        assert code.parent.contains(code)
        assert not code.contains(code.parent)


@given(codes)
def test_the_line_leads_from_the_province_down_to_the_place(code: PlaceCode) -> None:
    assert code.line[0].level is Level.PROVINCE
    assert code.line[-1] == code
    assert all(below.parent == above for above, below in zip(code.line, code.line[1:], strict=False))


def test_the_last_code_of_all_still_has_a_range() -> None:
    start, end = PlaceCode("99").range

    assert start <= "999999999999" < end
    assert PlaceCode("370499").range == ("370499", "370500")


@pytest.mark.parametrize(
    "text", ["", "3", "370", "37048", "3704810", "37048a", "３７", "37 ", "-1", "37\n", "370481000000000"]
)
def test_what_is_no_code_is_turned_down(text: str) -> None:
    with pytest.raises(ValueError, match="is not a place code"):
        PlaceCode(text)


@given(st.text(max_size=14))
def test_a_text_is_a_code_or_is_turned_down(text: str) -> None:
    fits = text.isascii() and text.isdigit() and len(text) in {2, 4, 6, 9, 12}

    if fits:
        assert str(PlaceCode(text)) == text
    else:
        with pytest.raises(ValueError, match="is not a place code"):
            PlaceCode(text)


def test_the_levels_follow_from_the_number_of_digits() -> None:
    levels = [PlaceCode("370481101202"[:length]).level for length in (2, 4, 6, 9, 12)]

    assert levels == [Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWN, Level.VILLAGE]
