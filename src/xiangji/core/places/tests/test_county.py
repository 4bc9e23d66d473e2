from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as house
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from xiangji.core.places.county import BadCounty, County, current_county, read_county
from xiangji.core.values import PlaceCode

GOOD = """schema = 1
code = "370481"
name = "示例市"
short = "示例"
word = "市"
slip = "示例乡集"
hosts = "示例市商务局"
plan = "example-2019"
[words]
city = "示例地级市"
county = "全市"
town = "镇（街）"
village = "村"
county_centre = "示例中心"
town_station = "示例站"
village_point = "示例点"
"""

Written = Callable[[str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A county with this county.toml; each has a folder of its own, because folders are cached."""

    def write(text: str | bytes) -> Path:
        folder = tmp_path / f"example-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "county.toml").write_bytes(text.encode() if isinstance(text, str) else text)
        return folder

    return write


def refusal_of(folder: Path) -> str:
    with pytest.raises(BadCounty) as caught:
        read_county(folder)
    return caught.value.sentence


def test_the_four_counties_are_read() -> None:
    counties = {
        key: read_county(house.COUNTIES / key) for key in ("tengzhou", "wangkui", "haifeng", "donggang")
    }

    assert [(key, county.code.digits, county.name, county.slip) for key, county in counties.items()] == [
        ("tengzhou", "370481", "滕州市", "滕州乡集"),
        ("wangkui", "231221", "望奎县", "望奎乡集"),
        ("haifeng", "441521", "海丰县", "海丰乡集"),
        ("donggang", "210681", "东港市", "东港乡集"),
    ]
    assert [county.word for county in counties.values()] == ["市", "县", "县", "市"]
    assert all((house.HOME / "plans" / f"{county.plan}.toml").is_file() for county in counties.values())


@pytest.mark.proves("PRG-30")
def test_each_county_calls_its_levels_as_its_own_plan_does() -> None:
    def words(key: str) -> list[str]:
        named = read_county(house.COUNTIES / key).words
        return [named.city, named.county, named.town, named.village, named.town_station]

    assert words("tengzhou") == ["枣庄市", "全市", "镇（街）", "村", "镇（街）级电子商务服务站"]
    assert words("wangkui") == ["绥化市", "全县", "乡（镇）", "村（屯）", "乡（镇）服务站"]
    assert words("haifeng") == ["汕尾市", "全县", "镇（场）", "村", "镇（场）电子商务服务站"]
    assert words("donggang") == ["丹东市", "全市", "乡（镇）", "村", "乡（镇）级电商服务站"]


def test_the_county_of_this_deployment_is_the_one_of_the_settings(
    settings: LazySettings, written: Written
) -> None:
    folder = written(GOOD)
    settings.COUNTIES, settings.COUNTY = folder.parent, folder.name

    county = current_county()

    assert isinstance(county, County)
    assert (county.key, county.code, county.hosts) == (folder.name, PlaceCode("370481"), "示例市商务局")


@pytest.mark.parametrize(
    ("line", "other", "said"),
    [
        ("schema = 1", "schema = 2", "schema 是“2”，应当是 1。"),
        ("schema = 1", "schema = true", "schema 是“true”，应当是 1。"),
        ('code = "370481"', "code = 370481", "code 是“370481”，应当是加引号的6位县级区划代码。"),
        ('code = "370481"', 'code = "3704"', "code 是“3704”，应当是加引号的6位县级区划代码。"),
        ('name = "示例市"', 'name = ""', "name 是“”，应当是1到60个字的一行文字。"),
        ('name = "示例市"', 'name = "示\\u0000例市"', "name 是“示�例市”，应当是1到60个字的一行文字。"),
        ('name = "示例市"', "", "name 是“没有写”，应当是写明的一项。"),
        ('word = "市"', 'word = "县"', "word 是“县”，应当是县名“示例市”末尾的字，例如市、县。"),
        ('plan = "example-2019"', 'plan = "../secret"', "plan 是“../secret”，应当是小写字母开头"),
        (
            'plan = "example-2019"',
            'plan = "x"\nplam = "y"',
            "plam 是“y”，应当是这些项之一：schema、code、name、",
        ),
        ('town = "镇（街）"', "town = 1.5", "words.town 是“1.5”，应当是1到60个字的一行文字。"),
        ('village = "村"', "", "words.village 是“没有写”，应当是写明的一项。"),
        ('village = "村"', 'village = "村"\nhamlet = "屯"', "words.hamlet 是“屯”，应当是这些项之一：city、"),
        ("[words]", "words = 3\n[other]", "other 是“7项的一张表”，应当是这些项之一：schema、"),
        ("[words]", "[[words]]", "words 是“1项的一组”，应当是一张表 [words]。"),
        ('short = "示例"', "short = 示例", "写法是"),
    ],
)
def test_a_wrong_field_is_named_with_value_and_what_is_expected(
    written: Written, line: str, other: str, said: str
) -> None:
    assert line in GOOD

    sentence = refusal_of(written(GOOD.replace(line, other)))

    assert sentence.startswith("县的资料没有读入。文件 county.toml 的")
    assert said in sentence


def test_a_county_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nowhere") == (
        "县的资料没有读入。文件 county.toml 的文件是“找不到”，应当是能读的文件。"
    )


values = st.one_of(
    st.integers(),
    st.booleans(),
    st.floats(),
    st.dates(),
    st.lists(st.integers(), max_size=2),
    st.text(max_size=70).map(lambda text: f'"{text}"'),
    st.sampled_from(
        ['"\\u0000"', '"\\u202e"', "9" * 5_000, "1e99999999999", "[[1]]", "{a=1}", "2020-01-01T00:00:00Z"]
    ),
).map(lambda value: str(value).lower())


@given(st.sampled_from([line for line in GOOD.splitlines() if "=" in line]), values)
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_a_field_breaks_more_than_the_reading(written: Written, line: str, value: str) -> None:
    sentence = sentence_or_nothing(written(GOOD.replace(line, f"{line.split('=')[0]}= {value}")))

    assert sentence == "" or (sentence.startswith("县的资料没有读入。") and sentence.endswith("。"))
    assert sentence.isprintable()


@given(st.binary(max_size=100) | st.integers(0, len(GOOD.encode())).map(lambda end: GOOD.encode()[:end]))
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_broken_file_breaks_more_than_the_reading(written: Written, content: bytes) -> None:
    sentence = sentence_or_nothing(written(content))

    assert sentence == "" or sentence.startswith("县的资料没有读入。文件 county.toml ")
    assert sentence.isprintable()


def sentence_or_nothing(folder: Path) -> str:
    try:
        read_county(folder)
    except BadCounty as refusal:
        return refusal.sentence
    return ""
