"""Statements of the special account as bank or treasury print them (对账单), and which entry each line is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money
from xiangji.programme.rules.money.statements import (
    NUMBER_LENGTH,
    REASON_LENGTH,
    SERIAL_LENGTH,
    WORDS_LENGTH,
    Line,
)

POST_LENGTH = 200


class StatementLine(models.Model):
    """One line (对账单的一行). `fen`: positive came, negative went. Rows are only added."""

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    serial = models.CharField("流水号", max_length=SERIAL_LENGTH)
    on = models.DateField("哪天")
    fen = models.BigIntegerField("金额（分）")
    counterparty = models.CharField("对方", max_length=WORDS_LENGTH, blank=True, default="")
    summary = models.CharField("摘要", max_length=WORDS_LENGTH, blank=True, default="")
    voucher = models.CharField("凭证号", max_length=NUMBER_LENGTH, blank=True, default="")
    balance_fen = models.BigIntegerField(
        "余额（分）",
        null=True,
        blank=True,
        help_text="这一行以后专账上有多少，照对账单；空：对账单没有这一列",
    )
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁导入的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "对账单的一行"
        verbose_name_plural = "对账单"
        ordering = ("-on", "-pk")
        indexes = [models.Index("book", "on", name="statement_lines_by_day")]
        constraints = [
            models.UniqueConstraint("book", "serial", name="a_line_of_a_statement_is_taken_once"),
            models.CheckConstraint(name="a_line_moves_money", condition=~Q(fen=0)),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def money(self) -> Money:
        return Money(self.fen)

    @property
    def out(self) -> Money:
        """What went, without its sign."""
        return Money(abs(self.fen))

    @property
    def balance(self) -> Money | None:
        """As the bank printed it behind this line."""
        return None if self.balance_fen is None else Money(self.balance_fen)

    @property
    def as_line(self) -> Line:
        return Line(self.pk, self.on, self.fen, self.voucher)


class StatementMatch(models.Model):
    """A person said that this line is that entry (勾对); taken back, it stays and says why."""

    line = models.ForeignKey(
        "programme.StatementLine", verbose_name="对账单的一行", on_delete=models.PROTECT, related_name="+"
    )
    entry = models.ForeignKey(
        "programme.LedgerEntry", verbose_name="记账凭证", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", verbose_name="谁勾的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("勾的时间")
    undone_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁取消的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    undone_at = models.DateTimeField("取消时间", null=True, blank=True)
    undone_because = models.CharField("为什么取消", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "勾对"
        verbose_name_plural = "勾对"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("line", name="a_line_is_one_entry", condition=Q(undone_at=None)),
            models.UniqueConstraint("entry", name="an_entry_is_one_line", condition=Q(undone_at=None)),
            models.CheckConstraint(
                name="what_is_taken_back_says_who_and_why",
                condition=Q(undone_at=None, undone_by=None, undone_because="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} = {self.entry_id}"
