"""The books (账套): open one, book what came and went, close months and carry years over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Action, Column, Desk, Empty, Menu, Named, desk
from xiangji.core.values import Money
from xiangji.programme.actions.money import booking, closing
from xiangji.programme.models import Book, LedgerEntry
from xiangji.programme.office.money.forms import (
    CarryForm,
    CloseForm,
    FollowForm,
    GiveBackForm,
    InKindForm,
    OpenForm,
    OpeningForm,
    TransferForm,
)
from xiangji.programme.queries.money import attention, ledger
from xiangji.programme.rules.money.columns import Columns
from xiangji.programme.rules.money.vouchers import spans
from xiangji.programme.rules.words import month_words

MONEY = Menu("资金", icon="coin", order=40)


def _columns(book: Book) -> Columns:
    """Read once for all columns of a sheet."""
    if not hasattr(book, "whole"):
        book.whole = ledger.total(book)  # type: ignore[attr-defined]
    return book.whole  # type: ignore[attr-defined, no-any-return]


def _budget(book: Book) -> Money:
    return Money(int(book.budget_fen))  # type: ignore[attr-defined]


def _left(book: Book) -> Money:
    return Money(int(book.left_fen))  # type: ignore[attr-defined]


def _closed(book: Book) -> str:
    return month_words(book.closed) if book.closed else "还没有结过"


def _booked(entry: LedgerEntry) -> str:
    return f"记了，凭证是{entry.word}。"


@desk
class BookDesk(Desk[Book]):
    """One for each plan in force; its figures are sums of its entries."""

    key = "books"
    title = "账套与结账"
    menu = MONEY
    order = 10
    capability = "programme.read_ledger"
    unit = "套"
    columns = (
        Column("方案", lambda row: Named(row.programme.version.title, row.programme.place.name), look="wide"),
        Column("预算（元）", _budget, look="num", order="budget_fen"),
        Column("结余（元）", _left, look="num", order="left_fen"),
        Column("结账到", _closed, look="nowrap", order="closed_through"),
    )
    export = (
        Column("方案", "programme.version.title"),
        Column("地方", "programme.place.name"),
        Column("建账日期", "opened_on"),
        Column("预算", _budget),
        Column("申请", lambda row: _columns(row).requested),
        Column("合同", lambda row: _columns(row).contract),
        Column("拨付", lambda row: _columns(row).paid),
        Column("结余", _left),
        Column("可用", lambda row: _columns(row).available),
        Column("到账", lambda row: _columns(row).received),
        Column("专账结余", lambda row: _columns(row).on_hand),
        Column("结账到", _closed),
    )
    search = ("programme__version__title",)
    ordering = ("pk",)
    detail = "programme/office/_book.html"
    empty = Empty(
        new="还没有账套。方案执行以后，财政岗点“建账”，方案的预算数就记进账里。", done="这里没有账套。"
    )
    actions = (
        Action(
            "open",
            "建账",
            capability="programme.keep_ledger",
            form=OpenForm,
            act=booking.open_book,
            look="go",
            done="建好了，方案的预算数已经逐行记进账里。",
            of_list=True,
        ),
        Action(
            "transfer",
            "记资金到账",
            capability="programme.keep_ledger",
            form=TransferForm,
            act=booking.record_transfer,
            named="book",
            look="go",
            done=_booked,
        ),
        Action(
            "opening",
            "补录期初",
            capability="programme.keep_ledger",
            form=OpeningForm,
            act=booking.enter_opening,
            named="book",
            done=_booked,
        ),
        Action(
            "give-back",
            "记缴回、核减",
            capability="programme.keep_ledger",
            form=GiveBackForm,
            act=booking.give_back,
            named="book",
            done=_booked,
        ),
        Action(
            "in-kind",
            "登记实物投入",
            capability="programme.keep_ledger",
            form=InKindForm,
            act=booking.note_in_kind,
            named="book",
            done="登记了。实物只记数量，不加进金额。",
        ),
        Action(
            "follow",
            "按现行方案调整预算数",
            capability="programme.keep_ledger",
            form=FollowForm,
            act=booking.follow_plan,
            named="book",
            done=lambda entries: f"调整了，记了{len(entries)}张凭证。",
            when=lambda row, _person: row.version_id != row.programme.version_id,
        ),
        Action(
            "close",
            "结账",
            capability="programme.keep_ledger",
            form=CloseForm,
            act=closing.close_month,
            named="book",
            look="stop",
            done=lambda done: f"结到{done.month}了，到月底有{done.entries}张凭证。",
        ),
        Action(
            "carry",
            "年终结转",
            capability="programme.keep_ledger",
            form=CarryForm,
            act=closing.carry_over,
            named="book",
            done=lambda entries: f"结转了，凭证是{'、'.join(entry.word for entry in entries)}。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[Book]:
        return ledger.with_totals(ledger.books_for(person))

    def title_of(self, thing: Book) -> str:
        return thing.programme.version.title

    def note_of(self, thing: Book) -> str:
        return f"结账到{_closed(thing)}"

    def told(self, thing: Book, person: User) -> Mapping[str, object]:  # noqa: ARG002
        whole = ledger.whole_of(thing)
        return {
            "whole": whole.total,
            "eyes": attention.eyes_on(thing),
            "public": [row for row in whole.sources if row.key != "enterprise"],
            "firms": [row for row in whole.sources if row.key == "enterprise"],
            "lines": whole.lines,
            "keepers": ledger.keepers_of(thing),
            "closes": ledger.closes_of(thing),
            "in_kind": ledger.in_kind_of(thing),
            "spans": spans(ledger.months_of(thing)),
        }

    def history_of(self, thing: Book) -> Iterable[str]:
        return (self.what(thing),)
