"""An .xlsx file is a zip that somebody else made. It is measured before it is opened, and packed anew.

What the reader gets contains only the parts that hold a table, whole and of the size that we counted: it does
not matter whether the reader's zip library would have believed another directory than ours.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import IO

from xiangji.core.evidence.kinds import DIRECTORY_LIMIT, directory_length

UNPACKED_LIMIT = 60_000_000
MOST_PARTS = 2_000
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/styles\.xml|xl/sharedStrings\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels",
    re.IGNORECASE,
)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


class BadPackage(ValueError):
    """Says in Chinese what is wrong with the package."""


def packed_anew(content: bytes, target: IO[bytes]) -> None:
    """Write the needed parts, not compressed, into `target`."""
    if directory_length(content) > DIRECTORY_LIMIT:
        raise BadPackage("压缩包的目录长得不像一张表")
    try:
        with (
            zipfile.ZipFile(BytesIO(content)) as package,
            zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as anew,
        ):
            for part in _measured(package):
                anew.writestr(part.filename, _unpacked(package, part))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as fault:
        if isinstance(fault, BadPackage):
            raise
        raise BadPackage("文件坏了，打不开") from fault


def _measured(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise BadPackage(f"里面有{len(parts):,}个部分，一张表不会超过{MOST_PARTS:,}个")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise BadPackage("里面有两个同名的部分")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_LIMIT:
        raise BadPackage(f"展开后有{unpacked // 1_000_000:,} MB，最多{UNPACKED_LIMIT // 1_000_000} MB")
    needed = [part for part in parts if _NEEDED.fullmatch(part.filename)]
    if any(part.flag_bits & _ENCRYPTED for part in needed):
        raise BadPackage("加了密码")
    if any(part.compress_type not in _METHODS for part in needed):
        raise BadPackage("用了 Excel 不用的压缩办法")
    return needed


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """At most as many bytes as the directory says; the checksum shows where it lied."""
    with package.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise BadPackage("压缩包写的大小和里面的不一样")
    return content
