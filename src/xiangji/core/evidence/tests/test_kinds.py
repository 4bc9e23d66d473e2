import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.evidence.kinds import DIRECTORY_LIMIT, Kind, has_macros, kind_of, package_names
from xiangji.core.evidence.tests import cast


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(cast.PDF, Kind.PDF, id="pdf"),
        pytest.param(cast.JPEG, Kind.JPEG, id="jpeg"),
        pytest.param(cast.PNG, Kind.PNG, id="png"),
        pytest.param(cast.WEBP, Kind.WEBP, id="webp"),
        pytest.param(cast.HEIC, Kind.HEIC, id="heic"),
        pytest.param(cast.XLSX, Kind.XLSX, id="xlsx"),
        pytest.param(cast.XLS, Kind.XLS, id="xls"),
        pytest.param(cast.DOCX, Kind.DOCX, id="docx"),
        pytest.param(cast.ZIP, None, id="a zip"),
        pytest.param(cast.DOC, None, id="an old Word file"),
        pytest.param(cast.MP4, None, id="a film"),
        pytest.param(cast.HTML, None, id="a page"),
        pytest.param(cast.SVG, None, id="a drawing with a script"),
        pytest.param(cast.EXE, None, id="a program"),
        pytest.param(b"GIF89a" + b"\0" * 20, None, id="a gif"),
        pytest.param("姓名,工号\n".encode(), None, id="text"),
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"\n%PDF-1.7", None, id="a pdf that begins later"),
        pytest.param(b"PK\x03\x04" + b"\0" * 40, None, id="a broken zip"),
    ],
)
def test_the_content_tells_the_kind(content: bytes, kind: Kind | None) -> None:
    assert kind_of(content) == kind


@given(
    st.sampled_from([b"", b"PK", b"PK\x03\x04", b"PK\x05\x06", cast.OLE, b"RIFF", b"%PDF-", cast.HEIC[:12]]),
    st.binary(max_size=400),
)
def test_any_bytes_have_a_kind_or_none(start: bytes, rest: bytes) -> None:
    assert kind_of(start + rest) in {None, *Kind}
    assert has_macros(start + rest) in {True, False}


@given(st.integers(0, len(cast.XLSX) - 1), st.integers(0, 255))
def test_a_broken_package_is_no_traceback(position: int, byte: int) -> None:
    content = cast.XLSX[:position] + bytes([byte]) + cast.XLSX[position + 1 :]

    assert kind_of(content) in {None, Kind.XLSX}


def test_an_endless_directory_is_not_read() -> None:
    end = b"PK\x05\x06" + b"\0" * 8 + (DIRECTORY_LIMIT + 1).to_bytes(4, "little") + b"\0" * 6

    assert package_names(cast.XLSX + end) == []


def test_macros_are_found_in_both_kinds_of_office_files() -> None:
    with_program = cast.a_package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")
    old = cast.XLS + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 40

    assert has_macros(with_program)
    assert has_macros(old)
    assert not has_macros(cast.XLSX)
    assert not has_macros(cast.XLS)
