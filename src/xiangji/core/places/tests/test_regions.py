"""Files of divisions, good and bad. What is refused changes nothing and says where it is wrong."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangji.core.places import BadRegions
from xiangji.core.places.rules import regions
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.places.tests.examples import HEAD, ROWS

FILE = Path("regions.csv")
LONG_HEAD = f"{HEAD},{','.join(regions.MAY_STAND)}"


def read(*rows: str, head: str = HEAD) -> list[regions.Region]:
    return regions.read(FILE, "\n".join([head, *rows]))


def refusal_of(*rows: str, head: str = HEAD) -> str:
    with pytest.raises(BadRegions) as caught:
        read(*rows, head=head)
    return caught.value.sentence


def test_higher_places_come_first_whatever_the_order_in_the_file() -> None:
    codes = [region.code.digits for region in read(*reversed(ROWS))]

    assert codes == sorted(codes, key=lambda code: (len(code), code))
    assert len(codes) == len(ROWS)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("37a,示例省,province,", "第2行的 code 是“37a”，应当是2、4、6、9或12位数字。"),
        (",示例省,province,", "第2行的 code 是“”，应当是2、4、6、9或12位数字。"),
        ("37,,province,", "第2行的 name 是“”，应当是1到60个字，前后没有空格，不换行。"),
        ("37, 示例省,province,", "第2行的 name 是“ 示例省”，应当是1到60个字，前后没有空格，不换行。"),
        ("37,示\0例,province,", "第2行的 name 是“示�例”，应当是1到60个字，前后没有空格，不换行。"),
        ("37,示例省,city,", "第2行的 level 是“city”，应当是 province（代码37有2位）。"),
        ("3704,示例市,city,38", "第2行的 parent 是“38”，应当是 37（代码3704的上一级）。"),
        ("37,示例省,province,3", "第2行的 parent 是“3”，应当是空（省没有上一级）。"),
        ("37,示例省,province", "第2行的格数是“3”，应当是与表头一样的4格。"),
        ('37,"示例省,province,', "第2行的写法是"),
    ],
)
def test_a_wrong_row_is_named_with_line_field_value_and_what_is_expected(row: str, said: str) -> None:
    sentence = refusal_of(row)

    assert sentence.startswith("区划没有装入。文件 regions.csv 第2行的")
    assert said in sentence


def test_a_code_that_stands_twice_names_both_lines() -> None:
    sentence = refusal_of(ROWS[0], ROWS[1], ROWS[0])

    assert "第4行的 code 是“37”，应当是没有写过的代码，第2行已经写了这一个。" in sentence


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "第1行的表头是“”，应当是含有 code 一栏的表头。"),
        ("code,name,level", "应当是含有 parent 一栏的表头。"),
        (f"{HEAD},people", "第1行的表头是“people”，应当是各写一次的这些栏目：code、name、level、parent、"),
        (f"{HEAD},name", "第1行的表头是“name”，应当是各写一次的这些栏目："),
    ],
)
def test_a_wrong_head_says_which_columns_are_known(head: str, said: str) -> None:
    assert said in refusal_of(*ROWS, head=head)


def test_a_file_without_rows_is_no_region() -> None:
    assert "的行数是“0”，应当是至少一行区划。" in refusal_of()


def test_the_optional_columns_are_read() -> None:
    rows = [
        "37,示例省,province,,,,,,,,,",
        "370481101201,示例一村委会,village,370481101,1984-01-01,2020-12-31,370481101202,,,,registered,示例名单2014",
        "370481101202,示例二村委会,village,370481101,2021-01-01,,,117.16,35.08,示例测绘2024,,",
    ]

    _, old, new = read(*rows, head=LONG_HEAD)

    assert (str(old.valid_from), str(old.valid_to), old.successor) == ("1984-01-01", "2020-12-31", new.code)
    assert (old.poverty, old.poverty_source) == (Poverty.REGISTERED, "示例名单2014")
    assert (str(new.lon), str(new.lat), new.position_source) == ("117.16", "35.08", "示例测绘2024")
    assert new.poverty is Poverty.UNKNOWN


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("2020-13-01,,,,,,,", "valid_from 是“2020-13-01”，应当是像 2020-12-31 这样的日期。"),
        ("20200101,,,,,,,", "valid_from 是“20200101”，应当是像 2020-12-31 这样的日期。"),
        (
            "2020-01-01,2019-01-01,,,,,,",
            "valid_to 是“2019-01-01”，应当是不早于 valid_from（2020-01-01）的日期。",
        ),
        (",2019-01-01,370481101,,,,,", "successor 是“370481101”，应当是同一级的另一个代码。"),
        (",2019-01-01,370481101201,,,,,", "successor 是“370481101201”，应当是同一级的另一个代码。"),
        (",,370481101202,,,,,", "successor 是“370481101202”，应当是空，或者把 valid_to 也写上。"),
        (",,,181,35,示例,,", "lon 是“181”，应当是负180到180之间、小数不超过6位的度数。"),
        (",,,117.1234567,35,示例,,", "lon 是“117.1234567”，应当是"),
        (",,,117,nan,示例,,", "lat 是“nan”，应当是负90到90之间"),
        (",,,117,,示例,,", "lat 是“”，应当是与另一个坐标一起写的数。"),
        (",,,,35,示例,,", "lon 是“”，应当是与另一个坐标一起写的数。"),
        (",,,117,35,,,", "position_source 是“”，应当是1到60个字"),
        (",,,,,示例,,", "position_source 是“示例”，应当是空，因为没有写它所说明的那一栏。"),
        (",,,,,,poor,示例", "poverty 是“poor”，应当是空，或者村一级的 none、registered、provincial。"),
        (",,,,,,registered,", "poverty_source 是“”，应当是1到60个字"),
        (",,,,,,,示例", "poverty_source 是“示例”，应当是空"),
    ],
)
def test_a_wrong_optional_column_is_named(cells: str, said: str) -> None:
    assert said in refusal_of(f"370481101201,示例一村委会,village,370481101,{cells}", head=LONG_HEAD)


def test_only_villages_are_on_poverty_lists() -> None:
    sentence = refusal_of("37,示例省,province,,,,,,,,registered,示例", head=LONG_HEAD)

    assert "poverty 是“registered”，应当是空，或者村一级的" in sentence


cells = st.sampled_from(
    ["", "37", "3704", "city", "示例省", "2020-01-01", "１２", "\0", '"', "9" * 400]
) | st.text(max_size=8)
lines = st.lists(cells, max_size=13).map(",".join) | st.sampled_from(ROWS)


@given(st.lists(lines, max_size=6), st.sampled_from([HEAD, LONG_HEAD]) | lines)
@example(["37,示例省,province,", "37,示例省,province,"], HEAD)
@example(['"' + "示" * 200_000], HEAD)
def test_no_text_of_a_file_breaks_more_than_its_reading(rows: list[str], head: str) -> None:
    found, sentence = read_or_refusal(rows, head)

    if sentence:
        assert sentence.startswith("区划没有装入。文件 regions.csv ")
        assert sentence.endswith("。")
        assert sentence.isprintable()
    else:
        assert len({region.code for region in found}) == len(found) > 0


def read_or_refusal(rows: list[str], head: str) -> tuple[list[regions.Region], str]:
    try:
        return read(*rows, head=head), ""
    except BadRegions as refusal:
        return [], refusal.sentence
