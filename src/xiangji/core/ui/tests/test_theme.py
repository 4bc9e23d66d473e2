from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from hypothesis import given
from hypothesis import strategies as st
from tools.check_contrast import TOKENS, failures

from xiangji.core.ui import theme
from xiangji.core.ui.checks import the_county_can_be_shown

COUNTIES = Path(settings.HOME) / "counties"
GOOD = "\n".join(f'{name} = {{ day = "#17594A", night = "#86CDB5" }}' for name in theme.COLOURS)
GOOD_MOTIF = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="motif" viewBox="0 0 480 200" role="img" '
    'aria-label="一条线">'
    '<path class="m-line" d="M0 0H9"/></svg>'
)


def a_county(folder: Path, *, colours: str = GOOD, motif: str = GOOD_MOTIF) -> Path:
    county = folder / "jiaxian"
    county.mkdir()
    (county / "theme.toml").write_text(colours, encoding="utf-8")
    (county / "motif.svg").write_text(motif, encoding="utf-8")
    return county


@pytest.mark.parametrize("county", ["tengzhou", "donggang", "wangkui", "haifeng"])
def test_every_county_has_five_colours_and_one_drawing(county: str) -> None:
    read = theme.read_theme(COUNTIES / county)

    assert read.css.count("var(--day, #") == 5
    assert f'[data-county="{county}"]' in read.css
    assert read.motif.startswith("<svg")


def test_the_address_of_a_theme_changes_with_its_colours() -> None:
    digests = {theme.read_theme(folder).digest for folder in COUNTIES.iterdir() if folder.is_dir()}

    assert len(digests) == 4


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(
            GOOD.replace("#17594A", "green", 1),
            "brand.day 是“green”，应当是六位颜色，例如 #17594A",
            id="a word",
        ),
        pytest.param(GOOD.replace('"#86CDB5"', "12", 1), "brand.night 是“12”，应当是六位颜色", id="a number"),
        pytest.param(GOOD.replace("wash", "wasch"), "wasch 是", id="an unknown name"),
        pytest.param(
            GOOD.replace("brand", "# brand", 1), "brand 是“没有写”，应当是 day 和 night", id="a gap"
        ),
        pytest.param("brand = ", "写法是", id="not TOML"),
    ],
)
def test_a_broken_theme_says_file_field_value_and_what_is_expected(
    tmp_path: Path, broken: str, said: str
) -> None:
    with pytest.raises(theme.BadTheme) as refusal:
        theme.read_theme(a_county(tmp_path, colours=broken))

    assert refusal.value.sentence.startswith("县的样子没有换上。文件 theme.toml")
    assert said in refusal.value.sentence
    assert refusal.value.sentence.endswith("。")


def test_a_theme_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(theme.BadTheme, match="应当是能读的文件"):
        theme.read_theme(tmp_path / "jiaxian")


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        pytest.param(GOOD_MOTIF.replace("</svg>", "<script>1</script></svg>"), "script", id="a script"),
        pytest.param(GOOD_MOTIF.replace("<path", '<path onload="x()"'), "path.onload", id="an event"),
        pytest.param(GOOD_MOTIF.replace("<path", '<path id="a"'), "path.id", id="an id"),
        pytest.param(GOOD_MOTIF.replace("m-line", "btn"), "path.class 是“btn”", id="a class of the pages"),
        pytest.param(GOOD_MOTIF.replace("</svg>", "字</svg>"), "path 是“字”", id="text"),
        pytest.param(GOOD_MOTIF.replace("480", "48"), "svg 是“0 0 48 200”", id="another size"),
        pytest.param(GOOD_MOTIF.replace("一条线", ""), "aria-label", id="no sentence"),
        pytest.param("<!DOCTYPE svg>" + GOOD_MOTIF, "没有声明", id="a declaration"),
        pytest.param(GOOD_MOTIF + " " * 12_000, "不超过12,000字节的文件", id="too heavy"),
        pytest.param(GOOD_MOTIF[:-3], "完整的 SVG", id="cut off"),
        pytest.param("<svg/>", "viewBox=0 0 480 200", id="no name space"),
    ],
)
def test_a_drawing_may_hold_nothing_but_shapes(tmp_path: Path, drawn: str, said: str) -> None:
    with pytest.raises(theme.BadTheme) as refusal:
        theme.read_theme(a_county(tmp_path, motif=drawn))

    assert "motif.svg" in refusal.value.sentence
    assert said in refusal.value.sentence


def test_a_county_that_cannot_be_shown_stops_the_start_with_the_sentence(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.COUNTIES, settings.COUNTY = COUNTIES, "haifeng"
    assert the_county_can_be_shown() == []

    settings.COUNTIES = tmp_path
    assert [error.id for error in the_county_can_be_shown()] == ["ui.E001"]


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_in_a_county_folder_end_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, written: bytes
) -> None:
    folder = tmp_path_factory.mktemp("county")
    for name in ("theme.toml", "motif.svg"):
        (folder / name).write_bytes(written)

    with pytest.raises(theme.BadTheme):
        theme.read_colours(folder / "theme.toml")
    with pytest.raises(theme.BadTheme):
        theme.read_motif(folder / "motif.svg")


def test_every_colour_pair_of_the_four_counties_can_be_read() -> None:
    assert failures(TOKENS, COUNTIES) == []


def test_a_county_that_chooses_a_pale_brand_is_named(tmp_path: Path) -> None:
    a_county(tmp_path, colours=GOOD.replace("#17594A", "#BFD8C6", 1))

    assert "day, jiaxian: brand on paper has 1.36, needs 4.5" in failures(TOKENS, tmp_path)
