"""What a station did in a month (站点月报, STA-32, STA-51), as its operator reports it on paper.

Until the desk's own records are there, these figures are entered by hand; the paper is their proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangji.core.values import Money, Month
from xiangji.stations.rules.register import StationKind, StationRefused

MOST, MOST_FEN = 1_000_000, 10**12
DOCUMENT_LENGTH = 120


class Service(StrEnum):
    """What stations do for villagers, as the plans list it (STA-33 to STA-41)."""

    TRADE = "trade"
    PAYMENT = "payment"
    TICKET = "ticket"
    PARCEL = "parcel"
    FINANCE = "finance"
    INFORMATION = "information"
    HOME = "home"
    INPUTS = "inputs"
    GOVERNMENT = "government"

    @property
    def word(self) -> str:
        return _SERVICES[self]


_SERVICES = {
    Service.TRADE: "代买代卖",
    Service.PAYMENT: "缴费充值",
    Service.TICKET: "订票订房出行",
    Service.PARCEL: "快递收发",
    Service.FINANCE: "农村金融",
    Service.INFORMATION: "信息咨询和求职",
    Service.HOME: "家政健康养老",
    Service.INPUTS: "农资和技术",
    Service.GOVERNMENT: "便民和政务",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One service in one month: how often, what the station earned, what money passed its hands."""

    number: int = 0
    income: Money = Money(0)  # noqa: RUF009 - frozen
    money: Money = Money(0)  # noqa: RUF009 - frozen

    @property
    def is_empty(self) -> bool:
        return not self.number and not self.income and not self.money


@dataclass(frozen=True, slots=True)
class Books:
    """The two books of a town station (STA-20): goods in and out, and farm products bought."""

    goods_in: int
    goods_out: int
    purchased_kg: int = 0
    purchased: Money = Money(0)  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Filled:
    """A report as it is filled in. `cost` is what it took to keep the station open; None: not given."""

    days_open: int
    residents: int
    lines: Mapping[Service, Line]
    cost: Money | None = None
    books: Books | None = None
    document: str = ""

    @property
    def number(self) -> int:
        return sum(line.number for line in self.lines.values())

    @property
    def income(self) -> Money:
        return Money.sum(line.income for line in self.lines.values())

    @property
    def money(self) -> Money:
        return Money.sum(line.money for line in self.lines.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """Which station and month a report is of. `open_days`: how many days the register has it open then."""

    kind: StationKind
    month: Month
    open_days: int
    today: date


@dataclass(frozen=True, slots=True)
class Fault:
    """A field of a report that cannot be so, what it says, and what is expected of it."""

    key: str
    title: str
    said: str
    expected: str


def tidy(filled: Filled) -> Filled:
    """Without the services that did not happen."""
    lines = {service: line for service, line in filled.lines.items() if not line.is_empty}
    return Filled(
        filled.days_open, filled.residents, lines, filled.cost, filled.books, filled.document.strip()
    )


def faults(filled: Filled, asked: Asked) -> Iterator[Fault]:
    """Everything that cannot be, the month first."""
    yield from _of_month(asked)
    yield from _of_lines(filled)
    yield from _of_people(filled, asked)
    yield from _of_books(filled, asked)
    if len(filled.document) > DOCUMENT_LENGTH or not filled.document.isprintable():
        said = f"{len(filled.document)}个字"
        yield Fault("document", "凭据", said, f"是一行、最多{DOCUMENT_LENGTH}个字")


def check(filled: Filled, asked: Asked, *, undone: str = "没有记") -> Filled:
    """The report as it is kept; refuses with the first thing that cannot be."""
    kept = tidy(filled)
    for fault in faults(kept, asked):
        sentence = f"{undone}。{fault.title}写的是{fault.said}，应当{fault.expected}。"
        raise StationRefused(f"report_{fault.key}", sentence)
    return kept


def _of_month(asked: Asked) -> Iterator[Fault]:
    if asked.month.last_day > asked.today:
        yield Fault("month", "月份", str(asked.month), "是已经过完的月份")
    elif not asked.open_days:
        yield Fault("month", "月份", str(asked.month), "是站点开着的月份，登记里那个月它一天也没有营业")


def _of_lines(filled: Filled) -> Iterator[Fault]:
    for service, line in filled.lines.items():
        if not line.number:
            said = "0"
            yield Fault(f"{service.value}_number", f"{service.word}的次数", said, "大于0，因为写了收入或金额")
        elif not 0 < line.number <= MOST:
            yield Fault(f"{service.value}_number", f"{service.word}的次数", str(line.number), _between(MOST))
        for key, word, amount in (("income", "收入", line.income), ("money", "经手金额", line.money)):
            if not 0 <= amount.fen <= MOST_FEN:
                said = f"{amount.yuan}元"
                yield Fault(
                    f"{service.value}_{key}", f"{service.word}的{word}", said, "不小于0、不超过100亿元"
                )
    if filled.cost is not None and not 0 <= filled.cost.fen <= MOST_FEN:
        yield Fault("cost", "运行成本", f"{filled.cost.yuan}元", "不小于0、不超过100亿元")


def _of_people(filled: Filled, asked: Asked) -> Iterator[Fault]:
    if not 0 <= filled.days_open <= asked.open_days:
        most = f"在0到{asked.open_days}之间（登记里那个月开着的天数）"
        yield Fault("days_open", "营业天数", str(filled.days_open), most)
    elif filled.number and not filled.days_open:
        yield Fault("days_open", "营业天数", "0", "大于0，因为办了业务")
    if filled.number and not 1 <= filled.residents <= filled.number:
        most = f"在1到{filled.number}之间（一个人办几次也算一个人，不多于办的次数）"
        yield Fault("residents", "服务人数", str(filled.residents), most)
    elif not filled.number and filled.residents:
        yield Fault("residents", "服务人数", str(filled.residents), "是0，因为一次业务也没有写")


def _of_books(filled: Filled, asked: Asked) -> Iterator[Fault]:
    books = filled.books
    if books is None:
        if asked.kind is StationKind.TOWN_STATION:
            yield Fault("goods_in", "货物收进", "空着", "写数，镇级站要有货物收发台账；没有收发的写0")
        return
    for key, title, number in (
        ("goods_in", "货物收进", books.goods_in),
        ("goods_out", "货物发出", books.goods_out),
        ("purchased_kg", "收购农产品（公斤）", books.purchased_kg),
    ):
        if not 0 <= number <= MOST:
            yield Fault(key, title, str(number), f"在0到{MOST:,}之间")
    if not 0 <= books.purchased.fen <= MOST_FEN:
        yield Fault("purchased", "收购付款", f"{books.purchased.yuan}元", "不小于0、不超过100亿元")
    elif bool(books.purchased_kg) != bool(books.purchased):
        said = f"{books.purchased.yuan}元"
        yield Fault("purchased", "收购付款", said, "和收购的公斤数一起写，或者都不写")


def _between(most: int) -> str:
    return f"在1到{most:,}之间"
