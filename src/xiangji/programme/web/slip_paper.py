"""The approval slip of a payment (资金拨付审批单) in words: what Word and PDF are made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from xiangji.core.approvals.models import Step
from xiangji.core.approvals.rules.deciding import Did
from xiangji.core.ui.formats import chinese_date, chinese_month, clause, yuan
from xiangji.core.values import Money
from xiangji.programme.models import Payment, TreasuryPayment
from xiangji.programme.queries.money import payments, showing
from xiangji.programme.queries.money.known import known_of
from xiangji.programme.queries.money.showing import RuleLine
from xiangji.programme.rules.money.capital import capital
from xiangji.programme.web.paper_writing import OfficialPaper, Table

TITLE = "综合示范专项资金拨付审批单"
TO_SIGN = "\n\n签字：　　　　　　　　　　年　　月　　日"
NUMBERS = "一二三四五"
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the paper for one hand: what was said, and who signs beside it."""

    title: str
    opinion: str
    who: str
    on: str


def told_of(payment: Payment) -> dict[str, Any]:
    """Of a row of `payments.rows()`: what the page, Word and PDF are made from."""
    amount = Money(payments.wanted(payment))
    known = known_of(payment)
    told = {
        "payment": payment,
        "amount": amount,
        "capital": capital(amount),
        "line": showing.line_of(payment, known),
        "effects": showing.effects_of(payment, known),
        "rules": showing.rules_of(payment, known),
        "invoices": known.invoices,
        "vouchers": payments.vouchers_of(payment),
        "boxes": _boxes(payment, known.steps),
        "printed_at": timezone.localtime(),
        "flags": showing.flags_of(payment),
    }
    return told | {"digest": _digest(told)}


def slip_paper(told: Mapping[str, Any], *, is_demo: bool) -> OfficialPaper:
    """Of what the page of the slip is told."""
    payment = told["payment"]
    parts = [table for table in (_money(told), _rules(told), _invoices(told), _signs(told)) if table.rows]
    titled = [
        Table(f"{NUMBERS[at]}、{table.title}", table.head, table.rows, table.widths)
        for at, table in enumerate(parts)
    ]
    return OfficialPaper(
        title=TITLE,
        lead=f"编号：{payment.word}　　方案：{payment.project.programme.version.title}",
        tables=(_first(told), *titled),
        foot=_foot(told["printed_at"], told["digest"], is_demo=is_demo),
    )


def _first(told: Mapping[str, Any]) -> Table:
    payment, line = told["payment"], told["line"]
    month = f"，{chinese_month(payment.in_month)}" if payment.in_month else ""
    rows = [
        ("项目", payment.project.name),
        ("预算行", line.title if line else payment.project.budget_line),
        ("事由", f"{payment.purpose}（{payment.basis_word}{month}）"),
        ("收款单位", payment.payee.name),
        ("合同", payment.agreement.number if payment.agreement else "无"),
        ("金额", f"{yuan(told['amount'])}元（大写：{told['capital']}）"),
    ]
    rows += [("标记", word) for _, word in told["flags"]]
    return Table("", (), tuple(rows), (1, 5))


def _money(told: Mapping[str, Any]) -> Table:
    rows = tuple(
        (each.source, each.category, yuan(each.amount), yuan(each.before), yuan(each.after))
        for each in told["effects"]
    )
    head = ("来源", "支出方向", "金额（元）", "付前可用（元）", "付后可用（元）")
    return Table("资金来源", head, rows, (2, 3, 3, 3, 3))


def _rules(told: Mapping[str, Any]) -> Table:
    rows = tuple((each.check.name, each.word, "\n".join(_said(each))) for each in told["rules"].lines)
    return Table("规则检查", ("规则", "结果", "说明、条款和理由"), rows, (3, 2, 9))


def _said(line: RuleLine) -> Iterator[str]:
    yield line.check.sentence
    if line.check.quote:
        yield f"{clause(line.check.clause)}：“{line.check.quote}”"
    for said in line.explained:
        yield f"申请人说明：{said.reason}（{said.by.name}）"
    for said in line.reasons:
        yield f"理由：{said.reason}（{said.by.name}）"


def _invoices(told: Mapping[str, Any]) -> Table:
    rows = tuple((str(each), chinese_date(each.issued_on), yuan(each.money)) for each in told["invoices"])
    return Table("发票", ("号码", "开票日期", "金额（元）"), rows, (4, 3, 3))


def _signs(told: Mapping[str, Any]) -> Table:
    rows = [
        (box.title, f"{box.opinion}\n{box.who}，{box.on}" if box.who else TO_SIGN) for box in told["boxes"]
    ]
    rows += [("国库支付", _paid(each)) for each in told["vouchers"]]
    return Table("审批意见", (), tuple(rows), (1, 5))


def _paid(voucher: TreasuryPayment) -> str:
    return (
        f"{voucher.source_word}{yuan(voucher.money)}元，{chinese_date(voucher.paid_on)}，"
        f"支付凭证{voucher.voucher_number}，指标文{voucher.quota_number}"
    )


def _foot(at: datetime, digest: str, *, is_demo: bool) -> str:
    said = f"本单由系统按登记数据生成。生成时间{at:%Y-%m-%d %H:%M}，校验码{digest}，校验码相同，内容就相同。"
    return f"{said}演示文书，无效力。" if is_demo else said


def _boxes(payment: Payment, steps: Iterable[Step]) -> list[Box]:
    """Empty ones wait for a pen."""
    if payment.paper is None:
        return []
    is_back = payment.paper.state == "returned"
    taken = {
        step.stage: step
        for step in steps
        if step.did == Did.APPROVED and step.round == payment.paper.round and not is_back
    }
    return [_box(stage.title, taken.get(stage.key)) for stage in payment.paper.standing.stages]


def _box(title: str, step: Step | None) -> Box:
    if step is None:
        return Box(title, "", "", "")
    on = timezone.localtime(step.at)
    return Box(title, step.reason or "同意。", step.by.name, f"{on.year}年{on.month}月{on.day}日")


def _digest(told: dict[str, Any]) -> str:
    """Of all that the paper says, so that two prints can be compared: 8F2C 41D0 77A9."""
    paper = slip_paper(told | {"digest": ""}, is_demo=settings.DEMO)
    said = json.dumps([paper.lead, [asdict(table) for table in paper.tables]], ensure_ascii=False)
    code = hashlib.sha256(said.encode()).hexdigest()[: _GROUP * 3].upper()
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
