from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.http import FileResponse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xiangji.core.errors import Refused, Unavailable
from xiangji.core.sheets import Column, Field, export, exporting, read, write
from xiangji.core.sheets.columns import LONGEST_TEXT, text_cell
from xiangji.core.sheets.exporting import DEMO_NOTICE, named
from xiangji.core.sheets.fields import plain
from xiangji.core.ui import demo
from xiangji.core.values import Money

COLUMNS = (
    Column("名称"),
    Column("件数", "number"),
    Column("金额", "money"),
    Column("占比", "percent"),
    Column("日期", "date"),
    Column("时间", "datetime"),
)
ROW = (
    "示例一村",
    3,
    120_050,
    Decimal("13.33"),
    date(2026, 11, 2),
    datetime(2026, 11, 2, 20, 30, 5, 7, tzinfo=UTC),
)


def written(*rows: tuple[object, ...], columns: tuple[Column | str, ...] = COLUMNS) -> Worksheet:
    target = BytesIO()
    write(columns, iter(rows), target)
    return load_workbook(target).active


def one_cell(value: object, column: Column | str = "格") -> Worksheet:
    return written((value,), columns=(column,))["A2"]


def test_each_kind_of_column_is_written_as_excel_means_it() -> None:
    page = written(ROW)

    assert [cell.value for cell in page[1]] == ["名称", "件数", "金额（元）", "占比", "日期", "时间"]
    assert [cell.value for cell in page[2]] == [
        "示例一村",
        3,
        1200.5,
        0.1333,
        datetime(2026, 11, 2),  # noqa: DTZ001
        datetime(2026, 11, 3, 4, 30, 5),  # noqa: DTZ001 - 20:30 UTC is the next morning in Beijing
    ]
    assert [cell.number_format for cell in page[2]][2:] == [
        "#,##0.00",
        "0.00%",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]


def test_headings_are_bold_stay_in_sight_and_are_as_wide_as_they_need() -> None:
    page = written(ROW, columns=(Column("名称", width=20), *COLUMNS[1:]))

    assert all(cell.font.bold for cell in page[1])
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["A"].width == 40
    assert page.column_dimensions["C"].width == 16


def test_a_demo_says_so_in_the_first_row(settings: LazySettings) -> None:
    settings.DEMO = True

    page = written(ROW)

    assert page["A1"].value == DEMO_NOTICE == demo.notice()
    assert [cell.value for cell in page[2]][:2] == ["名称", "件数"]
    assert page.freeze_panes == "A3"


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1"])
def test_what_looks_like_a_formula_stays_the_text_that_it_is(text: str) -> None:
    cell = one_cell(text)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_no_formula_stands_in_the_file() -> None:
    target = BytesIO()
    write(["=A1", "@"], [("=1+1", "=HYPERLINK(1)")], target)

    assert b"<f>" not in zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("甲\0乙\x1b\x0b", "甲�乙��", id="control signs"),
        pytest.param("一\r\n二\t三", "一\n二\t三", id="lines and tabs stay"),
        pytest.param("一\r二", "一\n二", id="an old end of a line"),
        pytest.param("\ud800", "�", id="half a sign"),
        pytest.param("\ufffe", "�", id="no sign at all"),
        pytest.param("长" * 40_000, None, id="longer than a cell"),
    ],
)
def test_signs_that_a_sheet_cannot_carry_are_shown_as_such(text: str, seen: str | None) -> None:
    value = one_cell(text).value

    assert value == seen if seen else (len(value) == LONGEST_TEXT and value.endswith("余下省略）"))


@pytest.mark.parametrize(
    ("column", "value", "seen"),
    [
        pytest.param(Column("数", "number"), 1234567890123456, "1234567890123456", id="too many digits"),
        pytest.param(Column("数", "number"), True, "是", id="a truth value"),
        pytest.param(Column("数", "number"), "未定", "未定", id="a word among numbers"),
        pytest.param(Column("数", "number"), float("nan"), "nan", id="not a number"),
        pytest.param(Column("额", "money"), Money(-5), -0.05, id="money"),
        pytest.param(Column("日", "date"), date(1895, 1, 1), "1895-01-01", id="before Excel's days"),
        pytest.param(Column("日", "date"), None, None, id="nothing"),
    ],
)  # fmt: skip
def test_a_value_that_the_column_does_not_expect_is_still_true(
    column: Column, value: object, seen: object
) -> None:
    assert one_cell(value, column).value == seen


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        one_cell(datetime(2026, 1, 1), Column("时间", "datetime"))  # noqa: DTZ001


def test_a_row_of_another_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="shorter"):
        written(("甲",))


def test_the_download_is_an_attachment_that_nobody_keeps(db: None) -> None:
    response = export("名册：2026/11.xlsx", COLUMNS, [ROW], title="名册[1]")

    assert isinstance(response, FileResponse)
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    page = load_workbook(BytesIO(b"".join(response))).active
    assert (page.title, page["A2"].value) == ("名册_1_", "示例一村")
    response.close()


@pytest.mark.parametrize(
    ("given", "made"),
    [
        pytest.param("名册", "名册.xlsx", id="the ending is added"),
        pytest.param("../../etc/passwd", "_.._etc_passwd.xlsx", id="no path"),
        pytest.param("", "清单.xlsx", id="nothing"),
        pytest.param("a\r\nSet-Cookie: x", "a__Set-Cookie_ x.xlsx", id="no second header"),
    ],
)
def test_a_file_name_is_made_harmless(given: str, made: str) -> None:
    assert named(given) == made


def test_rows_are_taken_one_by_one() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(5):
            taken.append(number)
            yield (number,)

    assert write([Column("数", "number")], rows(), BytesIO()) == 5
    assert taken == [0, 1, 2, 3, 4]


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)

    with pytest.raises(Refused) as refusal:
        write(["数"], [(1,), (2,), (3,)], BytesIO())

    assert refusal.value.code == "too_many_rows_for_a_sheet"


def test_a_disk_that_takes_nothing_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)

    with pytest.raises(Unavailable) as answer:
        export("名册", ["数"], [(1,)])

    assert answer.value.sentence.startswith("表没有导出。")


@given(st.text(max_size=30))
def test_what_goes_out_comes_back(text: str) -> None:
    target = BytesIO()
    write(["键", "格"], [("1", text)], target)

    (row,) = read(target, [Field("key", "键", required=True), Field("cell", "格")]).accepted()

    assert row.values["key"] == "1"
    assert seen(row.values["cell"] or "") == seen(text)


def seen(text: str) -> str:
    """What a reader sees of a text that went through a sheet."""
    return plain(text_cell(text).replace("_x005F_", "_").replace("\r", "\n"))
