"""What is said openly of the money: statements of its use, and records of money that was misused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money, Month
from xiangji.programme.rules.money.misuse import NUMBER_LENGTH, WORDS_LENGTH, Misuse, Outcome
from xiangji.programme.rules.money.statement import NOTE_LENGTH, Figures, Span, figures_of

if TYPE_CHECKING:
    from datetime import datetime

POST_LENGTH = 200


class FundStatement(models.Model):
    """How the money of a closed month or quarter was used (资金使用公告). `text` is what was published.

    Only added: the entries below it are closed, and what comes later stands in a later one.
    """

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    ordinal = models.PositiveIntegerField("第几份")
    first = models.CharField("从哪个月", max_length=7)
    last = models.CharField("到哪个月", max_length=7)
    text = models.TextField("公布的内容")
    sha256 = models.CharField("内容的 SHA-256", max_length=64)
    entries = models.PositiveIntegerField("到那天有几张凭证")
    entries_sha256 = models.CharField("这些凭证的 SHA-256", max_length=64)
    note = models.CharField("说明", max_length=NOTE_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁公布的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = "资金使用公告"
        verbose_name_plural = "资金使用公告"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint("book", "ordinal", name="the_statements_of_a_book_are_counted"),
            models.UniqueConstraint("book", "first", "last", name="a_period_is_stated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.span.word}资金使用公告"

    @property
    def span(self) -> Span:
        return Span(Month.parse(self.first), Month.parse(self.last))

    @property
    def figures(self) -> Figures:
        return figures_of(self.text)


class MisuseRecord(models.Model):
    """Money that somebody says was not used as it should be (资金违规记录), and what came of it."""

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        "programme.Project",
        verbose_name="项目",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="空：不是一个项目的",
    )
    kind = models.CharField("哪一种", max_length=12, choices=[(one.value, one.word) for one in Misuse])
    words = models.CharField("发现了什么", max_length=WORDS_LENGTH)
    fen = models.PositiveBigIntegerField("涉及金额（分）")
    noticed_on = models.DateField("发现日期")
    document_number = models.CharField("凭据", max_length=NUMBER_LENGTH)
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("记的时间")
    answer = models.CharField("说明", max_length=WORDS_LENGTH, blank=True, default="")
    answered_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁说明的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)
    outcome = models.CharField(
        "结果",
        max_length=10,
        blank=True,
        default="",
        choices=[(one.value, one.word) for one in Outcome if one],
    )
    finding = models.CharField("怎样处理", max_length=WORDS_LENGTH, blank=True, default="")
    closed_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁了结的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField("了结时间", null=True, blank=True)

    class Meta:
        verbose_name = "资金违规记录"
        verbose_name_plural = "资金违规记录"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="a_misuse_is_money_on_paper",
                condition=~Q(words="") & ~Q(document_number="") & Q(fen__gt=0),
            ),
            models.CheckConstraint(
                name="an_answer_to_a_misuse_has_a_hand",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_misuse_is_closed_with_a_finding",
                condition=Q(outcome="", finding="", closed_by=None, closed_at=None)
                | (
                    ~Q(outcome="")
                    & ~Q(finding="")
                    & ~Q(answer="")
                    & Q(closed_by__isnull=False, closed_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_word}：{self.words}"

    @property
    def about(self) -> str:
        return f"programme.MisuseRecord:{self.pk}"

    @property
    def amount(self) -> Money:
        return Money(self.fen)

    @property
    def kind_word(self) -> str:
        return Misuse(self.kind).word

    @property
    def ended(self) -> Outcome:
        return Outcome(self.outcome)

    def reply(self, answer: str, *, by: int, at: datetime) -> None:
        """For its own action."""
        self.answer, self.answered_by_id, self.answered_at = answer, by, at
        self.save(update_fields=["answer", "answered_by", "answered_at"])

    def close(self, outcome: Outcome, finding: str, *, by: int, at: datetime) -> None:
        """For its own action."""
        self.outcome, self.finding, self.closed_by_id, self.closed_at = outcome.value, finding, by, at
        self.save(update_fields=["outcome", "finding", "closed_by", "closed_at"])
