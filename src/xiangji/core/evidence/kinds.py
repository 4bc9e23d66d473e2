"""What a file is, judged by its content. A name proves nothing."""

import struct
import zipfile
from collections.abc import Callable
from enum import Enum
from io import BytesIO

DIRECTORY_LIMIT = 1_000_000
_END_RECORD = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_FTYP_SHORTEST, _FTYP_LONGEST = 16, 1024


class Kind(Enum):
    """The kinds of files that can be evidence."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def ending(self) -> str:
        return ".jpg" if self is Kind.JPEG else f".{self.value}"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def is_picture(self) -> bool:
        return self in {Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC}


def kind_of(content: bytes) -> Kind | None:
    """None for everything else: pages, programs, archives, drawings with scripts, text."""
    for kind, fits in _SIGNS:
        if fits(content):
            return kind
    return _package_kind(content) if content.startswith(b"PK") else None


def has_macros(content: bytes) -> bool:
    """Office files that bring a program along."""
    if content.startswith(_OLE):
        return _stream(content, "_VBA_PROJECT")
    return content.startswith(b"PK") and any(
        name.lower().endswith("vbaproject.bin") for name in package_names(content)
    )


def package_names(content: bytes) -> list[str]:
    """The names in a zip's directory; none where it is broken or its directory is absurdly long."""
    if directory_length(content) > DIRECTORY_LIMIT:
        return []
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError):
        return []


def directory_length(content: bytes) -> int:
    """What the end record says about the directory's length; without an end record 0."""
    tail = content[-(_END_LENGTH + _LONGEST_COMMENT) :]
    at = tail.rfind(_END_RECORD)
    record = tail[at : at + _END_LENGTH]
    if at < 0 or len(record) < _END_LENGTH:
        return 0
    length: int = struct.unpack_from("<L", record, 12)[0]
    return length


def _package_kind(content: bytes) -> Kind | None:
    names = set(package_names(content))
    if "[Content_Types].xml" not in names:
        return None
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    return Kind.DOCX if "word/document.xml" in names else None


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP" and content[12:15] == b"VP8"


def _is_heic(content: bytes) -> bool:
    """The first box names its brands; a film (mp4) has others."""
    if len(content) < _FTYP_SHORTEST or content[4:8] != b"ftyp":
        return False
    length = int.from_bytes(content[:4], "big")
    if not _FTYP_SHORTEST <= length <= _FTYP_LONGEST:
        return False
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, length, 4))}
    return bool(brands & _HEIC_BRANDS)


def _is_xls(content: bytes) -> bool:
    if not content.startswith(_OLE):
        return False
    return (_stream(content, "Workbook") or _stream(content, "Book")) and not _stream(content, "WordDocument")


def _stream(content: bytes, name: str) -> bool:
    """Whether a compound file has a directory entry of this name: 64 bytes of UTF-16, padded with zeros."""
    return name.encode("utf-16-le") + b"\0\0" in content


def _begins(sign: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(sign)


_SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (Kind.PDF, _begins(b"%PDF-")),
    (Kind.JPEG, _begins(b"\xff\xd8\xff")),
    (Kind.PNG, _begins(b"\x89PNG\r\n\x1a\n")),
    (Kind.WEBP, _is_webp),
    (Kind.HEIC, _is_heic),
    (Kind.XLS, _is_xls),
)
_LABELS = {
    Kind.PDF: "PDF",
    Kind.JPEG: "照片",
    Kind.PNG: "图片",
    Kind.WEBP: "图片",
    Kind.HEIC: "照片",
    Kind.XLSX: "Excel 表",
    Kind.XLS: "Excel 表",
    Kind.DOCX: "Word 文档",
}
_MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.HEIC: "image/heic",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
