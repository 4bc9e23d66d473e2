"""The money of a plan as tables show it: a column for each source that it names, in 万元 as printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from xiangji.core.ui import formats
from xiangji.core.values import Money
from xiangji.programme.queries import Study
from xiangji.programme.rules.document import BudgetLine, PlanDocument, Source
from xiangji.programme.rules.figures import FigureCheck
from xiangji.programme.rules.sums import Conclusion, SumCheck

NOTHING = "—"
TOTAL = "合计"
_LOOKS = ("", "b", "c", "d")
_TRANCHES = {"tranche1": "前期", "tranche2": "后期"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the money: `look` is the colour of its part in the split bar, for sources only."""

    key: str
    name: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    words: str
    strong: bool = False


def sources_of(document: PlanDocument) -> tuple[Column, ...]:
    """Only the sources that occur; a column that the plan leaves empty is not shown as zeros."""
    used = [
        source
        for source in Source
        if any(line.amount_of(source) is not None for line in document.budget_lines)
    ]
    return tuple(
        Column(source, name_of(source, document), look) for source, look in zip(used, _LOOKS, strict=False)
    )


def columns_of(document: PlanDocument) -> tuple[Column, ...]:
    """Sources, the two tranches where the plan has them, and the total."""
    tranches = tuple(
        Column(key, name)
        for key, name in _TRANCHES.items()
        if any(line.amount_of(key) is not None for line in document.budget_lines)
    )
    return (*sources_of(document), *tranches, Column("total", TOTAL))


def name_of(source: Source, document: PlanDocument) -> str:
    """县（市）配套 takes the plan's own word: 市配套 in 滕州, 县配套 in 望奎."""
    return source.word.replace("县（市）", document.document.county_word)


def amount_of(line: BudgetLine, column: str) -> Money | None:
    """The printed amount; the total of a line that prints none is the sum of its sources."""
    return total_of(line) if column == "total" else line.amount_of(column)


def total_of(line: BudgetLine) -> Money:
    return line.sum if line.total is None else line.total


def total_of_column(document: PlanDocument, column: str) -> Money:
    """As printed; what the plan does not print, such as the sum of a tranche, is added up."""
    stated = document.budget_total
    if stated and column == "total" and stated.total is not None:
        return stated.total
    printed = dict(stated.sources).get(Source(column)) if stated and column in set(Source) else None
    if printed is not None:
        return printed
    return Money.sum(
        amount for line in document.budget_lines if (amount := amount_of(line, column)) is not None
    )


def cells(columns: Iterable[Column], amounts: Iterable[Money | None]) -> tuple[Cell, ...]:
    pairs = zip(columns, amounts, strict=True)
    return tuple(Cell(column.name, words(amount), strong=column.key == "total") for column, amount in pairs)


def words(amount: Money | None) -> str:
    return NOTHING if amount is None else formats.wan(amount)


@dataclass(frozen=True, slots=True)
class MoneyRow:
    seq: int
    name: str
    cells: tuple[Cell, ...]
    parts: tuple[Money, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The budget as printed, and what adding it up again says."""

    columns: tuple[Column, ...]
    sources: tuple[Column, ...]
    rows: tuple[MoneyRow, ...]
    totals: tuple[Cell, ...]
    largest: Money
    conclusion: Conclusion
    sums: tuple[SumCheck, ...]
    figures: tuple[FigureCheck, ...]
    quote: str
    section: str
    note: str


@lru_cache(maxsize=32)
def table(study: Study) -> MoneyTable | None:
    """None where the document states no amounts."""
    document = study.document
    if not document.budget_lines:
        return None
    columns, sources, stated = columns_of(document), sources_of(document), document.budget_total
    return MoneyTable(
        columns=columns,
        sources=sources,
        rows=tuple(_row(line, columns, sources) for line in document.budget_lines),
        totals=cells(columns, (total_of_column(document, column.key) for column in columns)),
        largest=max(total_of(line) for line in document.budget_lines),
        conclusion=study.conclusion,
        sums=study.sums,
        figures=study.figures,
        quote=stated.quote if stated else "",
        section=stated.section if stated else "",
        note=_empty_columns(document),
    )


def _row(line: BudgetLine, columns: tuple[Column, ...], sources: tuple[Column, ...]) -> MoneyRow:
    return MoneyRow(
        seq=line.seq,
        name=line.name,
        cells=cells(columns, (amount_of(line, column.key) for column in columns)),
        parts=tuple(line.amount_of(source.key) or Money(0) for source in sources),
        notes=notes_on(line),
    )


def notes_on(line: BudgetLine) -> tuple[str, ...]:
    """What the amounts alone do not tell."""
    found = (
        "原文没有写这一行的合计，这里是各来源之和。" if line.total_denied else "",
        "企业投入原文写的是“不低于”。" if line.enterprise_comparator == ">=" else "",
        f"另有{line.in_kind}。" if line.in_kind else "",
    )
    return tuple(note for note in found if note)


def _empty_columns(document: PlanDocument) -> str:
    used = {column.key for column in sources_of(document)}
    empty = "、".join(name_of(source, document) for source in Source if source not in used)
    return f"原文没有{empty}的数，这里不列。" if empty else ""
