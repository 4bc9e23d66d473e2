from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangji.core.errors import BadFile
from xiangji.core.errors.files import read_text, read_toml, shown


class BadNote(BadFile):
    reason = "bad_note"
    undone = "便条没有读入"


def refusal_of(content: bytes, *, limit: int = 10_000) -> BadNote | None:
    """What is said of a file with this content; None when it is read."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "note.toml"
        file.write_bytes(content)
        try:
            read_toml(file, BadNote, limit=limit)
        except BadNote as refusal:
            return refusal
    return None


def test_a_bad_file_names_file_line_field_value_and_what_is_expected() -> None:
    refusal = BadNote(Path("/somewhere/note.csv"), "price", "十块", "数", line=3)

    assert refusal.code == "bad_note"
    assert refusal.sentence == "便条没有读入。文件 note.csv 第3行的 price 是“十块”，应当是数。"


@given(st.binary(max_size=300))
@example(b"a = " + b"9" * 5_000)
@example(b"a = 1e99999999999999999999")
@example(b"a = 1e-99999999999999999999")
@example(b"a = " + b"[" * 3_000)
@example(b"a" + b".a" * 3_000 + b" = 1")
@example(b'a = "\\u0000"')
@example(b"\xff\xfea\x00 \x00=\x00")
@example("a = '好'".encode("gb18030"))
@example("﻿a = 1".encode())
def test_no_content_of_a_file_breaks_more_than_its_reading(content: bytes) -> None:
    refusal = refusal_of(content)

    if refusal:
        assert refusal.sentence.startswith("便条没有读入。文件 note.toml")
        assert refusal.sentence.endswith("。")
        assert refusal.sentence.isprintable()
        assert len(refusal.sentence) < 300


def test_fractions_come_out_exactly() -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "note.toml"
        file.write_text("a = 11.50\nb = 3\n")

        assert read_toml(file, BadNote, limit=100) == {"a": Decimal("11.50"), "b": 3}


def test_a_file_that_is_too_large_is_not_read() -> None:
    refusal = refusal_of(b"#" * 101, limit=100)

    assert refusal is not None
    assert (
        refusal.sentence == "便条没有读入。文件 note.toml 的大小是“100字节以上”，应当是不超过100字节的文件。"
    )


def test_a_wrong_encoding_names_the_line() -> None:
    refusal = refusal_of(b"a = 1\nb = '\xba\xc3'\n")

    assert refusal is not None
    assert "第2行的编码是“ba”，应当是 UTF-8 文字。" in refusal.sentence


@pytest.mark.parametrize(("made", "said"), [("nothing", "找不到"), ("folder", "文件夹")])
def test_what_cannot_be_opened_is_said_in_words(tmp_path: Path, made: str, said: str) -> None:
    file = tmp_path / "note.toml"
    if made == "folder":
        file.mkdir()

    with pytest.raises(BadNote, match=f"是“{said}”，应当是能读的文件。"):
        read_text(file, BadNote, limit=100)


def test_a_name_that_no_file_can_have_is_said_in_words() -> None:
    with pytest.raises(BadNote, match="应当是能读的文件。"):
        read_text(Path("a\0b"), BadNote, limit=100)


@given(st.text() | st.integers() | st.none() | st.booleans() | st.lists(st.integers()) | st.just(10**5_000))
def test_every_value_is_shown_on_one_short_line(value: object) -> None:
    text = shown(value)

    assert text.isprintable()
    assert len(text) <= 41
