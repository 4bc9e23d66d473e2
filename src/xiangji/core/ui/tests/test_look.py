import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.errors import Refused
from xiangji.core.ui.look import MODES, SIZES, Look


@pytest.mark.parametrize(
    ("cookie", "look"),
    [
        ("", Look("100", "day")),
        ("-", Look("100", "day")),
        ("999-night", Look("100", "night")),
        ("150-dusk", Look("150", "day")),
        ("125-night-day", Look("125", "day")),
        pytest.param("１２５-day", Look("100", "day"), id="full-width digits"),
    ],
)
def test_what_is_not_ours_in_a_cookie_is_no_choice(cookie: str, look: Look) -> None:
    assert Look.of_cookie(cookie) == look


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", MODES)
def test_a_choice_survives_its_cookie(size: str, mode: str) -> None:
    assert Look.of_cookie(Look(size, mode).cookie) == Look(size, mode)


def test_the_big_letter_button_goes_round() -> None:
    assert [Look(size).next_size for size in ("100", "125", "150")] == ["125", "150", "100"]


def test_the_night_button_goes_to_and_fro() -> None:
    assert [Look(mode=mode).other_mode_word for mode in ("day", "night", "auto")] == ["夜间", "日间", "夜间"]


def test_an_unknown_size_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="字号没有改。收到的是“200”，只有100、125、150三种。"):
        Look().with_size("200")


def test_an_unknown_mode_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="日夜没有改。收到的是“dusk”"):
        Look().with_mode("dusk")


@given(st.text(max_size=40))
def test_no_cookie_breaks_a_page(cookie: str) -> None:
    look = Look.of_cookie(cookie)

    assert look.size in SIZES
    assert look.mode in MODES
