"""The desk of statements of the special account (对账单): what is paired, what is not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.core.office.history import says
from xiangji.programme.actions.money import paid_lines, reconciling
from xiangji.programme.models import StatementLine, TreasuryPayment
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.paid_line_forms import PaidLineForm
from xiangji.programme.office.money.statement_forms import CertainForm, MatchForm, UndoForm
from xiangji.programme.queries.money import ledger, payments, statements
from xiangji.programme.queries.money.paid_lines import Fit, fit_of

READ, KEEP = "programme.read_ledger", "programme.keep_ledger"
OPEN = Q(is_paired=False)

says("programme.line_matched", "勾上了", {"serial": "流水号", "entry": "凭证", "amount": "金额"})
says("programme.vouchers_taken", "导出了记账凭证", {"period": "哪段时间"})
says("programme.match_undone", "取消了勾对", {"serial": "流水号", "entry": "凭证", "reason": "理由"})


def _mark(line: StatementLine) -> Mark:
    if line.is_paired:  # type: ignore[attr-defined]
        return Mark("ok", "勾上了")
    return Mark("warn", "账上没有")


def _fit(line: StatementLine) -> Fit | None:
    """Read once for a page: the button, its form and the paper all ask for it."""
    if not hasattr(line, "fit"):
        line.fit = None if line.is_paired else fit_of(line)  # type: ignore[attr-defined]
    return line.fit  # type: ignore[attr-defined, no-any-return]


def _recorded(paid: TreasuryPayment) -> str:
    if payments.unspent().filter(pk=paid.pk).exists():
        return "记下了。专账上还没有这笔钱，到账记了以后在拨付申请上点“补记支出”，再来勾这一行。"
    return f"记下了，凭证是{paid.entry.word}，这一行也勾上了，公开页上看得到。"


@desk
class StatementLineDesk(Desk[StatementLine]):
    """Lines come in as a table; a person says which entry each of them is."""

    key = "statements"
    title = "对账单"
    menu = MONEY
    order = 25
    capability = READ
    unit = "行"
    columns = (
        Column("摘要", lambda row: Named(row.summary or "没有写摘要", row.counterparty), look="wide"),
        Column("哪天", "on", look="nowrap", order="on"),
        Column("金额（元）", "money", look="num", order="fen"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("方案", "book.programme.version.title"),
        Column("哪天", "on"),
        Column("流水号", "serial"),
        Column("金额（元，付是负数）", "money"),
        Column("对方", "counterparty"),
        Column("摘要", "summary"),
        Column("凭证号", "voucher"),
        Column("余额（元）", "balance"),
        Column("怎样", lambda row: _mark(row).word),
        Column("谁导入的", "by.name"),
    )
    chips = (
        Chip("open", "账上没有", OPEN),
        Chip("paired", "勾上了", Q(is_paired=True)),
        Chip("came", "收", Q(fen__gt=0)),
        Chip("went", "付", Q(fen__lt=0)),
    )
    todo = Todo(chip="open", capability=KEEP, sentence="对账单上有、账上没有的行。")
    search = ("serial", "summary", "counterparty", "voucher")
    ordering = ("-on", "-pk")
    detail = "programme/office/_statement_line.html"
    empty = Empty(
        new="还没有导入过对账单。请从银行或者国库系统导出 Excel，点“导入”，先下载模板看要哪几列。",
        done="都勾上了。",
        search="没有找到。写流水号、对方或者摘要里的字再找。",
    )
    actions = (
        Action(
            "certain",
            "把号和金额都对上的勾上",
            capability=KEEP,
            form=CertainForm,
            act=reconciling.match_certain,
            look="go",
            done=lambda count: f"勾上了{count}行，余下的请一行一行看。",
            of_list=True,
        ),
        Action(
            "match",
            "勾上这一张凭证",
            capability=KEEP,
            form=MatchForm,
            act=reconciling.match_line,
            named="line",
            look="go",
            done="勾上了。",
            when=lambda row, _person: not row.is_paired and bool(statements.candidates(row)),
        ),
        Action(
            "record",
            "按这一行记国库支付",
            capability="programme.record_payment",
            form=PaidLineForm,
            act=paid_lines.record_from_line,
            named="line",
            look="go",
            done=_recorded,
            when=lambda row, _person: _fit(row) is not None,
        ),
        Action(
            "undo",
            "取消勾对",
            capability=KEEP,
            form=UndoForm,
            act=reconciling.undo_match,
            named="line",
            look="stop",
            done="取消了，这一行和那张凭证又都空着。",
            when=lambda row, _person: row.is_paired,
        ),
    )

    def for_person(self, person: User) -> QuerySet[StatementLine]:
        return statements.for_person(person)

    def title_of(self, thing: StatementLine) -> str:
        return f"{thing.serial}　{thing.summary}"

    def note_of(self, thing: StatementLine) -> str:
        return thing.counterparty

    def mark_of(self, thing: StatementLine) -> Mark:
        return _mark(thing)

    def told(self, thing: StatementLine, person: User) -> Mapping[str, object]:  # noqa: ARG002
        is_paired = thing.is_paired  # type: ignore[attr-defined]
        return {
            "matches": statements.matches_of(thing),
            "proposal": None if is_paired else _proposed(thing),
            "fit": _fit(thing),
            "settling": reverse("settling", args=[thing.book_id]),
        }

    def history_of(self, thing: StatementLine) -> Iterable[str]:
        return (self.what(thing),)


def _proposed(line: StatementLine) -> tuple[object, object] | None:
    pair = statements.proposal_for(line)
    if pair is None:
        return None
    entry = ledger.entries().filter(pk=pair.movement.key).first()
    return (pair, entry) if entry else None
