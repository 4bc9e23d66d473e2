"""Payments: what is asked for, what the rules said, what the treasury paid, and the papers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat

from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import (
    CATEGORY_LENGTH,
    NUMBER_LENGTH,
    PURPOSE_LENGTH,
    REASON_LENGTH,
    Basis,
    Invoice,
    Part,
    Request,
)

if TYPE_CHECKING:
    from datetime import datetime

SOURCES = [(source.value, source.word) for source in Source]
WORDS_LENGTH = 500
KEY_LENGTH = 300
MOMENTS = [("submit", "提交时"), ("approve", "同意时"), ("record", "记拨付时")]


class Payment(models.Model):
    """An application for payment (资金拨付申请). What it asks for stands in its parts.

    How far it is follows from its paper and what the treasury paid: rules.money.payment.state_of.
    """

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    agreement = models.ForeignKey(
        "programme.Agreement",
        verbose_name="合同",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="一份合同的第一份协议；空：没有合同",
    )
    payee = models.ForeignKey(
        "accounts.Organisation", verbose_name="收款方", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField("事由", max_length=PURPOSE_LENGTH)
    basis = models.CharField("按什么付", max_length=20, choices=[(one.value, one.word) for one in Basis])
    month = models.CharField("哪个月的", max_length=7, blank=True, default="", help_text="2026-03")
    drafted_at = models.DateTimeField("起草时间")
    paper = models.OneToOneField(
        "approvals.Paper",
        verbose_name="审批件",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    stopped_at = models.DateTimeField("停付时间", null=True, blank=True)
    stopped_because = models.CharField("为什么停付", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "资金拨付申请"
        verbose_name_plural = "资金拨付申请"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                "book", "year", "number", name="a_payment_number_is_given_once_in_a_year"
            ),
            models.CheckConstraint(name="a_payment_says_what_for", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="only_a_monthly_payment_names_a_month",
                condition=Q(month="") | Q(basis=Basis.MONTHLY.value),
            ),
            models.CheckConstraint(
                name="a_payment_that_was_stopped_says_why",
                condition=Q(stopped_at=None, stopped_because="")
                | (Q(stopped_at__isnull=False) & ~Q(stopped_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.purpose}"

    @property
    def word(self) -> str:
        """拨-2026-0043."""
        return f"拨-{self.year}-{self.number:04}"

    @property
    def about(self) -> str:
        """Its name in core.approvals, core.evidence and the ledger."""
        return f"programme.Payment:{self.pk}"

    @property
    def basis_word(self) -> str:
        return Basis(self.basis).word

    @property
    def in_month(self) -> Month | None:
        return Month.parse(self.month) if self.month else None

    def write(self, request: Request) -> None:
        """For its own actions; parts and invoices are written beside."""
        self.purpose, self.basis = request.purpose, request.basis.value
        self.month = str(request.month) if request.month else ""
        self.save()

    def stop(self, *, at: datetime, because: str) -> None:
        self.stopped_at, self.stopped_because = at, because
        self.save(update_fields=["stopped_at", "stopped_because"])


class PaymentPart(models.Model):
    """So much of one source for one kind of spending."""

    payment = models.ForeignKey(
        "programme.Payment", verbose_name="拨付申请", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("资金来源", max_length=12, choices=SOURCES)
    category = models.CharField("支出方向", max_length=CATEGORY_LENGTH, blank=True, default="")
    fen = models.PositiveBigIntegerField("金额（分）")

    class Meta:
        verbose_name = "拨付份额"
        verbose_name_plural = "拨付份额"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("payment", "source", "category", name="a_part_of_a_payment_stands_once"),
            models.CheckConstraint(name="a_part_of_a_payment_is_money", condition=Q(fen__gt=0)),
            models.CheckConstraint(
                name="private_money_is_not_paid_by_the_treasury",
                condition=Q(source__in=["central", "provincial", "county"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{Source(self.source).word} {self.category}"

    @property
    def as_part(self) -> Part:
        return Part(Source(self.source), self.category, self.fen)

    @property
    def money(self) -> Money:
        return Money(self.fen)


class PaymentInvoice(models.Model):
    """An invoice counts for one payment; that of a withdrawn payment is free again."""

    payment = models.ForeignKey(
        "programme.Payment", verbose_name="拨付申请", on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField("发票代码", max_length=NUMBER_LENGTH, blank=True, default="")
    number = models.CharField("发票号码", max_length=NUMBER_LENGTH)
    issued_on = models.DateField("开票日期")
    fen = models.PositiveBigIntegerField("金额（分）")
    counts = models.BooleanField("算不算", default=True, help_text="申请撤回以后不算")

    class Meta:
        verbose_name = "发票"
        verbose_name_plural = "发票"
        ordering = ("pk",)
        constraints = [
            # Of all books together, and whether its code was written apart or not.
            models.UniqueConstraint(
                Concat("code", "number"), condition=Q(counts=True), name="an_invoice_counts_once"
            ),
            models.CheckConstraint(
                name="an_invoice_has_number_and_money", condition=~Q(number="") & Q(fen__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.as_invoice.name

    @property
    def as_invoice(self) -> Invoice:
        return Invoice(self.code, self.number, self.issued_on, self.fen)

    @property
    def money(self) -> Money:
        return Money(self.fen)


class PaymentCheck(models.Model):
    """What one rule said of a payment at one moment, with the version of the rule. Rows are only added."""

    payment = models.ForeignKey(
        "programme.Payment", verbose_name="拨付申请", on_delete=models.PROTECT, related_name="+"
    )
    moment = models.CharField("什么时候", max_length=8, choices=MOMENTS)
    run = models.PositiveIntegerField("第几次查", help_text="每查一遍加一")
    position = models.PositiveSmallIntegerField("第几条")
    key = models.CharField("哪一条", max_length=KEY_LENGTH, help_text="规则、它的版本、管到哪一份")
    rule = models.CharField("规则", max_length=80)
    rule_version = models.CharField("规则的版本", max_length=120, blank=True, default="")
    name = models.CharField("名称", max_length=200)
    clause = models.CharField("条款", max_length=200, blank=True, default="")
    quote = models.TextField("原文", blank=True, default="")
    figure = models.CharField("算出的数", max_length=200, blank=True, default="")
    limit = models.CharField("限", max_length=200, blank=True, default="")
    now = models.DecimalField("现在（%）", max_digits=20, decimal_places=8, null=True, blank=True)
    bound = models.DecimalField("限（%）", max_digits=20, decimal_places=8, null=True, blank=True)
    outcome = models.CharField(
        "结果", max_length=5, choices=[("ok", "合"), ("warn", "要理由"), ("block", "挡住"), ("ask", "等裁定")]
    )
    sentence = models.TextField("怎样说")
    remedy = models.TextField("怎么办", blank=True, default="")
    judged_at = models.DateTimeField("查的时间")

    class Meta:
        verbose_name = "规则检查"
        verbose_name_plural = "规则检查"
        ordering = ("run", "position")
        constraints = [
            models.UniqueConstraint("payment", "run", "position", name="a_run_of_checks_has_one_order")
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_outcome_display()}"


class WarningReason(models.Model):
    """Why a payment may go past a rule that warns. Counts for that version of it. Only added."""

    payment = models.ForeignKey(
        "programme.Payment", verbose_name="拨付申请", on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField("哪一条", max_length=KEY_LENGTH)
    name = models.CharField("名称", max_length=200)
    reason = models.CharField("理由（公开）", max_length=REASON_LENGTH)
    by = models.ForeignKey("accounts.User", verbose_name="谁写的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "理由"
        verbose_name_plural = "理由"
        ordering = ("pk",)
        constraints = [models.CheckConstraint(name="a_warning_is_answered_in_words", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.reason


class TreasuryPayment(models.Model):
    """The treasury paid (国库支付), as its voucher says; the platform moves no money. Only added."""

    payment = models.ForeignKey(
        "programme.Payment", verbose_name="拨付申请", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("资金来源", max_length=12, choices=SOURCES)
    fen = models.PositiveBigIntegerField("金额（分）")
    quota_number = models.CharField("指标文号", max_length=NUMBER_LENGTH)
    voucher_number = models.CharField("支付凭证号", max_length=NUMBER_LENGTH)
    paid_on = models.DateField("支付日期")
    entry = models.OneToOneField(
        "programme.LedgerEntry", verbose_name="记账凭证", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "国库支付"
        verbose_name_plural = "国库支付"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("voucher_number", name="a_treasury_voucher_is_recorded_once"),
            models.CheckConstraint(
                name="a_treasury_payment_is_named_money",
                condition=Q(fen__gt=0) & ~Q(quota_number="") & ~Q(voucher_number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.voucher_number

    @property
    def money(self) -> Money:
        return Money(self.fen)

    @property
    def source_word(self) -> str:
        return Source(self.source).word


class AcceptanceResult(models.Model):
    """That a project was accepted (验收), in its smallest form; the paper is its evidence. Only added."""

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    accepted_on = models.DateField("验收日期")
    is_passed = models.BooleanField("合格")
    finding = models.CharField("验收意见", max_length=WORDS_LENGTH)
    shown_from = models.DateField("公示从哪天", null=True, blank=True)
    shown_until = models.DateField("公示到哪天", null=True, blank=True)
    has_objection = models.BooleanField("公示有异议", default=False)
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "验收结果"
        verbose_name_plural = "验收结果"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="an_acceptance_says_what_was_found", condition=~Q(finding="")),
            models.CheckConstraint(
                name="an_acceptance_is_shown_from_a_day_to_a_day",
                condition=Q(shown_from=None, shown_until=None, has_objection=False)
                | Q(shown_from__isnull=False, shown_until__gte=models.F("shown_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"验收 {self.pk}"

    @property
    def about(self) -> str:
        return f"programme.AcceptanceResult:{self.pk}"


class MonthlyAudit(models.Model):
    """What an audit found that a month of a project cost (按月审核); the report is its evidence. Only added.

    The last one of a month counts.
    """

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    month = models.CharField("哪个月", max_length=7)
    auditor = models.CharField("审核单位", max_length=120)
    fen = models.PositiveBigIntegerField("审定金额（分）")
    finding = models.CharField("审核意见", max_length=WORDS_LENGTH)
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "月度审核"
        verbose_name_plural = "月度审核"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="an_audit_says_what_was_found",
                condition=~Q(finding="") & ~Q(auditor="") & ~Q(month=""),
            )
        ]

    def __str__(self) -> str:
        return f"月度审核 {self.month}"

    @property
    def about(self) -> str:
        return f"programme.MonthlyAudit:{self.pk}"

    @property
    def money(self) -> Money:
        return Money(self.fen)
