"""Figures that programme owns: the money that plans in force foresee, and the questions that stand open."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from xiangji.core.measures import Measure, Reading, Row, measure
from xiangji.core.measures.registry import Reader
from xiangji.core.values import Money, Period, PlaceCode
from xiangji.programme import queries
from xiangji.programme.queries import Opened
from xiangji.programme.rules.document import BudgetLine, Source

_NOTE = "只算报告期末正在执行的方案；逐行相加，原文没有写合计的行按各来源之和；不含存档的原件。"
_NO_PLAN = "这里没有正在执行而且写明金额的方案。"


def _lines(place: PlaceCode, period: Period) -> Iterator[tuple[Opened, BudgetLine]]:
    for opened in queries.in_force(place, period.end):
        for line in opened.study.document.budget_lines:
            yield opened, line


def _row(opened: Opened, line: BudgetLine, amount: Money) -> Row:
    return Row(
        title=f"{opened.title}：{line.seq}　{line.name}",
        href=f"{reverse('programme:plan', args=[opened.key])}#line-{line.seq}",
        num=amount.fen,
    )


@measure("programme.planned_fen", title="方案计划资金", unit="fen", kind="stock", adds="sum", note=_NOTE)
def planned(place: PlaceCode, period: Period) -> Reading:
    amounts = [line.sum for _, line in _lines(place, period)]
    return Reading(num=Money.sum(amounts).fen, no_data="" if amounts else _NO_PLAN)


@planned.rows
def planned_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [_row(opened, line, line.sum) for opened, line in _lines(place, period)]


def _register_source(source: Source) -> Measure:
    """One figure for each source of money; a plan that does not name the source says nothing about it."""

    @measure(
        f"programme.planned_{source}_fen",
        title=f"方案计划资金：{source.word}",
        unit="fen",
        kind="stock",
        adds="sum",
        note=_NOTE,
    )
    def planned_of_source(place: PlaceCode, period: Period) -> Reading:
        amounts = [row.num for row in rows(place, period, None)]
        return Reading(
            num=sum(amounts), no_data="" if amounts else f"正在执行的方案里没有{source.word}这一项。"
        )

    @planned_of_source.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> list[Row]:
        found = ((opened, line, line.amount_of(source)) for opened, line in _lines(place, period))
        return [_row(opened, line, amount) for opened, line, amount in found if amount is not None]

    return planned_of_source


for _source in Source:
    _register_source(_source)


@measure(
    "programme.questions_open",
    title="方案存疑",
    unit="questions",
    kind="stock",
    adds="sum",
    note="正在执行的方案里有两种读法、还没有人定的地方。",
)
def questions_open(place: PlaceCode, period: Period) -> Reading:
    return Reading(num=len(list(questions_open_rows(place, period, None))))


@questions_open.rows
def questions_open_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    for opened in queries.in_force(place, period.end):
        page = reverse("programme:questions", args=[opened.key])
        still_open = queries.open_on(opened, period.end)
        for asked in opened.study.document.questions:
            if asked.key in still_open:
                yield Row(title=asked.title, href=f"{page}#question-{asked.key}")
