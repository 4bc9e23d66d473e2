"""Reads a file of divisions (区划): every row is checked before any is kept."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

from xiangji.core.errors import BadFile
from xiangji.core.places.rules.kinds import Kind, kind_of
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.values import Level, PlaceCode

ROWS = 200_000
NAME_LENGTH = 60
NEEDED = ("code", "name", "level", "parent")
MAY_STAND = (
    "valid_from",
    "valid_to",
    "successor",
    "lon",
    "lat",
    "position_source",
    "poverty",
    "poverty_source",
)
_POSITION = re.compile(r"-?\d{1,3}(\.\d{1,6})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TEXT = re.compile(r"[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?")


class BadRegions(BadFile):
    reason = "bad_regions"
    undone = "区划没有装入"


@dataclass(frozen=True, slots=True)
class Region:
    """One row of the file, with the line it stands on."""

    line: int
    code: PlaceCode
    name: str
    valid_from: date | None
    valid_to: date | None
    successor: PlaceCode | None
    lon: Decimal | None
    lat: Decimal | None
    position_source: str
    poverty: Poverty
    poverty_source: str

    @property
    def level(self) -> Level:
        return self.code.level

    @property
    def kind(self) -> Kind:
        return kind_of(self.name, self.level)


def read(file: Path, text: str) -> list[Region]:
    """The rows of the file, higher places first. Raises BadRegions."""
    seen: dict[PlaceCode, Region] = {}
    for row in _rows(file, text):
        region = row.region()
        if region.code in seen:
            raise row.bad("code", f"没有写过的代码，第{seen[region.code].line}行已经写了这一个")
        if len(seen) == ROWS:
            raise BadRegions(file, "行数", f"{ROWS:,}行以上", f"不超过 {ROWS:,}行", line=region.line)
        seen[region.code] = region
    if not seen:
        raise BadRegions(file, "行数", 0, "至少一行区划")
    return sorted(seen.values(), key=lambda region: (len(region.code.digits), region.code))


def _rows(file: Path, text: str) -> Iterator["_Row"]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        head = _head(file, next(reader, []))
        for cells in reader:
            if len(cells) not in (0, len(head)):
                raise BadRegions(file, "格数", len(cells), f"与表头一样的{len(head)}格", line=reader.line_num)
            if cells:
                yield _Row(file, reader.line_num, dict(zip(head, cells, strict=True)))
    except csv.Error as fault:
        raise BadRegions(file, "写法", fault, "合乎 CSV 写法的行", line=reader.line_num) from fault


def _head(file: Path, head: list[str]) -> list[str]:
    for title in NEEDED:
        if title not in head:
            raise BadRegions(file, "表头", ",".join(head), f"含有 {title} 一栏的表头", line=1)
    for title in head:
        if title not in (*NEEDED, *MAY_STAND) or head.count(title) > 1:
            known = "、".join((*NEEDED, *MAY_STAND))
            raise BadRegions(file, "表头", title, f"各写一次的这些栏目：{known}", line=1)
    return head


@dataclass(frozen=True, slots=True)
class _Row:
    file: Path
    line: int
    cells: dict[str, str]

    def region(self) -> Region:
        code = self.code()
        self.must_agree(code)
        lon, lat = self.position("lon", 180), self.position("lat", 90)
        if (lon is None) != (lat is None):
            raise self.bad("lat" if lat is None else "lon", "与另一个坐标一起写的数")
        poverty = self.poverty(code)
        valid_from, valid_to = self.day("valid_from"), self.day("valid_to")
        if valid_from and valid_to and valid_to < valid_from:
            raise self.bad("valid_to", f"不早于 valid_from（{valid_from}）的日期")
        return Region(
            line=self.line,
            code=code,
            name=self.text("name", NAME_LENGTH),
            valid_from=valid_from,
            valid_to=valid_to,
            successor=self.successor(code, valid_to),
            lon=lon,
            lat=lat,
            position_source=self.source("position_source", needed=lon is not None),
            poverty=poverty,
            poverty_source=self.source("poverty_source", needed=poverty is not Poverty.UNKNOWN),
        )

    def bad(self, field: str, expected: str) -> BadRegions:
        return BadRegions(self.file, field, self.cells.get(field), expected, line=self.line)

    def code(self) -> PlaceCode:
        code = self.place("code")
        if code is None:
            raise self.bad("code", "2、4、6、9或12位数字")
        return code

    def must_agree(self, code: PlaceCode) -> None:
        """Level and parent follow from the code; a file in which they differ was mixed up."""
        if self.cells["level"] != code.level:
            raise self.bad("level", f" {code.level}（代码{code}有{len(code.digits)}位）")
        parent = code.parent.digits if code.parent else ""
        if self.cells["parent"] != parent:
            raise self.bad("parent", f" {parent}（代码{code}的上一级）" if parent else "空（省没有上一级）")

    def place(self, field: str) -> PlaceCode | None:
        written = self.cells.get(field, "")
        try:
            return PlaceCode(written) if written else None
        except ValueError:
            raise self.bad(field, "2、4、6、9或12位数字") from None

    def successor(self, code: PlaceCode, valid_to: date | None) -> PlaceCode | None:
        successor = self.place("successor")
        if successor and (successor == code or successor.level != code.level):
            raise self.bad("successor", "同一级的另一个代码")
        if successor and valid_to is None:
            raise self.bad("successor", "空，或者把 valid_to 也写上")
        return successor

    def text(self, field: str, length: int) -> str:
        written = self.cells.get(field, "")
        if not _TEXT.fullmatch(written) or len(written) > length:
            raise self.bad(field, f"1到{length}个字，前后没有空格，不换行")
        return written

    def source(self, field: str, *, needed: bool) -> str:
        """Where a position or a poverty status was taken from; the one does not stand without the other."""
        if needed:
            return self.text(field, NAME_LENGTH)
        if self.cells.get(field):
            raise self.bad(field, "空，因为没有写它所说明的那一栏")
        return ""

    def position(self, field: str, limit: int) -> Decimal | None:
        written = self.cells.get(field, "")
        if not written:
            return None
        if not _POSITION.fullmatch(written) or abs(Decimal(written)) > limit:
            raise self.bad(field, f"负{limit}到{limit}之间、小数不超过6位的度数")
        return Decimal(written)

    def poverty(self, code: PlaceCode) -> Poverty:
        written = self.cells.get("poverty", "")
        if not written:
            return Poverty.UNKNOWN
        known = [status.value for status in Poverty if status is not Poverty.UNKNOWN]
        if written not in known or code.level is not Level.VILLAGE:
            raise self.bad("poverty", f"空，或者村一级的 {'、'.join(known)}")
        return Poverty(written)

    def day(self, field: str) -> date | None:
        written = self.cells.get(field, "")
        try:
            if written and not _DAY.fullmatch(written):
                raise ValueError(written)
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise self.bad(field, "像 2020-12-31 这样的日期") from None
