"""The county of this deployment: its name, its words and its hosts, read from counties/<key>/county.toml."""

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from xiangji.core.errors import BadFile
from xiangji.core.errors.files import read_toml
from xiangji.core.values import Level, PlaceCode

FILE_BYTES = 100_000
TEXT_LENGTH = 60
_KEY = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_NEEDED = ("code", "name", "short", "word", "slip", "hosts", "plan", "words")


class BadCounty(BadFile):
    reason = "bad_county"
    undone = "县的资料没有读入"


@dataclass(frozen=True, slots=True)
class Words:
    """What the county calls the levels of its tree and of its service network, as its own plan says it."""

    city: str
    county: str
    town: str
    village: str
    county_centre: str
    town_station: str
    village_point: str


@dataclass(frozen=True, slots=True)
class County:
    """`word` is what papers call the county in short (市 or 县); `slip` stands on the label of every page."""

    key: str
    code: PlaceCode
    name: str
    short: str
    word: str
    slip: str
    hosts: str
    plan: str
    words: Words


def current_county() -> County:
    return read_county(settings.COUNTIES / settings.COUNTY)


@lru_cache(maxsize=16)
def read_county(folder: Path) -> County:
    """Raises BadCounty."""
    file = folder / "county.toml"
    written = read_toml(file, BadCounty, limit=FILE_BYTES)
    _must_name(file, "", written, ("schema", *_NEEDED))
    if written["schema"] is True or written["schema"] != 1:
        raise BadCounty(file, "schema", written["schema"], " 1")
    name, word = _text(file, "name", written), _text(file, "word", written)
    if not name.endswith(word):
        raise BadCounty(file, "word", word, f"县名“{name}”末尾的字，例如市、县")
    return County(
        key=_key(file, "文件夹名", folder.name),
        code=_code(file, written),
        name=name,
        short=_text(file, "short", written),
        word=word,
        slip=_text(file, "slip", written),
        hosts=_text(file, "hosts", written),
        plan=_key(file, "plan", written["plan"]),
        words=_words(file, written["words"]),
    )


def _words(file: Path, written: object) -> Words:
    if not isinstance(written, dict):
        raise BadCounty(file, "words", written, "一张表 [words]")
    names = tuple(field.name for field in fields(Words))
    _must_name(file, "words.", written, names)
    return Words(**{name: _text(file, name, written, "words.") for name in names})


def _must_name(file: Path, table: str, written: dict[str, Any], names: tuple[str, ...]) -> None:
    """Exactly these fields: a missing one is a gap, an unknown one is most often a slip of the pen."""
    for name in names:
        if name not in written:
            raise BadCounty(file, f"{table}{name}", None, "写明的一项")
    for name, value in written.items():
        if name not in names:
            raise BadCounty(file, f"{table}{name}", value, f"这些项之一：{'、'.join(names)}")


def _text(file: Path, name: str, written: dict[str, Any], table: str = "") -> str:
    value = written[name]
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > TEXT_LENGTH:
        raise BadCounty(file, f"{table}{name}", value, f"1到{TEXT_LENGTH}个字的一行文字")
    return value


def _key(file: Path, name: str, value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value) or len(value) > TEXT_LENGTH:
        raise BadCounty(file, name, value, "小写字母开头，只有小写字母、数字和短横的代号")
    return value


def _code(file: Path, written: dict[str, Any]) -> PlaceCode:
    value = written["code"]
    try:
        code = PlaceCode(value) if isinstance(value, str) else None
    except ValueError:
        code = None
    if code is None or code.level is not Level.COUNTY:
        raise BadCounty(file, "code", value, "加引号的6位县级区划代码")
    return code
