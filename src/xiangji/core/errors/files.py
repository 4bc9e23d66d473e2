"""Files that people hand in. A wrong one is answered with a sentence that names the place of the fault."""

import tomllib
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any, ClassVar

from xiangji.core.errors.no import Refused

SHOWN = 40


class BadFile(Refused):
    """Names file, line, field, value and what is expected. Nothing was changed.

    A subclass says in Chinese what did not happen (`undone`).
    """

    reason: ClassVar[str] = "bad_file"
    undone: ClassVar[str] = "文件没有读入"

    def __init__(self, file: Path, field: str, value: object, expected: str, *, line: int = 0) -> None:
        where = f"文件{_apart(shown(file.name))}" + (f"第{line}行" if line else "")
        super().__init__(
            self.reason,
            f"{self.undone}。{where}的{_apart(shown(field))}是“{shown(value)}”，应当是{expected}。",
        )


def shown(value: object) -> str:
    """A value as a person can read it in a sentence: one line, short, without control characters."""
    if value is None:
        return "没有写"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return f"{len(value)}项的一张表" if isinstance(value, dict) else f"{len(value)}项的一组"
    text = "".join(letter if letter.isprintable() else "�" for letter in _words(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _apart(word: str) -> str:
    """Names from a file stand apart from the Chinese around them; Chinese words do not."""
    return f" {word} " if word.isascii() else word


def read_text(file: Path, bad: type[BadFile], *, limit: int) -> str:
    """The text of a UTF-8 file of at most `limit` bytes."""
    try:
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
    except (OSError, ValueError) as fault:
        raise bad(file, "文件", _why(fault), "能读的文件") from fault
    if len(content) > limit:
        raise bad(file, "大小", f"{limit:,}字节以上", f"不超过{limit:,}字节的文件")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise bad(file, "编码", content[fault.start : fault.end].hex(), " UTF-8 文字", line=line) from fault


def read_toml(file: Path, bad: type[BadFile], *, limit: int) -> dict[str, Any]:
    """The tables of a TOML file; fractions are Decimals, so nothing is rounded on the way."""
    text = read_text(file, bad, limit=limit).replace("\r\n", "\n")
    try:
        return tomllib.loads(text, parse_float=_exact)
    except RecursionError as fault:
        raise bad(file, "内容", "层层套叠的表", "层次少的 TOML 文件") from fault
    except ValueError as fault:
        raise bad(file, "写法", fault, "合乎 TOML 写法的文件") from fault


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except DecimalException as fault:
        raise ValueError(f"{text} is too large a number") from fault


def _words(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # a whole number of more than 4,300 digits
        return "一个很大的数"


def _why(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "找不到"
    if isinstance(fault, PermissionError):
        return "没有权限读"
    return "文件夹" if isinstance(fault, IsADirectoryError) else type(fault).__name__
