"""The approval slip of a payment (资金拨付审批单) in words: what Word and PDF are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from xiangji.core.ui.formats import chinese_date, chinese_month, clause, yuan
from xiangji.programme.models import TreasuryPayment
from xiangji.programme.queries.money.showing import RuleLine
from xiangji.programme.web.paper_writing import OfficialPaper, Table

TITLE = "综合示范专项资金拨付审批单"
TO_SIGN = "\n\n签字：　　　　　　　　　　年　　月　　日"
NUMBERS = "一二三四五"


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
    rows = tuple((each.check.name, each.word, "".join(_said(each))) for each in told["rules"].lines)
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
        (box.title, f"{box.opinion}　{box.who}，{box.on}" if box.who else TO_SIGN) for box in told["boxes"]
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
