"""Files that were made to hurt, or that broke on the way: one sentence, quickly, and the process lives."""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from xiangji.core.sheets import BadSheet, ReadSheet, read
from xiangji.core.sheets.packing import UNPACKED_LIMIT, BadPackage, packed_anew
from xiangji.core.sheets.tests.cast import (
    GOOD,
    HEAD,
    ROSTER,
    a_table,
    an_xls,
    sheet_xml,
    with_parts,
    with_sheet,
)
from xiangji.core.sheets.workbook import SIZE_LIMIT

# Made once: a workbook tells the second in which it was made, and examples must not change with the clock.
A_TABLE, AN_XLS = a_table(GOOD).getvalue(), an_xls([HEAD, GOOD]).getvalue()
TEXT_CELL = '<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def refusal_of(file: BytesIO) -> str:
    with pytest.raises(BadSheet) as refusal:
        read(file, ROSTER, name="名册.xlsx")
    assert refusal.value.sentence.startswith("表没有读入。文件“名册.xlsx”")
    return refusal.value.sentence


def is_a_table_or_a_sentence(file: BytesIO) -> bool:
    try:
        return isinstance(read(file, ROSTER), ReadSheet)
    except BadSheet as refusal:
        return refusal.sentence.endswith("。")


def lying(content: bytes, size: int) -> bytes:
    """Every part says that it is of this size when unpacked, in its own header and in the directory."""
    changed = bytearray(content)
    at = content.find(b"PK\x03\x04")
    while at >= 0:
        struct.pack_into("<L", changed, at + 22, size)
        at = content.find(b"PK\x03\x04", at + 4)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", changed, at + 24, size)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def test_a_bomb_that_tells_its_size_is_not_opened() -> None:
    bomb = with_parts({"xl/worksheets/sheet1.xml": b" " * (UNPACKED_LIMIT + 1)})

    assert "展开后有60 MB，最多60 MB" in refusal_of(bomb)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    bomb = with_parts({"xl/worksheets/sheet1.xml": b" " * (UNPACKED_LIMIT + 1)}).getvalue()

    assert "坏了" in refusal_of(BytesIO(lying(bomb, 1_000)))


def test_a_bomb_beside_the_table_counts_as_well() -> None:
    bomb = with_parts({"xl/media/image1.png": b"\0" * (UNPACKED_LIMIT + 1)})

    assert "最多60 MB" in refusal_of(bomb)


def test_an_archive_inside_stays_closed() -> None:
    inner = with_parts({"xl/worksheets/sheet1.xml": b" " * (UNPACKED_LIMIT // 2)}).getvalue()

    assert len(read(with_parts({"xl/embeddings/inner.xlsx": inner}), ROSTER).accepted()) == 1


def test_what_a_table_does_not_need_never_reaches_the_reader() -> None:
    file = with_parts({"xl/vbaProject.bin": b"x", "../../evil": b"x", "xl/drawings/a.xml": b"x"})
    clean = BytesIO()

    packed_anew(file.getvalue(), clean)

    names = zipfile.ZipFile(clean).namelist()
    assert "xl/worksheets/sheet1.xml" in names
    assert not {"xl/vbaProject.bin", "../../evil", "xl/drawings/a.xml"} & set(names)


def test_a_thousand_parts_too_many() -> None:
    many = {f"xl/worksheets/sheet{n}.xml": b"<a/>" for n in range(2, 2_100)}

    assert "个部分" in refusal_of(with_parts(many))


def test_two_parts_of_one_name_are_refused() -> None:
    assert "同名" in refusal_of(with_parts({"XL/workbook.xml": b"<a/>"}))


def test_a_compression_that_excel_does_not_know_is_refused() -> None:
    assert "压缩办法" in refusal_of(with_parts({}, zipfile.ZIP_LZMA))


def test_a_far_cell_of_an_xlsx_does_not_take_the_memory() -> None:
    near = TEXT_CELL.format(place="A1", text="姓名")
    far = TEXT_CELL.format(place="XFD1048576", text="x")

    sentence = refusal_of(with_sheet(sheet_xml(f"<row>{near}</row><row>{far}</row>")))

    assert "太大" in sentence or "列" in sentence


def test_a_far_cell_of_an_xls_does_not_take_the_memory() -> None:
    sentence = refusal_of(an_xls([HEAD, GOOD], far=(65_000, 65_000)))

    assert "太大" in sentence or "列" in sentence


def test_a_table_that_is_too_wide_is_said() -> None:
    wide = TEXT_CELL.format(place="A1", text="姓名") + TEXT_CELL.format(place="SG1", text="x")

    assert "有501列，最多500列" in refusal_of(with_sheet(sheet_xml(f"<row>{wide}</row>")))


def test_more_than_two_hundred_thousand_rows_are_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_003))

    assert "超过200,000行" in refusal_of(with_sheet(sheet_xml(rows)))


def test_entities_that_grow_are_not_grown() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = sheet_xml(f"<row>{TEXT_CELL.format(place='A1', text='&l9;')}</row>").replace(
        "<worksheet", f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]><worksheet', 1
    )

    assert refusal_of(with_sheet(xml))


def test_a_locked_file_is_said_to_be_locked() -> None:
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 64
    )

    assert "加了密码" in refusal_of(BytesIO(locked))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param("姓名,工号\n".encode(), id="a csv with another name"),
        pytest.param(b"<html><table><tr><td>x</td></tr></table></html>", id="a page called xls"),
        pytest.param(b"%PDF-1.7", id="a pdf"),
    ],
)
def test_what_is_no_excel_file_is_refused_by_its_content(content: bytes) -> None:
    assert "不是 Excel 表" in refusal_of(BytesIO(content))


def test_a_file_over_the_limit_is_not_opened() -> None:
    assert "超过20 MB" in refusal_of(BytesIO(A_TABLE + b"\0" * SIZE_LIMIT))


@examples(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_broken_zip_is_a_sentence(data: st.DataObject) -> None:
    whole = bytearray(A_TABLE)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])

    with suppress(BadPackage):
        packed_anew(cut, BytesIO())


@examples(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_broken_bytes_of_both_kinds_are_a_table_or_a_sentence(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([AN_XLS, A_TABLE])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    assert is_a_table_or_a_sentence(BytesIO(bytes(whole)))


@examples(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(min_size=1, max_size=300))
def test_any_xml_in_the_sheet_is_a_table_or_a_sentence(rubbish: bytes) -> None:
    file = with_parts({"xl/worksheets/sheet1.xml": sheet_xml("<row>").encode()[:-30] + rubbish})

    assert is_a_table_or_a_sentence(file)
