"""Figures that programme owns: what plans in force foresee, what stands open, how far their projects are."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.measures import Measure, Reading, Row, measure
from xiangji.core.measures.registry import Reader
from xiangji.core.places import within
from xiangji.core.values import Money, Period, PlaceCode
from xiangji.programme import queries
from xiangji.programme.models import Project
from xiangji.programme.queries import Opened, projects
from xiangji.programme.rules.document import BudgetLine, Source
from xiangji.programme.rules.project import State

_NOTE = "只算报告期末正在执行的方案；逐行相加，原文没有写合计的行按各来源之和；不含存档的原件。"
_NO_PAST = "项目走到哪一步只看得到今天的，过去的日子没有留。"
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


def _standing_at(place: PlaceCode, *states: State) -> QuerySet[Project]:
    """Projects of the plans in force that stand like this now."""
    where = Q(pk__in=())
    for state in states:
        where |= projects.WHERE[state]
    here = within(place, "programme__place")
    return projects.rows().filter(where, here, programme__version__standing="in_force").order_by("pk")


def _reading_of(place: PlaceCode, period: Period, *states: State) -> Reading:
    if period.end < timezone.localdate():
        return Reading(num=0, no_data=_NO_PAST)
    return Reading(num=_standing_at(place, *states).count())


def _project_rows(
    place: PlaceCode, period: Period, by: Reader | None, *states: State, money: bool = False
) -> list[Row]:
    """Each counts; its name and the way to it are for those in whose scope it lies."""
    if period.end < timezone.localdate():
        return []
    mine: set[int] = set()
    if isinstance(by, User):
        mine.update(projects.for_person(by).values_list("pk", flat=True))
    return [
        Row(
            title=f"项-{each.pk:04}　{each.name}" if each.pk in mine else "一个项目，不归您看",
            href=reverse("office-paper", args=["projects", each.pk]) if each.pk in mine else "",
            num=each.draft.total.fen if money else 1,
        )
        for each in _standing_at(place, *states)
    ]


def _register_standing(code: str, title: str, note: str, *states: State) -> Measure:
    @measure(code, title=title, unit="projects", kind="stock", adds="sum", note=note)
    def standing(place: PlaceCode, period: Period) -> Reading:
        return _reading_of(place, period, *states)

    @standing.rows
    def rows(place: PlaceCode, period: Period, by: Reader | None) -> list[Row]:
        return _project_rows(place, period, by, *states)

    return standing


_register_standing(
    "programme.projects_in_review",
    "在审的项目",
    "报上来、还没有审完的项目，退回去的不算。",
    State.SUBMITTED,
)
_register_standing(
    "programme.projects_publicised",
    "正在公示的项目",
    "公示还没有结束的项目，有异议的也算。",
    State.PUBLICISED,
    State.OBJECTED,
)
_register_standing(
    "programme.projects_objected",
    "有异议没答复的项目",
    "正在公示、至少一条异议还没有答复的项目。",
    State.OBJECTED,
)


@measure(
    "programme.in_force_share",
    title="落到生效项目的资金",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="生效项目的金额之和，占正在执行的方案计划资金的百分之几；企业自筹也算。",
)
def in_force_share(place: PlaceCode, period: Period) -> Reading:
    foreseen = planned(place, period)
    if foreseen.no_data or not foreseen.num:
        return Reading(num=0, no_data=foreseen.no_data or _NO_PLAN)
    if period.end < timezone.localdate():
        return Reading(num=0, no_data=_NO_PAST)
    total = sum(each.draft.total.fen for each in _standing_at(place, State.IN_FORCE))
    return Reading(num=total, den=foreseen.num)


@in_force_share.rows
def in_force_rows(place: PlaceCode, period: Period, by: Reader | None) -> Iterable[Row]:
    if in_force_share(place, period).no_data:
        return []
    return _project_rows(place, period, by, State.IN_FORCE, money=True)
