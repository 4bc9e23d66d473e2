"""The desk of payments (拨付申请): the list, and the detail with rules, ledger, papers and steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.approvals.hands import authors_post
from xiangji.core.approvals.models import Step
from xiangji.core.approvals.progress import NOT_YET, Point, Progress, progress_of
from xiangji.core.office.desk import (
    Action,
    ActionForm,
    Chip,
    Column,
    Desk,
    Empty,
    Mark,
    Named,
    Todo,
    desk,
)
from xiangji.core.values import Money
from xiangji.programme.actions.money import payments as deeds
from xiangji.programme.actions.money import treasury
from xiangji.programme.actions.money.money_back import record_money_back
from xiangji.programme.models import Payment, TreasuryPayment
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.money_back_forms import MoneyBackForm
from xiangji.programme.office.money.payment_filter import PaymentFilter
from xiangji.programme.office.money.payment_forms import (
    DraftPaymentForm,
    RecordForm,
    RequestForm,
    ReviewPaymentForm,
    StopForm,
    SubmitPaymentForm,
    WarningsForm,
)
from xiangji.programme.office.project_forms import WithdrawForm
from xiangji.programme.queries.money import money_back, payments, showing
from xiangji.programme.queries.money.known import known_of
from xiangji.programme.queries.money.showing import Rules
from xiangji.programme.rules.money.capital import capital
from xiangji.programme.rules.money.payment import State

REVIEWERS = tuple(stage.capability for stage in deeds.STAGES)
_MARKS: Mapping[State, tuple[Any, str]] = {
    State.DRAFTED: ("info", "起草"),
    State.SUBMITTED: ("wait", "在审"),
    State.RETURNED: ("warn", "退回补正"),
    State.APPROVED: ("wait", "已批待付"),
    State.PART_PAID: ("wait", "付了一部分"),
    State.PAID: ("ok", "已付"),
    State.STOPPED: ("bad", "停付"),
    State.WITHDRAWN: ("info", "撤回"),
}


def _amount(payment: Payment) -> Money:
    return Money(payments.wanted(payment))


def _paid(payment: Payment) -> Money:
    return Money(payments.paid_of(payment))


def _mark(payment: Payment) -> Mark:
    kind, word = _MARKS[payments.state(payment)]
    stage = payment.paper.stage if payment.paper else None
    return Mark(kind, f"等{stage.title}" if stage else word)


def _rules(payment: Payment) -> Mark:
    """The worst that the rules said; of a row of a list hung on by `together`."""
    flags = showing.flags_of(payment)
    if flags:
        return Mark(*flags[0])
    checks, answered = getattr(payment, "judged", None) or showing.judged(payment)
    outcomes = Counter(each.outcome for each in checks)
    if not checks:
        return Mark("info", "还没有查")
    if outcomes["block"]:
        return Mark("bad", "挡住")
    if outcomes["ask"]:
        return Mark("wait", "等裁定")
    if any(each.outcome == "warn" and each.key not in answered for each in checks):
        return Mark("warn", "要理由")
    return Mark("ok", "写了理由" if outcomes["warn"] else "都合")


def _is(*states: State) -> Any:  # noqa: ANN401 - a `when` of an action
    def when(payment: Payment, _person: User) -> bool:
        return payments.state(payment) in states

    return when


def _is_with_its_author(*states: State) -> Any:  # noqa: ANN401 - a `when` of an action
    """For the author, a deputy, or a colleague in the same post: nobody else is offered their buttons."""

    def when(payment: Payment, person: User) -> bool:
        paper = payment.paper
        if paper is None or payments.state(payment) not in states:
            return False
        return paper.author_id == person.pk or authors_post(person, paper) is not None

    return when


def _returned(*, reasons: Mapping[str, str], **said: Any) -> Payment:  # noqa: ANN401, ARG001
    """The form asks for reasons too; they are for whoever agrees."""
    return deeds.return_payment(**said)


def _recorded(paid: TreasuryPayment) -> str:
    said = f"记下了，凭证是{paid.entry.word}，公开页上看得到。"
    if payments.unspent().filter(pk=paid.pk).exists():
        said += "专账上还没有这笔钱，到账记了以后回来点“补记支出”。"
    return said


def _can_take(payment: Payment, person: User) -> bool:
    waits_for = payment.paper.waits_for if payment.paper else ""
    return bool(waits_for) and may(person, waits_for)


@desk
class PaymentDesk(Desk[Payment]):
    """List and paper side by side; whoever has it next finds the buttons at its foot."""

    key = "payments"
    title = "拨付申请"
    menu = MONEY
    order = 20
    capability = "programme.read_payments"
    unit = "笔"
    columns = (
        Column(
            "事由与收款方",
            lambda row: Named(row.purpose, f"{row.word}，{row.payee.name}"),
            look="wide",
            order="purpose",
        ),
        Column("金额（元）", _amount, look="num", order="wanted_fen"),
        Column("规则", _rules),
        Column("怎样了", _mark, look="nowrap"),
    )
    chips = (
        Chip("mine", "等我办", payments.waits_for),
        Chip("returned", "退回补正", payments.WHERE[State.RETURNED]),
        Chip("running", "在审", payments.WHERE[State.SUBMITTED]),
        Chip("approved", "已批待付", payments.WHERE[State.APPROVED] | payments.WHERE[State.PART_PAID]),
        Chip("paid", "已付", payments.WHERE[State.PAID]),
        Chip("against", "付了，可规则不许", payments.AGAINST),
        Chip("unspent", "等到账记支出", payments.UNSPENT),
    )
    export = (
        Column("编号", "word"),
        Column("项目", "project.name"),
        Column("事由", "purpose"),
        Column("收款方", "payee.name"),
        Column("按什么付", "basis_word"),
        Column("合同", lambda row: row.agreement.number if row.agreement else ""),
        Column("申请金额", _amount),
        Column("已付金额", _paid),
        Column("状态", lambda row: payments.state(row).word),
        Column("规则", lambda row: "，".join(word for _, word in showing.flags_of(row))),
        Column("起草", "drafted_at"),
    )
    filters = PaymentFilter
    todo = Todo(chip="mine", capability="programme.read_payments", sentence="等您办的拨付申请。")
    search = ("purpose", "payee__name", "project__name")
    detail = "programme/office/_payment.html"
    has_evidence = True
    empty = Empty(new="还没有拨付申请。项目生效、账套开了，承办单位或者商务局点“新申请”。", done="都办完了。")
    actions = (
        Action(
            "draft",
            "新申请",
            capability="programme.draft_payment",
            form=DraftPaymentForm,
            act=deeds.draft_payment,
            look="go",
            done=lambda row: f"存下来了，编号{row.word}，还没有报送。先传凭证，再报送。",
            of_list=True,
        ),
        Action(
            "submit",
            "报送",
            capability="programme.draft_payment",
            form=SubmitPaymentForm,
            act=deeds.submit_payment,
            named="payment",
            look="go",
            done="报上去了，钱已经占住，等商务局初审。",
            when=_is_with_its_author(State.DRAFTED, State.RETURNED),
        ),
        Action(
            "change",
            "改",
            capability="programme.draft_payment",
            form=RequestForm,
            act=deeds.change_payment,
            named="payment",
            done="改好了。",
            when=_is_with_its_author(State.DRAFTED, State.RETURNED),
        ),
        Action(
            "approve",
            "同意",
            capability=REVIEWERS,
            form=ReviewPaymentForm,
            act=deeds.approve_payment,
            named="payment",
            look="go",
            done="同意了，已经转到下一步。",
            when=_can_take,
        ),
        Action(
            "return",
            "退回补正",
            capability=REVIEWERS,
            form=ReviewPaymentForm,
            act=_returned,
            named="payment",
            done="退回去了，占住的钱退了回去，写的人看得到理由。",
            when=_can_take,
        ),
        Action(
            "withdraw",
            "撤回",
            capability="programme.draft_payment",
            form=WithdrawForm,
            act=deeds.withdraw_payment,
            named="payment",
            look="stop",
            done="撤回了，占住的钱退了回去。",
            when=_is_with_its_author(State.DRAFTED, State.SUBMITTED, State.RETURNED),
        ),
        Action(
            "record",
            "记国库支付",
            capability="programme.record_payment",
            form=RecordForm,
            act=treasury.record_treasury_payment,
            named="payment",
            look="go",
            done=_recorded,
            when=_is(State.APPROVED, State.PART_PAID, State.STOPPED),
        ),
        Action(
            "spend",
            "补记支出",
            capability="programme.record_payment",
            act=treasury.book_spending,
            named="payment",
            look="go",
            done="支出记上了。",
            when=lambda payment, _person: payment.is_unspent,
        ),
        Action(
            "money-back",
            "记收回",
            capability="programme.record_payment",
            form=MoneyBackForm,
            act=record_money_back,
            named="payment",
            done=lambda entry: f"记下了，凭证是{entry.word}，预算行和专账上又有了这笔钱。",
            when=lambda payment, _person: payments.paid_of(payment) > 0,
        ),
        Action(
            "stop",
            "停付",
            capability="programme.record_payment",
            form=StopForm,
            act=treasury.stop_payment,
            named="payment",
            look="stop",
            done="停付了，没有付的钱退了回去。",
            when=_is(State.APPROVED, State.PART_PAID),
        ),
    )

    def for_person(self, person: User) -> QuerySet[Payment]:
        return payments.for_person(person)

    def listed(self, rows: QuerySet[Payment]) -> QuerySet[Payment]:
        return payments.in_a_list(rows)

    def together(self, things: Sequence[Any]) -> None:
        found = showing.judged_of(things)
        for payment in things:
            payment.judged = found[payment.pk]

    def title_of(self, thing: Payment) -> str:
        return f"{thing.word}　{thing.purpose}"

    def note_of(self, thing: Payment) -> str:
        return f"{thing.payee.name}，{_amount(thing).yuan:,.2f}元，{payments.state(thing).word}"

    def mark_of(self, thing: Payment) -> Mark:
        """What was paid against the rules says so first, whatever became of it."""
        flags = showing.flags_of(thing)
        return Mark(*flags[0]) if flags else _mark(thing)

    def told(self, thing: Payment, person: User) -> Mapping[str, object]:
        vouchers = payments.vouchers_of(thing) if payments.paid_of(thing) else []
        # The form of the treasury's voucher asks the rules again, of what is read here.
        known = thing.known = known_of(thing)  # type: ignore[attr-defined]
        # And the forms of those who judge it ask for what its rules want.
        rules = thing.rules = showing.rules_of(thing, known)  # type: ignore[attr-defined]
        return {
            "amount": _amount(thing),
            "capital": capital(_amount(thing)),
            "line": showing.line_of(thing, known),
            "effects": showing.effects_of(thing, known),
            "flags": showing.flags_of(thing),
            "rules": rules,
            "open_rules": [(line, None) for line in rules.open],
            "invoices": known.invoices,
            "vouchers": vouchers,
            "returned": money_back.returned(thing) if vouchers else Money(0),
            "entries": known.entries,
            "reads_ledger": may(person, "programme.read_ledger"),
            "progress": _progress(thing, known.steps, len(vouchers)),
            "drafted": showing.drafted_by(thing, known.steps),
        }

    def asked(self, thing: Payment, form: ActionForm) -> Mapping[str, object]:
        """Each reason is asked for at its rule."""
        if not isinstance(form, WarningsForm):
            return {}
        rules: Rules = thing.rules  # type: ignore[attr-defined]
        fields = {line.check.key: form[name] for name, line in form.wanted.items()}
        return {"open_rules": [(line, fields.get(line.check.key)) for line in rules.open]}


def _progress(payment: Payment, steps: Sequence[Step], paid: int) -> Progress | None:
    """The approval's own points, and behind them the treasury and the public page."""
    if payment.paper is None:
        return None
    found, state = progress_of(payment.paper, steps), payments.state(payment)
    if state is State.WITHDRAWN:
        return found
    look = {State.PAID: "done", State.APPROVED: "here", State.PART_PAID: "here"}.get(state, "")
    words = {State.PAID: "付清", State.PART_PAID: f"付了{paid}次", State.APPROVED: "等国库支付"}
    paying = Point("拨付", "停付" if state is State.STOPPED else words.get(state, NOT_YET), look)
    shown = Point("公开", "看得到" if paid else NOT_YET, "done" if paid else "")
    return replace(found, points=(*found.points, paying, shown))
