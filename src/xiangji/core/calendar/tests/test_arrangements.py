"""Files of arranged days, good and bad."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangji.core.calendar import BadHolidays
from xiangji.core.calendar.rules import arrangements
from xiangji.core.calendar.rules.arrangements import Arranged, Sort

FILE = Path("holidays.csv")
HEAD = "date,kind,name"


def read(*rows: str, head: str = HEAD) -> list[Arranged]:
    return arrangements.read(FILE, "\n".join([head, *rows]))


def read_or_refusal(rows: list[str], head: str) -> tuple[list[Arranged], str]:
    try:
        return read(*rows, head=head), ""
    except BadHolidays as refusal:
        return [], refusal.sentence


def test_days_come_in_their_order() -> None:
    rows = read("2026-10-10,work,国庆节", "2026-10-01,rest,国庆节")

    assert rows == [
        Arranged(date(2026, 10, 1), Sort.REST, "国庆节"),
        Arranged(date(2026, 10, 10), Sort.WORK, "国庆节"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-02-30,rest,春节", "第2行的 date 是“2026-02-30”，应当是像 2026-10-01 这样的日期。"),
        ("20261001,rest,国庆节", "第2行的 date 是“20261001”，应当是像 2026-10-01 这样的日期。"),
        ("２０２６-10-01,rest,国庆节", "第2行的 date 是“２０２６-10-01”，应当是像"),
        ("2026-10-01,free,国庆节", "第2行的 kind 是“free”，应当是 rest（放假）或 work（调休上班）。"),
        ("2026-10-01,work,国庆节", "第2行的 kind 是“work”，应当是 rest，因为这一天本来就不是周末。"),
        ("2026-10-01,rest,", "第2行的 name 是“”，应当是1到20个字的节日名称。"),
        ("2026-10-01,rest,国庆\0节", "第2行的 name 是“国庆�节”，应当是1到20个字的节日名称。"),
        ("2026-10-01,rest", "第2行的格数是“2”，应当是3格。"),
        ('2026-10-01,"rest,国庆节', "第2行的写法是"),
        (
            "2026-10-01,rest,国庆节\n2026-10-01,rest,国庆节",
            "第3行的 date 是“2026-10-01”，应当是没有写过的日期。",
        ),
    ],
)
def test_a_wrong_row_is_named_with_line_field_value_and_what_is_expected(row: str, said: str) -> None:
    _, sentence = read_or_refusal([row], HEAD)

    assert sentence.startswith("节假日没有装入。文件 holidays.csv 第")
    assert said in sentence


def test_a_wrong_head_and_an_empty_table_are_no_arrangement() -> None:
    assert "第1行的表头是“day,kind,name”，应当是date,kind,name。" in read_or_refusal([], "day,kind,name")[1]
    assert "的行数是“0”，应当是至少一行。" in read_or_refusal([], HEAD)[1]


cells = st.sampled_from(
    ["", "2026-10-01", "2026-10-10", "rest", "work", "国庆节", "\0", '"', "９"]
) | st.text(max_size=8)
lines = st.lists(cells, max_size=4).map(",".join)


@given(st.lists(lines, max_size=5), st.just(HEAD) | lines)
@example(['"' + "示" * 200_000], HEAD)
def test_no_text_of_a_file_breaks_more_than_its_reading(rows: list[str], head: str) -> None:
    found, sentence = read_or_refusal(rows, head)

    if sentence:
        assert sentence.startswith("节假日没有装入。文件 holidays.csv ")
        assert sentence.endswith("。")
        assert sentence.isprintable()
    else:
        assert len({row.day for row in found}) == len(found) > 0
