"""Figures that programme owns: what plans in force foresee, what stands open, how far their projects are."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.measures import Measure, Reading, Row, measure
from xiangji.core.measures.registry import Reader
from xiangji.core.places import within
from xiangji.core.values import Money, Period, PlaceCode
from xiangji.programme import queries
from xiangji.programme.models import Book, Project, TreasuryPayment
from xiangji.programme.queries import Opened, projects
from xiangji.programme.queries.money import ledger, payments
from xiangji.programme.queries.money.situations import resting_of
from xiangji.programme.rules.document import BudgetLine, Source
from xiangji.programme.rules.money.checks import Resting
from xiangji.programme.rules.money.checks.standing import IDLE_DAYS
from xiangji.programme.rules.money.columns import Columns, columns_of
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


_NO_BOOK = "这里还没有建账的方案。"
_NO_IDLE_PAST = "钱躺了多久只看得到今天的，过去的日子没有留。"
_BOOK_NOTE = "照账上的凭证，到期末那一天；企业自筹的钱另算。"


def _books(place: PlaceCode) -> list[Book]:
    here = within(place, "programme__place")
    return list(ledger.books().filter(here, programme__version__standing="in_force").order_by("pk"))


def _money_page(book: Book, line: str = "", part: str = "") -> str:
    key = book.programme.key
    page = (
        reverse("programme:money_line", args=[key, line]) if line else reverse("programme:money", args=[key])
    )
    return f"{page}#{part}" if part else page


def _register_column(code: str, title: str, note: str, column: Callable[[Columns], Money], part: str) -> None:
    """One column of the book at the end of the period, opened by budget line."""

    @measure(code, title=title, unit="fen", kind="stock", adds="sum", note=note)
    def of_books(place: PlaceCode, period: Period) -> Reading:
        books = _books(place)
        fen = sum(column(ledger.total(book, period.end)).fen for book in books)
        return Reading(num=fen, no_data="" if books else _NO_BOOK)

    @of_books.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
        for book in _books(place):
            for row in ledger.columns(book, period.end):
                if amount := column(row.columns).fen:
                    yield Row(title=row.title, href=_money_page(book, row.key, part), num=amount)


_register_column(
    "programme.contracted_fen", "签了合同的资金", _BOOK_NOTE, lambda columns: columns.contract, "projects"
)
_register_column(
    "programme.asked_fen",
    "申请过的资金",
    f"{_BOOK_NOTE}已经付了的也在里面。",
    lambda columns: columns.requested,
    "projects",
)
_register_column(
    "programme.left_fen",
    "资金结余",
    f"{_BOOK_NOTE}预算减拨付，再减缴回核减。",
    lambda columns: columns.left,
    "",
)
_register_column(
    "programme.enterprise_proven_fen",
    "企业投入，有凭证的",
    "到期末那一天，财政确认过凭证的企业投入。",
    lambda columns: columns.proven,
    "",
)


def _paid(place: PlaceCode, period: Period) -> QuerySet[TreasuryPayment]:
    found = payments.paid(place).filter(paid_on__range=(period.start, period.end))
    return found.filter(payment__project__programme__version__standing="in_force")


def _register_paid(code: str, title: str, source: Source | None) -> None:
    """What the treasury paid in the period, voucher by voucher."""

    def vouchers(place: PlaceCode, period: Period) -> QuerySet[TreasuryPayment]:
        found = _paid(place, period)
        return found.filter(source=source.value) if source else found

    @measure(
        code,
        title=title,
        unit="fen",
        kind="flow",
        adds="sum",
        note="期内国库支付凭证上的金额，照真实支付日期。",
    )
    def paid(place: PlaceCode, period: Period) -> Reading:
        total = vouchers(place, period).order_by().aggregate(fen=Sum("fen", default=0))["fen"]
        return Reading(num=int(total), no_data="" if _books(place) else _NO_BOOK)

    @paid.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
        for voucher in vouchers(place, period):
            project = voucher.payment.project
            page = reverse("programme:money_line", args=[project.programme.key, project.budget_line])
            yield Row(
                title=f"{voucher.voucher_number}　{voucher.payment.purpose}",
                href=f"{page}#paid",
                num=voucher.fen,
            )


_register_paid("programme.paid_fen", "国库拨付", None)
for _source in (Source.CENTRAL, Source.PROVINCIAL, Source.COUNTY):
    _register_paid(f"programme.paid_{_source}_fen", f"国库拨付：{_source.word}", _source)


@measure(
    "programme.use_rate",
    title="专项资金使用率",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="中央和省级专项资金：到期末已经拨付的，除以预算。",
)
def use_rate(place: PlaceCode, period: Period) -> Reading:
    found = [columns for _book, _source, columns in _special(place, period)]
    budget = sum(columns.budget.fen for columns in found)
    if not budget:
        return Reading(num=0, no_data=_NO_BOOK)
    return Reading(num=sum(columns.paid.fen for columns in found), den=budget)


@use_rate.rows
def use_rate_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    for book, source, columns in _special(place, period):
        title = f"{source.word}：预算{columns.budget.yuan:,.2f}元，已拨付"
        yield Row(title=title, href=_money_page(book, part="sources"), num=columns.paid.fen)


def _special(place: PlaceCode, period: Period) -> Iterator[tuple[Book, Source, Columns]]:
    for book in _books(place):
        by_source = ledger.sums(book, period.end)
        for source in (Source.CENTRAL, Source.PROVINCIAL):
            if source.value in by_source:
                yield book, source, columns_of(by_source[source.value])


@measure(
    "programme.paid_against_rules",
    title="付了，可规则不许的",
    unit="payments",
    kind="stock",
    adds="sum",
    note="国库已经付了、记的时候有一条规则挡住或者等人定的拨付；每一条都写了理由。",
)
def paid_against_rules(place: PlaceCode, period: Period) -> Reading:
    found = len(list(paid_against_rules_rows(place, period, None)))
    return Reading(num=found, no_data="" if _books(place) else _NO_BOOK)


@paid_against_rules.rows
def paid_against_rules_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    keys = set(_paid(place, Period(date.min, period.end)).values_list("payment", flat=True))
    for payment in payments.against_rules().filter(pk__in=keys).order_by("pk"):
        page = reverse(
            "programme:money_line", args=[payment.project.programme.key, payment.project.budget_line]
        )
        yield Row(title=f"{payment.word}　{payment.purpose}", href=f"{page}#paid")


def _idle(book: Book, on: date) -> Iterable[Resting]:
    return (each for each in resting_of(book) if (on - each.since).days > IDLE_DAYS)


@measure(
    "programme.idle_fen",
    title="滞留在专账上的资金",
    unit="fen",
    kind="stock",
    adds="sum",
    note=f"专账上超过{IDLE_DAYS}天没有收也没有付的来源，今天的余额。方案没有写几天，天数是平台的口径。",
)
def idle(place: PlaceCode, period: Period) -> Reading:
    found = list(idle_rows(place, period, None))
    said = _NO_IDLE_PAST if period.end < timezone.localdate() else "" if _books(place) else _NO_BOOK
    return Reading(num=sum(row.num for row in found), no_data=said)


@idle.rows
def idle_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    if period.end < timezone.localdate():
        return
    for book in _books(place):
        for each in _idle(book, period.end):
            since = f"{each.since:%Y-%m-%d}以后没有动过"
            yield Row(f"{each.source.word}，{since}", href=_money_page(book, part="sources"), num=each.fen)
