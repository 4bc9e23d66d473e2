"""Somebody's table, read against the columns that we ask for: all faults at once, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import IO, Any

from django.core.files import File

from xiangji.core.errors import Refused
from xiangji.core.errors.files import shown
from xiangji.core.sheets.fields import Cell, Field, Unfit, heading, is_empty, plain_text
from xiangji.core.sheets.workbook import BadSheet, Line, Merged, Page, open_page

PREVIEWED = 10
SEARCHED_ROWS = 20
FAULTS_KEPT = 1_000
MOST_COVERED = 1_000_000
SHOWN_TITLES = 12
NEAR = 0.5
MOST_ROWS = 200_000
NOT_ALONE = "一行一个值，请取消合并单元格，每行都填上"


@dataclass(frozen=True, slots=True)
class Row:
    """The values of a row by the keys of the fields; `number` is the row as Excel counts.

    `cells` are the cells as they were written, for people: in the order of the titles, masked where masked.
    """

    number: int
    values: dict[str, Any]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    title: str
    value: str
    expected: str
    cell: str = ""
    """As Excel names it, such as C5."""

    @property
    def sentence(self) -> str:
        is_or = f"是“{self.value}”" if self.value else "没有写"
        return f"第{self.row}行的“{self.title}”{is_or}，应当是{self.expected}。"


class BadCells(Refused):
    """Some cells are not what they must be. Carries all faults that were kept."""

    def __init__(self, faults: Sequence[Fault], count: int) -> None:
        super().__init__(
            "bad_cells", f"表没有导入，什么也没有改。有{count:,}处要改，第一处：{faults[0].sentence}"
        )
        self.faults = tuple(faults)
        self.count = count


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What was read. `faults` keeps the first thousand, `fault_count` counts all; good rows are in `rows`.

    `wrong` are the rows to which the kept faults belong; `columns` is where each field stands, from 0.
    """

    sheet: str
    other_sheets: tuple[str, ...]
    titles: tuple[str, ...]
    unknown_titles: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    fault_count: int
    preview: tuple[tuple[str, ...], ...]
    wrong: tuple[Row, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.fault_count

    def accepted(self) -> tuple[Row, ...]:
        """All rows of a table without a fault; one fault refuses the whole table."""
        if self.fault_count:
            raise BadCells(self.faults, self.fault_count)
        return self.rows


def read(
    file: File[bytes] | IO[bytes], fields: Sequence[Field], *, name: str = "", most_rows: int = MOST_ROWS
) -> ReadSheet:
    """Raises BadSheet where the file cannot be taken at all; wrong cells are in `faults`."""
    name = shown(name or str(getattr(file, "name", "") or "表"))
    page = open_page(file, name)
    at, columns, unknown = _headings(page, fields, name)
    body = [line for line in page.lines if line.number > at]
    if len(body) > most_rows:
        raise BadSheet(
            name, f"的工作表“{shown(page.sheet)}”有{len(body):,}行，一次最多{most_rows:,}行，请分成几份"
        )
    taken = _Taken(fields, columns, _covered(page.merged, columns, body, name))
    for line in body:
        taken.take(line)
    if not taken.lines:
        raise BadSheet(name, f"的工作表“{shown(page.sheet)}”里，第{at}行的标题下面没有内容")
    return ReadSheet(
        sheet=page.sheet,
        other_sheets=page.others,
        titles=tuple(one.title for one in fields if one.key in columns),
        unknown_titles=unknown,
        rows=tuple(taken.rows),
        faults=tuple(taken.faults),
        fault_count=taken.fault_count,
        preview=tuple(row.cells for row in taken.first),
        wrong=tuple(taken.wrong),
        columns=columns,
    )


@dataclass(slots=True)
class _Taken:
    """Collects rows and faults. `covered` are cells that a merged neighbour hides."""

    fields: Sequence[Field]
    columns: dict[str, int]
    covered: set[tuple[int, int]]
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    first: list[Row] = field(default_factory=list)
    wrong: list[Row] = field(default_factory=list)
    fault_count: int = 0
    lines: int = 0
    seen: dict[tuple[str, Any], int] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        if all(is_empty(line.cell(column)) for column in self.columns.values()):
            return
        self.lines += 1
        before, kept = self.fault_count, len(self.faults)
        values = {one.key: self._value(one, line) for one in self.fields}
        row = Row(line.number, values, tuple(self._cells(line)))
        if len(self.first) < PREVIEWED:
            self.first.append(row)
        if self.fault_count == before:
            self.rows.append(row)
        elif len(self.faults) > kept:
            self.wrong.append(Row(row.number, {}, row.cells))

    def _cells(self, line: Line) -> Iterator[str]:
        for one in self.fields:
            if one.key in self.columns:
                yield shown_cell(one, line.cell(self.columns[one.key]))

    def _value(self, one: Field, line: Line) -> Any:  # noqa: ANN401 - of the kind that the field names
        if one.key not in self.columns:
            return None
        cell = line.cell(self.columns[one.key])
        try:
            if (line.number, self.columns[one.key]) in self.covered:
                raise Unfit(NOT_ALONE)
            value = one.value_of(cell)
            self._check_unique(one, value, line.number)
        except Unfit as fault:
            self.fault_count += 1
            if len(self.faults) < FAULTS_KEPT:
                at = cell_name(line.number, self.columns[one.key])
                self.faults.append(Fault(line.number, one.title, shown_cell(one, cell), str(fault), at))
            return None
        return value

    def _check_unique(self, one: Field, value: object, row: int) -> None:
        if not one.unique or value is None:
            return
        first = self.seen.setdefault((one.key, value), row)
        if first != row:
            raise Unfit(f"只出现一次的值，第{first}行已经有了")


def _headings(page: Page, fields: Sequence[Field], name: str) -> tuple[int, dict[str, int], tuple[str, ...]]:
    """The row of the headings, the column of each field, and headings that nobody asked for.

    Merged headings count in each row and column that they cover; above them may stand a title or a notice.
    """
    asked = {heading(word): one.key for one in fields for word in (one.title, *one.synonyms)}
    best: tuple[Line, dict[str, int]] | None = None
    for line in _filled(page):
        columns: dict[str, int] = {}
        for column, cell in enumerate(line.cells):
            key = asked.get(heading(cell))
            if key is None:
                continue
            if key in columns and not _same_merge(page.merged, line.number, columns[key], column):
                raise BadSheet(name, f"第{line.number}行有两列都叫“{_shown(cell)}”，请只留一列")
            columns.setdefault(key, column)
        is_second_half = best is not None and columns == best[1] and line.number == best[0].number + 1
        if columns and (best is None or len(columns) > len(best[1]) or is_second_half):
            best = (line, columns)
    missing = [one.title for one in fields if one.required and (best is None or one.key not in best[1])]
    if best is None or missing:
        raise BadSheet(
            name, _without(missing or [one.title for one in fields], page, best[0] if best else None)
        )
    line, columns = best
    known = set(columns.values())
    unknown = [_shown(cell) for at, cell in enumerate(line.cells) if at not in known and not is_empty(cell)]
    return line.number, columns, tuple(dict.fromkeys(unknown))


def _without(missing: list[str], page: Page, best: Line | None) -> str:
    """Which headings are not there, what stands there instead, and which of it may be meant."""
    line = best or (page.lines[0] if page.lines else None)
    found = [_shown(cell) for cell in line.cells if not is_empty(cell)] if line else []
    titles = "、".join(_with_nearest(title, found) for title in missing)
    has = f"，第{line.number}行写的是{'、'.join(found[:SHOWN_TITLES])}" if line and found else "，表是空的"
    return f"的工作表“{shown(page.sheet)}”里没有标题{titles}{has}"


def _with_nearest(title: str, found: Sequence[str]) -> str:
    nearest = get_close_matches(title, found, n=1, cutoff=NEAR)
    return f"“{title}”（“{nearest[0]}”是不是它？）" if nearest else f"“{title}”"


def _filled(page: Page) -> Iterator[Line]:
    """The rows among which the headings are sought, with the values of merged cells everywhere they cover."""
    by_number = {line.number: line for line in page.lines[:SEARCHED_ROWS]}
    last = max(by_number, default=0)
    cells = {number: list(line.cells) for number, line in by_number.items()}
    for merged in page.merged:
        if merged.top + 1 not in by_number:
            continue
        value = by_number[merged.top + 1].cell(merged.left)
        for number in range(merged.top + 1, min(merged.bottom + 1, last) + 1):
            row = cells.get(number, [])
            row[merged.left : merged.right + 1] = [value] * len(row[merged.left : merged.right + 1])
    return (Line(number, tuple(row)) for number, row in sorted(cells.items()))


def _same_merge(merged: Sequence[Merged], number: int, one: int, other: int) -> bool:
    return any(
        area.top < number <= area.bottom + 1 and {one, other} <= set(range(area.left, area.right + 1))
        for area in merged
    )


def _covered(
    merged: Sequence[Merged], columns: dict[str, int], body: Sequence[Line], name: str
) -> set[tuple[int, int]]:
    """Cells below the headings that look empty because a neighbour was merged over them."""
    wanted, last = set(columns.values()), body[-1].number if body else 0
    first = body[0].number if body else 0
    covered: set[tuple[int, int]] = set()
    for area in merged:
        for column in wanted & set(range(area.left, area.right + 1)):
            rows = range(max(area.top + 1, first), min(area.bottom + 1, last) + 1)
            if len(covered) + len(rows) > MOST_COVERED:
                raise BadSheet(name, "合并的单元格太多，请取消合并")
            own = (area.top + 1, area.left)
            covered.update((row, column) for row in rows if (row, column) != own)
    return covered


def shown_cell(one: Field, cell: Cell) -> str:
    """Short, and masked where the field asks for it."""
    text = _shown(cell)
    return one.mask(text) if one.mask and text else text


def cell_name(row: int, column: int) -> str:
    """C5: the column as letters, from 0."""
    letters = ""
    while column >= 0:
        column, letter = column // 26 - 1, column % 26
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def _shown(cell: Cell) -> str:
    """As short text for people."""
    try:
        return shown(plain_text(cell))
    except Unfit:
        return shown(f"{cell:.0f}" if isinstance(cell, float) else cell)
