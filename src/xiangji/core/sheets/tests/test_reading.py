from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import get_args

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xiangji.core.errors import Refused
from xiangji.core.sheets import BadCells, BadSheet, Field, read
from xiangji.core.sheets.fields import BEIJING, Cell, FieldKind, Unfit, heading
from xiangji.core.sheets.tests.cast import GOOD, HEAD, ROSTER, a_table, an_xls, saved


def test_a_good_table_gives_values_of_the_kinds_that_were_asked_for() -> None:
    taken = read(a_table(GOOD), ROSTER, name="名册.xlsx")

    (row,) = taken.accepted()
    assert row.number == 2
    assert row.values == {
        "name": "示例·张一",
        "code": "007",
        "since": date(2026, 11, 2),
        "fen": 120_050,
        "post": "keeper",
    }
    assert taken.titles == ("姓名", "工号", "上岗日期", "补贴", "岗位")
    assert taken.preview == (("示例·张一", "007", "2026-11-02", "1,200.50", "站长"),)


def test_the_old_kind_of_file_is_read_too() -> None:
    file = an_xls([HEAD, ["示例·张一", "007", 46328.0, 1200.5, "站长"]])

    (row,) = read(file, ROSTER).accepted()

    assert row.values == {
        "name": "示例·张一",
        "code": "007",
        "since": date(2026, 11, 2),
        "fen": 120_050,
        "post": "keeper",
    }


def test_two_hundred_bad_cells_are_two_hundred_sentences() -> None:
    rows = [[f"示例·{n}", f"{n:03}", "2026-11-02", "很多", "站长"] for n in range(200)]

    taken = read(a_table(*rows), ROSTER)

    assert taken.fault_count == len(taken.faults) == 200
    assert taken.faults[0].sentence == "第2行的“补贴”是“很多”，应当是金额（元），最多两位小数。"
    assert taken.faults[199].sentence == "第201行的“补贴”是“很多”，应当是金额（元），最多两位小数。"
    with pytest.raises(BadCells) as refusal:
        taken.accepted()
    assert refusal.value.sentence.startswith("表没有导入，什么也没有改。有200处要改，第一处：第2行的“补贴”")
    assert len(refusal.value.faults) == 200


def test_faults_beyond_a_thousand_are_counted() -> None:
    rows = [["", f"{n}", "", "", ""] for n in range(1_200)]

    taken = read(a_table(*rows), ROSTER)

    assert (taken.fault_count, len(taken.faults)) == (1_200, 1_000)
    assert taken.rows == ()


def test_one_bad_cell_refuses_the_whole_table() -> None:
    taken = read(a_table(GOOD, ["", "008", "", "", ""]), ROSTER)

    assert [row.number for row in taken.rows] == [2]
    with pytest.raises(BadCells):
        taken.accepted()


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        pytest.param(0, "  ", "第2行的“姓名”没有写，应当是文字，不能空。", id="nothing but spaces"),
        pytest.param(2, "2026-02-30", "第2行的“上岗日期”是“2026-02-30”，应当是日历上有的日期。", id="no day"),
        pytest.param(2, "去年", "第2行的“上岗日期”是“去年”，应当是日期，例如2026-11-22。", id="not a date"),
        pytest.param(3, "1.005", "第2行的“补贴”是“1.005”，应当是金额（元），最多两位小数。", id="too fine"),
        pytest.param(3, 1.005, "第2行的“补贴”是“1.005”，应当是金额（元），最多两位小数。", id="number"),
        pytest.param(
            3,
            "1,2",
            "第2行的“补贴”是“1,2”，应当是金额（元），最多两位小数。",
            id="a comma that divides nothing",
        ),
        pytest.param(3, True, "第2行的“补贴”是“是”，应当是金额（元），最多两位小数。", id="a truth value"),
        pytest.param(4, "县长", "第2行的“岗位”是“县长”，应当是站长、司机之一。", id="no such choice"),
        pytest.param(
            1,
            371421199001011234.0,
            "第2行的“工号”是“371421199001011328”，应当是文本格式的号码"
            "（Excel 会改掉长数字的末几位，请把这一列设成文本再填）。",
            id="a long number that Excel has cut",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_what_is_expected(column: int, cell: object, sentence: str) -> None:
    row: list[object] = list(GOOD)
    row[column] = cell

    taken = read(a_table(row), ROSTER)

    assert [fault.sentence for fault in taken.faults] == [sentence]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        pytest.param("2026/11/2", date(2026, 11, 2), id="slashes"),
        pytest.param("2026.11.02", date(2026, 11, 2), id="points"),
        pytest.param("2026年11月2日", date(2026, 11, 2), id="words"),
        pytest.param("２０２６－１１－０２", date(2026, 11, 2), id="full width"),
        pytest.param("20261102", date(2026, 11, 2), id="eight digits as text"),
        pytest.param(20261102, date(2026, 11, 2), id="eight digits as a number"),
        pytest.param(46328, date(2026, 11, 2), id="a serial number of Excel"),
        pytest.param(date(2026, 11, 2), date(2026, 11, 2), id="a date of Excel"),
        pytest.param(datetime(2026, 11, 2, 8, 30), date(2026, 11, 2), id="a date with a time"),  # noqa: DTZ001
        pytest.param("2026-11-02 08:30", date(2026, 11, 2), id="a text with a time"),
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(cell: object, day: date) -> None:
    (row,) = read(a_table(["甲", "1", cell]), ROSTER).accepted()

    assert row.values["since"] == day


def test_a_time_is_the_clock_in_beijing() -> None:
    field = Field("at", "时间", kind="datetime")

    (row,) = read(a_table(["2026-11-22 9:40"], head=["时间"]), [field]).accepted()

    assert row.values["at"] == datetime(2026, 11, 22, 9, 40, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        pytest.param("text", "007", "007", id="zeros before a code stay"),
        pytest.param("text", 7, "7", id="a number is text without a point"),
        pytest.param("text", "\u3000张\u200b三\u00a0", "张三", id="signs that nobody sees"),
        pytest.param("whole", "12", 12, id="whole"),
        pytest.param("whole", 12.0, 12, id="whole number of Excel"),
        pytest.param("number", "－1,234.5", Decimal("-1234.5"), id="full width and commas"),
        pytest.param("number", "−0.5", Decimal("-0.5"), id="a real minus"),
        pytest.param("money", 0.1, 10, id="a float that is ten fen"),
        pytest.param("money", 1234567.89, 123_456_789, id="a float with two decimals"),
        pytest.param("money", "-3", -300, id="a reversal"),
    ],
)
def test_a_cell_becomes_a_value(kind: FieldKind, cell: object, value: object) -> None:
    (row,) = read(a_table([cell], head=["格"]), [Field("cell", "格", kind=kind)]).accepted()

    assert row.values == {"cell": value}


def test_a_formula_is_read_as_its_value_and_never_run() -> None:
    def formula(page: Worksheet) -> None:
        page["A2"] = '=HYPERLINK("http://example.org","点")'

    taken = read(a_table(GOOD, change=formula), ROSTER)

    assert [fault.sentence for fault in taken.faults] == ["第2行的“姓名”没有写，应当是文字，不能空。"]


def test_the_own_check_of_a_column_says_what_it_expects() -> None:
    field = Field("code", "代码", check=lambda code: "" if len(code) == 6 else "6位代码")

    taken = read(a_table(["37"], ["370481"], head=["代码"]), [field])

    assert [fault.sentence for fault in taken.faults] == ["第2行的“代码”是“37”，应当是6位代码。"]


def test_a_value_that_must_be_unique_names_its_first_row() -> None:
    taken = read(a_table(GOOD, GOOD), ROSTER)

    assert [fault.sentence for fault in taken.faults] == [
        "第3行的“工号”是“007”，应当是只出现一次的值，第2行已经有了。"
    ]


def test_headings_are_found_below_a_title_and_through_merged_cells() -> None:
    book = Workbook()
    page = book.active
    for row in (
        ["示例镇站长名册", None, None],
        ["名字 *", "联系", None],
        [None, "工号：", "补贴（元）"],
        ["甲", "001", 3],
        [None, None, None],
        ["乙", "002", 4],
    ):
        page.append(row)
    for area in ("A1:C1", "A2:A3", "B2:C2"):
        page.merge_cells(area)

    taken = read(saved(book), ROSTER)

    assert [(row.number, row.values["name"], row.values["fen"]) for row in taken.accepted()] == [
        (4, "甲", 300),
        (6, "乙", 400),
    ]


def test_a_heading_that_is_merged_over_two_rows_without_parts_is_no_row() -> None:
    book = Workbook()
    page = book.active
    for row in (["姓名", "工号"], [None, None], ["甲", "001"]):
        page.append(row)
    page.merge_cells("A1:A2")
    page.merge_cells("B1:B2")

    assert [row.number for row in read(saved(book), ROSTER).accepted()] == [3]


def test_headings_again_in_the_middle_are_faults_and_lose_no_row() -> None:
    taken = read(a_table(GOOD, HEAD, [*GOOD[:1], "008", *GOOD[2:]]), ROSTER)

    assert [row.number for row in taken.rows] == [2, 4]
    assert {fault.row for fault in taken.faults} == {3}


def test_merged_cells_among_the_rows_are_said_and_not_guessed() -> None:
    def merge(page: Worksheet) -> None:
        page.merge_cells("D2:D3")

    taken = read(a_table(GOOD, ["乙", "008", "", "", ""], change=merge), ROSTER)

    assert [fault.sentence for fault in taken.faults] == [
        "第3行的“补贴”没有写，应当是一行一个值，请取消合并单元格，每行都填上。"
    ]


def test_empty_rows_at_the_end_are_no_rows() -> None:
    def formats(page: Worksheet) -> None:
        for number in range(3, 2_000):
            page.cell(number, 1).number_format = "0.00"
            page.cell(number, 2, "  ")

    assert len(read(a_table(GOOD, change=formats), ROSTER).accepted()) == 1


def test_columns_that_nobody_asked_for_are_named() -> None:
    taken = read(a_table([*GOOD, "x"], head=[*HEAD, "备注"]), ROSTER)

    assert taken.unknown_titles == ("备注",)
    assert taken.is_good


def test_a_hidden_sheet_is_passed_over_and_others_are_named() -> None:
    book = Workbook()
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("名册")
    shown.append(HEAD)
    shown.append(GOOD)
    book.create_sheet("说明")

    taken = read(saved(book), ROSTER)

    assert (taken.sheet, taken.other_sheets) == ("名册", ("说明",))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        pytest.param(a_table(GOOD, head=["a", "b"]), "没有标题“姓名”、“工号”，第1行写的是a、b", id="others"),
        pytest.param(a_table(GOOD, head=["姓名", "金额"]), "没有标题“工号”", id="one heading is missing"),
        pytest.param(a_table(head=HEAD), "第1行的标题下面没有内容", id="only headings"),
        pytest.param(a_table(head=[]), "表是空的", id="nothing at all"),
        pytest.param(a_table(GOOD, head=["姓名", "工号", "名字"]), "有两列都叫“名字”", id="twice"),
    ],
)
def test_a_table_without_its_headings_is_refused(file: BytesIO, words: str) -> None:
    with pytest.raises(BadSheet) as refusal:
        read(file, ROSTER, name="名册.xlsx")

    assert refusal.value.sentence.startswith("表没有读入。文件“名册.xlsx”")
    assert words in refusal.value.sentence


@given(
    st.one_of(st.text(max_size=40), st.floats(), st.booleans(), st.datetimes(), st.times(), st.timedeltas())
)
def test_any_cell_fits_or_says_what_is_expected(cell: Cell) -> None:
    for kind in get_args(FieldKind):
        with suppress(Unfit):
            Field("cell", "格", kind=kind).value_of(cell)


@pytest.mark.parametrize("written", ["补贴（元）", " 补 贴 *", "补贴(必填)：", "补\n贴"])
def test_what_people_add_to_a_heading_does_not_matter(written: str) -> None:
    assert heading(written) == heading("补贴")


def test_another_unit_is_another_heading() -> None:
    assert heading("补贴（万元）") != heading("补贴")


def test_the_part_shows_faults_and_first_rows_escaped() -> None:
    taken = read(a_table(["<b>甲</b>", "", "", "", ""], head=[*HEAD[:4], "备注"]), ROSTER)

    page = render_to_string("sheets/_read.html", {"taken": taken})

    assert "有1处要改，什么也没有导入" in page
    assert "第2行的“工号”没有写" in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page
    assert "这几列没有用到：备注。" in page


def test_a_refused_table_is_a_refusal_for_the_middleware() -> None:
    assert issubclass(BadSheet, Refused)
    assert issubclass(BadCells, Refused)
