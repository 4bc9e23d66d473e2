import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.stations.rules.finding import LONGEST, Words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("界河", True, id="part of the name"),
        pytest.param("界河镇", False, id="the town alone is not the village"),
        pytest.param("南 界河", True, id="two parts of the name"),
        pytest.param("界河镇 南", True, id="the town, then a part of the name"),
        pytest.param("滨湖 南", False, id="another town"),
        pytest.param("370481114200", True, id="its code"),
        pytest.param("370481114", False, id="a part of its code"),
        pytest.param("望庄 冷链", False, id="words that stand nowhere"),
    ],
)
def test_a_village_is_found_by_its_name_and_narrowed_by_its_town(*, typed: str, found: bool) -> None:
    assert Words.of(typed).find("南界河村委会", code="370481114200", above="界河镇") is found


def test_no_words_find_nothing() -> None:
    assert not Words.of("  ")
    assert not Words.of("").find("界河镇", code="370481114")


@given(st.text())
def test_whatever_is_typed_becomes_words_that_can_be_shown(typed: str) -> None:
    words = Words.of(typed)

    assert len(str(words)) <= LONGEST
    assert str(words).isprintable()
    assert all(words.each)


def test_a_name_that_begins_as_it_was_typed_stands_before_one_that_holds_it() -> None:
    words = Words.of("王庄")

    names = sorted(["徐王庄村委会", "王庄村委会", "大王庄村委会"], key=lambda name: not words.begin(name))

    assert names == ["王庄村委会", "徐王庄村委会", "大王庄村委会"]
    assert not Words.of("").begin("王庄村委会")
