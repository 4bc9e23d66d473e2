import csv as reader
from io import StringIO

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.ui import csv

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def test_a_list_opens_in_excel_as_chinese(settings: LazySettings) -> None:
    settings.DEMO = False

    answer = csv.answer("镇村名单.csv", ["代码", "名称"], [["370481101", "界河镇"]])

    assert answer.content == b"\xef\xbb\xbf" + "代码,名称\r\n370481101,界河镇\r\n".encode()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E9%95%87")


def test_a_list_of_a_demo_ends_with_the_notice(settings: LazySettings) -> None:
    settings.DEMO = True

    assert csv.text(["名称"], [["界河镇"]]).endswith("演示数据，与真实单位无关\r\n")


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@sum", "\tx", "\r=1", '=HYPERLINK("x")'])
def test_a_text_that_would_run_as_a_formula_is_kept_from_it(cell: str) -> None:
    assert csv.guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "written"), [(-5, "-5"), (0, "0"), ("界河镇", "界河镇"), ("", "")])
def test_numbers_and_plain_words_stay_as_they_are(cell: object, written: str) -> None:
    assert csv.guarded(cell) == written


@given(st.lists(st.lists(CELLS, min_size=2), max_size=5))
def test_no_cell_of_any_list_starts_a_formula(rows: list[list[str]]) -> None:
    written = csv.text(["名称"], rows).removeprefix(csv.BYTE_ORDER_MARK)

    cells = [cell for row in reader.reader(StringIO(written, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
