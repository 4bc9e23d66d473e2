"""The project and budget sheet: each project with direction, contractor, content, due month, goal, money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from xiangji.core import sheets
from xiangji.core.ui import formats
from xiangji.core.values import Money
from xiangji.programme.queries import Opened
from xiangji.programme.queries.works import Chosen
from xiangji.programme.rules.document import BudgetLine, LineReading, PlanDocument
from xiangji.programme.web import money
from xiangji.programme.web.money import Cell, Column

# With how wide each column is in Excel.
_WORDS = {
    "序号": 6,
    "项目名称": 24,
    "支持方向": 14,
    "项目承办企业": 20,
    "项目建设内容": 36,
    "时间节点": 12,
    "建设目标及效果": 30,
    "资金总额占比": 12,
}


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One line of the money with the projects that it names; most lines are one project."""

    numbers: str
    name: str
    named: tuple[str, ...]
    direction: str
    chosen: tuple[str, ...]
    content: str
    goal: str
    share: str
    due: str
    amounts: tuple[Money | None, ...]
    cells: tuple[Cell, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectList:
    key: str
    title: str
    conclusion: str
    count: int
    columns: tuple[Column, ...]
    lines: tuple[ProjectLine, ...]
    totals: tuple[Cell, ...]
    source: str

    @property
    def has_directions(self) -> bool:
        return any(line.direction for line in self.lines)

    @property
    def has_dues(self) -> bool:
        return any(line.due for line in self.lines)

    @property
    def has_chosen(self) -> bool:
        return any(line.chosen for line in self.lines)

    @property
    def has_contents(self) -> bool:
        return any(line.content for line in self.lines)

    @property
    def has_goals(self) -> bool:
        return any(line.goal for line in self.lines)

    @property
    def has_shares(self) -> bool:
        return any(line.share for line in self.lines)

    @property
    def words(self) -> tuple[str, ...]:
        """The headings before the money, as the plans' own sheets have them."""
        return (
            "序号",
            "项目名称",
            "支持方向",
            "项目承办企业",
            "项目建设内容",
            "时间节点",
            "建设目标及效果",
            "资金总额占比",
        )

    @property
    def head(self) -> tuple[str, ...]:
        """Of the sheet that is downloaded; its last row is no total, so that the columns can be added up."""
        return (*self.words, *(f"{column.name}（万元）" for column in self.columns))

    @property
    def sheet(self) -> list[tuple[str, ...]]:
        return [
            (
                *_words(line),
                *("" if amount is None else f"{amount.wan.normalize():f}" for amount in line.amounts),
            )
            for line in self.lines
        ]

    @property
    def excel_columns(self) -> list[sheets.Column]:
        texts = [sheets.Column(title, width=width) for title, width in _WORDS.items()]
        return [*texts, *(sheets.Column(title, "number") for title in self.head[len(self.words) :])]

    @property
    def excel(self) -> list[tuple[object, ...]]:
        return [
            (*_words(line), *(None if amount is None else amount.wan for amount in line.amounts))
            for line in self.lines
        ]


def of(
    opened: Opened, today: date, chosen: Mapping[str, Sequence[Chosen]] = MappingProxyType({})
) -> ProjectList:
    """`chosen` are the selections that ended well, by line; a plan on file has none."""
    document = opened.study.document
    columns = money.columns_of(document)
    return ProjectList(
        key=opened.key,
        title=opened.title,
        conclusion=_conclusion(document),
        count=_count(document),
        columns=columns,
        lines=_lines(document, columns, chosen),
        totals=money.cells(columns, (money.total_of_column(document, column.key) for column in columns)),
        source=f"取自方案{opened.key}第{opened.version_number}版，{formats.chinese_date(today)}。",
    )


def _count(document: PlanDocument) -> int:
    return sum(_projects_in(line) for line in document.budget_lines)


def _projects_in(line: BudgetLine) -> int:
    return len(line.projects) or 1


def _lines(
    document: PlanDocument, columns: tuple[Column, ...], chosen: Mapping[str, Sequence[Chosen]]
) -> tuple[ProjectLine, ...]:
    found, first = [], 1
    for line in document.budget_lines:
        annex = document.reading_of_line(line.key)
        found.append(_line(line, annex, columns, first, chosen.get(line.key, ())))
        first += _projects_in(line)
    return tuple(found)


def _line(
    line: BudgetLine,
    annex: LineReading,
    columns: tuple[Column, ...],
    first: int,
    chosen: Sequence[Chosen],
) -> ProjectLine:
    count = _projects_in(line)
    amounts = tuple(money.amount_of(line, column.key) for column in columns)
    unsplit = (f"这{count}个项目只有一个总数，原文没有分列。",) if count > 1 else ()
    return ProjectLine(
        numbers=str(first) if count == 1 else f"{first}—{first + count - 1}",
        name=line.name,
        named=tuple(project for project in line.projects if project not in line.name),
        direction=line.direction,
        chosen=_chosen(annex, chosen),
        content=annex.content,
        goal=annex.goal,
        share=f"{formats.number(line.share)} %" if line.share is not None else "",
        due=formats.chinese_month(line.due) if line.due else "",
        amounts=amounts,
        cells=money.cells(columns, amounts),
        notes=(*unsplit, *money.notes_on(line)),
    )


def _chosen(annex: LineReading, chosen: Sequence[Chosen]) -> tuple[str, ...]:
    """Who was chosen and how; as long as nobody was, how the plan says that it is done."""
    who = tuple(f"{each.method.word}选定{'、'.join(each.names)}" for each in chosen)
    return who or ((annex.chosen,) if annex.chosen else ())


def _words(line: ProjectLine) -> tuple[str, ...]:
    return (
        line.numbers,
        "；".join((line.name, *line.named)),
        line.direction,
        "；".join(line.chosen),
        line.content,
        line.due,
        line.goal,
        line.share,
    )


def _conclusion(document: PlanDocument) -> str:
    """How many projects, how much money, from whom, and whether the paper counts the same."""
    if not document.budget_lines:
        return "这份文件没有写项目和金额。清单要照另外的文件登记。"
    total = formats.wan(money.total_of_column(document, "total"))
    sources = "，".join(
        f"{column.name}{formats.wan(money.total_of_column(document, column.key))}万元"
        for column in money.sources_of(document)
    )
    said = f"共{_count(document)}个项目，计划{total}万元：{sources}。"
    return said + _without_amounts(document) + _as_stated(document)


def _without_amounts(document: PlanDocument) -> str:
    shared = sum(_projects_in(line) for line in document.budget_lines if _projects_in(line) > 1)
    return f"其中{shared}个没有单独写金额。" if shared else ""


def _as_stated(document: PlanDocument) -> str:
    stated = document.budget_total.projects if document.budget_total else None
    if stated is None:
        return ""
    if stated == _count(document):
        return f"原文写的也是{stated}个项目。"
    return f"原文写的是{stated}个项目，对不上。"
