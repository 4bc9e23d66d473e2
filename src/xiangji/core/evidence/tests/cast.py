"""A paper that only tests know, people who may do different things with it, and files of every kind."""

from __future__ import annotations

import struct
import zipfile
from datetime import UTC, datetime
from io import BytesIO

from django.core.files.base import ContentFile

from xiangji.core.accounts.models import User
from xiangji.core.evidence.owners import Paper, owner_of

PAPER = "example.Paper:1"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\0" * 24
HEIC = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 24
MP4 = struct.pack(">I", 24) + b"ftypisom\0\0\0\0isomavc1" + b"\0" * 24
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLS = OLE + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 48
DOC = OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 40
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + b"\0" * 60


def a_package(*names: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, "<a/>")
    return target.getvalue()


XLSX = a_package("[Content_Types].xml", "xl/workbook.xml")
DOCX = a_package("[Content_Types].xml", "word/document.xml")
ZIP = a_package("readme.txt")


def a_file(content: bytes, name: str = "现场.jpg") -> ContentFile[bytes]:
    return ContentFile(content, name=name)


def a_person(username: str) -> User:
    """`adder` may see and add, `reader` may only see; everybody else is a stranger to the paper."""
    return User.objects.create(username=username, name=f"示例·{username}")


def _may_see(person: User, key: str) -> bool:
    return person.username in {"adder", "reader"}


def _may_add(person: User, key: str) -> bool:
    return person.username == "adder"


@owner_of("example.Paper", may_see=_may_see, may_add=_may_add)
def example_paper(key: str) -> Paper | None:
    return Paper("示例公文", "/office/example/1/") if key == "1" else None
