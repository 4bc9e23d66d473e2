"""Payments and entries of a project as an evidence pack tells them: what was judged, by whom, and booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from xiangji.core.values import Money
from xiangji.programme.models import LedgerEntry, Payment, PaymentCheck, Posting, Project, WarningReason
from xiangji.programme.queries.money import ledger, payments
from xiangji.programme.queries.money.pack_papers import day, moment, steps_table, yuan
from xiangji.programme.queries.money.rules_in_force import spending_book
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.pack import Booked, Facts, Paper, Table
from xiangji.programme.rules.words import yuan_words

CHECKS = ("什么时候", "规则", "结果", "算出的数", "限", "怎样说", "条款", "原文", "规则的版本")
PAID = ("支付日期", "来源", "金额", "支付凭证号", "指标文号", "记账凭证", "谁记的")
ENTRIES = (
    "凭证",
    "记账日期",
    "种类",
    "摘要",
    "凭据",
    "科目",
    "账户",
    "来源",
    "预算行",
    "项目",
    "合同",
    "增加（元）",
    "减少（元）",
    "谁记的",
    "记下的时间",
    "正文的 SHA-256",
)


@dataclass(frozen=True, slots=True)
class PaymentTold:
    """A payment as the page tells it, and the same with all columns for the sheets."""

    word: str
    paper: Paper
    tables: tuple[Table, ...]


def payment_told(row: Payment) -> PaymentTold:
    names = {each.key: each.name for each in spending_book().categories}
    facts: Facts = (
        ("事由", row.purpose),
        ("按什么付", f"{row.basis_word} {row.month}".strip()),
        ("收款方", row.payee.name),
        ("合同", row.agreement.number if row.agreement else "没有合同"),
        ("申请金额", yuan(Money(payments.wanted(row)))),
        ("已拨付", yuan(Money(payments.paid_of(row)))),
        ("怎样了", payments.state(row).word),
    )
    facts += (("为什么停付", row.stopped_because),) if row.stopped_because else ()
    parts = tuple(
        (each.as_part.source.word, names.get(each.category, each.category), yuan(each.money))
        for each in payments.parts_of(row)
    )
    bills = tuple(
        (each.number, each.code, day(each.issued_on), yuan(Money(each.fen)))
        for each in payments.invoices_of(row)
    )
    checks = _checks(row)
    before = (
        Table("来源和支出方向", ("来源", "支出方向", "金额"), parts),
        Table("发票", ("号码", "代码", "开票日期", "金额"), bills),
    )
    after = (
        Table("为什么越过提醒", ("规则", "理由", "谁", "什么时候"), _reasons(row)),
        *steps_table(row.paper),
        Table("国库支付", PAID, _paid(row)),
    )
    judged = Table("规则检查", CHECKS, tuple(_check(each) for each in checks))
    return PaymentTold(
        word=row.word,
        paper=Paper(
            "拨付申请",
            f"{row.word} {row.purpose}",
            row.about,
            facts,
            tuple(table for table in (*before, *_runs(checks), *after) if table.rows),
            word=row.word,
        ),
        tables=(*before, judged, *after),
    )


def _checks(row: Payment) -> list[PaymentCheck]:
    """Of every time that it was judged, not only of the last."""
    return list(PaymentCheck.objects.filter(payment=row).order_by("run", "position"))


def _runs(checks: Sequence[PaymentCheck]) -> Iterator[Table]:
    """One table for each time that it was judged, narrow enough for a page."""
    for run, found in groupby(checks, key=lambda each: each.run):
        rows = list(found)
        when = f"第{run}次，{rows[0].get_moment_display()}，{moment(rows[0].judged_at)}"
        told = tuple(
            (f"{each.get_outcome_display()}：{each.name}", each.sentence, _words(each)) for each in rows
        )
        yield Table(f"规则检查：{when}", ("结果和规则", "怎样说", "条款和原文"), told)


def _words(row: PaymentCheck) -> str:
    return f"{row.clause}：“{row.quote}”" if row.quote else row.clause


def _check(row: PaymentCheck) -> tuple[str, ...]:
    return (
        f"第{row.run}次，{row.get_moment_display()}，{moment(row.judged_at)}",
        row.name,
        row.get_outcome_display(),
        row.figure,
        row.limit,
        row.sentence,
        row.clause,
        row.quote,
        row.rule_version,
    )


def _reasons(row: Payment) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (each.name, each.reason, f"{each.by.name}，{each.post_title}{_as(each)}", moment(each.at))
        for each in payments.reasons_of(row)
    )


def _as(reason: WarningReason) -> str:
    return "（申请人说明）" if reason.is_applicants else ""  # type: ignore[attr-defined]


def _paid(row: Payment) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            day(each.paid_on),
            each.source_word,
            yuan(each.money),
            each.voucher_number,
            each.quota_number,
            each.entry.word,
            f"{each.by.name}，{each.post_title}，{moment(each.at)}",
        )
        for each in payments.vouchers_of(row)
    )


def entries_of(project: Project, abouts: Sequence[str]) -> list[LedgerEntry]:
    """Whole entries that touch the project, or were booked for one of its papers; the oldest first."""
    mine = ledger.touching(project=project.pk) | Q(about__in=abouts)
    rows = ledger.entries().filter(mine, book__programme=project.programme_id)
    return list(rows.order_by("booked_on", "pk"))


def entries_table(entries: Sequence[LedgerEntry]) -> Table:
    lines: dict[int, list[Posting]] = {}
    found = Posting.objects.filter(entry__in=entries).select_related("project", "agreement").order_by("pk")
    for posting in found:
        lines.setdefault(posting.entry_id, []).append(posting)
    names = ledger.names_of(entries[0].book) if entries else {}
    rows = tuple(_posting(entry, each, names) for entry in entries for each in lines[entry.pk])
    return Table("记账凭证", ENTRIES, rows)


def _posting(entry: LedgerEntry, row: Posting, names: dict[str, str]) -> tuple[str, ...]:
    account = Account(row.account)
    natural = row.fen * account.sign
    amount = yuan_words(Money(abs(natural)))
    by = f"{entry.by.name}，{entry.post_title}" if entry.by else "平台"
    return (
        entry.word,
        entry.booked_on.isoformat(),
        EntryKind(entry.kind).word,
        entry.summary,
        f"{entry.document_kind} {entry.document_number}".strip(),
        account.word,
        account.side.word,
        Source(row.source).word,
        names.get(row.line, row.line),
        row.project.name if row.project else "",
        row.agreement.number if row.agreement else "",
        amount if natural > 0 else "",
        "" if natural > 0 else amount,
        by,
        moment(entry.recorded_at),
        entry.sha256,
    )


def booked(entries: Sequence[LedgerEntry]) -> tuple[Booked, ...]:
    return tuple(
        Booked(
            word=row.word,
            on=row.booked_on,
            kind=EntryKind(row.kind).word,
            summary=row.summary,
            document=f"{row.document_kind} {row.document_number}".strip(),
            sha256=row.sha256,
            text=row.text,
        )
        for row in entries
    )


def entry_papers(entries: Sequence[LedgerEntry]) -> list[Paper]:
    """For what is attached to an entry; the entries themselves are told by `booked`."""
    return [
        Paper(
            "记账凭证",
            f"{row.word} {row.summary}",
            f"programme.LedgerEntry:{row.pk}",
            (
                ("记账日期", day(row.booked_on)),
                ("种类", EntryKind(row.kind).word),
            ),
            word=row.word,
        )
        for row in entries
    ]
