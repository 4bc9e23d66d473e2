"""The demo's open side of the money: quarters closed and published, two records of misuse, more registers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.places.county import current_county
from xiangji.core.values import Money, Month
from xiangji.programme import queries
from xiangji.programme.actions.money import closing, disclosing, registering
from xiangji.programme.demo import days
from xiangji.programme.demo.receipts import receipt
from xiangji.programme.models import Asset, Book, MisuseRecord
from xiangji.programme.queries.money import ledger, statements_of_use
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.misuse import Misuse, Noticed, Outcome
from xiangji.programme.rules.money.registers import Asset as Bought
from xiangji.programme.rules.money.registers import AssetKind, Fund, FundKind
from xiangji.programme.rules.money.statement import Kind, quarter_of

NOTE = "演示：数字照记账凭证算，企业自筹另外列（示例）。"
# What was paid is known and entered by then.
SETTLED = timedelta(days=30)
ASSETS = (
    (AssetKind.EQUIPMENT, "办公电脑（示例）", 12, "台", "4.80", "县级服务中心二楼"),
    (AssetKind.EQUIPMENT, "数据大屏（示例）", 1, "块", "6.50", "县级服务中心一楼"),
    (AssetKind.LICENCE, "分拣软件许可（示例）", 1, "套", "3.20", "县级分拣中心"),
)


@transaction.atomic
def build_disclosure(*, now: datetime) -> None:
    """Again changes nothing. Without a book there is nothing to disclose."""
    running = queries.running(current_county().code)
    book = ledger.book_of(running.key) if running else None
    if book is None or MisuseRecord.objects.exists():
        return
    today = timezone.localdate(now)
    _publish(_closed(book, today), today)
    _settled(book, today)
    _waiting(book, today)
    _registers(book, today)


def _closed(book: Book, today: date) -> Book:
    """Up to the last month that ended a while ago."""
    month = Month.of((today - SETTLED).replace(day=1) - timedelta(days=1))
    if book.closed is None or month > book.closed:
        closing.close_month(
            book=book,
            month=month,
            by=person_in(PostKind.FINANCE),
            happened_at=days.morning(today - timedelta(days=5)),
        )
    return ledger.books().get(pk=book.pk)


def _publish(book: Book, today: date) -> None:
    """Every quarter, and the last month where its quarter is not over."""
    found = statements_of_use.open_spans(book)
    wanted = [span for span in found if span.kind is Kind.QUARTER or quarter_of(span.last) not in found]
    wanted = [span for span in wanted if span.kind is Kind.QUARTER or span.last == book.closed]
    for span in reversed(wanted):
        disclosing.publish_fund_use(
            book=book,
            span=span,
            note_text=NOTE,
            by=person_in(PostKind.COMMERCE_HEAD),
            happened_at=days.morning(today - timedelta(days=4)),
        )


def _settled(book: Book, today: date) -> None:
    """Somebody thought that money lay idle; it did not."""
    on = today - timedelta(days=20)
    record = _noticed(book, Misuse.IDLE, "市配套到账以后两个月没有动（示例）。", on, "示例对账单7号")
    disclosing.answer_misuse(
        record=record,
        answer="按验收后支付的约定等验收，验收公示期满就付（示例）。",
        by=person_in(PostKind.FINANCE),
        happened_at=days.morning(on + timedelta(days=2)),
    )
    disclosing.close_misuse(
        record=record,
        outcome=Outcome.CLEARED,
        finding="没有滞留，等验收是约定的，下月复查（示例）。",
        by=person_in(PostKind.LEADING_GROUP),
        happened_at=days.morning(on + timedelta(days=6)),
    )


def _waiting(book: Book, today: date) -> None:
    """One that the leading group still has to close."""
    on = today - timedelta(days=6)
    words = "一批宣传品超出方案写的宣传方向（示例）。"
    record = _noticed(book, Misuse.DIRECTION, words, on, "示例审计取证单3号")
    disclosing.answer_misuse(
        record=record,
        answer="承办企业已经退回这一笔，退款凭证在附件（示例）。",
        by=person_in(PostKind.COMMERCE_HEAD),
        happened_at=days.morning(on + timedelta(days=3)),
    )


def _noticed(book: Book, kind: Misuse, words: str, on: date, document: str) -> MisuseRecord:
    clerk = person_in(PostKind.COMMERCE_CLERK)
    noticed = Noticed(kind, words, Money.from_wan("1.20"), on, document)
    record = disclosing.record_misuse(
        book=book, project=None, noticed=noticed, by=clerk, happened_at=days.morning(on)
    )
    file = ContentFile(receipt("Note of an auditor", record.about), name="取证材料（示例）.pdf")
    add_evidence(to=record.about, file=file, by=clerk, happened_at=days.morning(on))
    return record


def _registers(book: Book, today: date) -> None:
    """Where the contract of the demo stands, a few things more that were bought for it."""
    clerk, at = person_in(PostKind.COMMERCE_CLERK), days.morning(today - timedelta(days=8))
    first = Asset.objects.select_related("project__programme", "project__contractor").first()
    if first:
        for number, bought in enumerate(_bought(Source(first.source), today - timedelta(days=40)), start=21):
            numbered = replace(bought, document_number=f"示例票-00{number}")
            registering.record_asset(project=first.project, asset=numbered, by=clerk, happened_at=at)
    given = today - timedelta(days=60)
    fund = Fund(
        FundKind.STOCK, "示例县财政局", "农产品上行冷链", Money.from_wan(30), given, "示例县财〔存量〕5号"
    )
    registering.record_fund(programme=book.programme, fund=fund, by=clerk, happened_at=at)


def _bought(source: Source, on: date) -> list[Bought]:
    return [
        Bought(kind, name, Decimal(count), unit, Money.from_wan(wan), source, on, where, "")
        for kind, name, count, unit, wan, where in ASSETS
    ]
