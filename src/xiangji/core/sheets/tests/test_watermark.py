"""A list that leaves with sealed columns says in every part who took it and on which approval."""

from io import BytesIO

import pytest
from django.conf import LazySettings
from openpyxl import Workbook, load_workbook

from xiangji.core.sheets import write
from xiangji.core.sheets.exporting import DEMO_NOTICE, Watermark

LINE = "示例·张经办　导-0003　2026年11月25日　第1次下载　只许用于所批的事"
MARK = Watermark(LINE, "示例·张经办·导-0003", "示例·张经办", "导-0003")


def book_of(*rows: tuple[object, ...], mark: Watermark = MARK) -> Workbook:
    target = BytesIO()
    write(("名称", "电话"), iter(rows), target, title="人员与单位", watermark=mark)
    return load_workbook(target)


def values(book: Workbook) -> list[tuple[object, ...]]:
    return list(book.active.iter_rows(values_only=True))


def test_the_mark_stands_above_the_heads_and_in_every_row() -> None:
    rows = values(book_of(("示例·甲", "1"), ("示例·乙", "2")))

    assert rows == [
        (LINE, None, None),
        ("名称", "电话", "导出人·审批号"),
        ("示例·甲", "1", "示例·张经办·导-0003"),
        ("示例·乙", "2", "示例·张经办·导-0003"),
    ]


def test_every_printed_page_and_the_file_itself_carry_the_mark() -> None:
    book = book_of(("示例·甲", "1"))
    page = book.active

    assert page.oddHeader.center.text == page.oddFooter.center.text == LINE
    assert (book.properties.creator, book.properties.identifier) == ("示例·张经办", "导-0003")
    assert book.properties.description == LINE
    assert page.freeze_panes == "A3"


def test_a_list_without_rows_is_marked_as_well() -> None:
    assert values(book_of()) == [(LINE, None, None), ("名称", "电话", "导出人·审批号")]


def test_in_a_demo_the_notice_stands_first(settings: LazySettings) -> None:
    settings.DEMO = True

    book = book_of(("示例·甲", "1"))

    assert [row[0] for row in values(book)] == [DEMO_NOTICE, LINE, "名称", "示例·甲"]
    assert book.active.freeze_panes == "A4"


@pytest.mark.parametrize("line", ["=1+1", "张&甲 &P", "@SUM(A1)"])
def test_a_mark_that_looks_like_a_formula_or_a_code_stays_text(line: str) -> None:
    book = book_of(("示例·甲", "1"), mark=Watermark(line, line, line, line))

    assert book.active["A1"].value == line
    assert book.active["A1"].data_type == "s"
    assert book.active["C3"].value == line
