"""The ledger: books, entries that are only ever added, and the balances that follow from them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.ledger import (
    NUMBER_LENGTH,
    PAPER_LENGTH,
    SUMMARY_LENGTH,
    Document,
    Written,
)
from xiangji.programme.rules.money.moves import Line

ACCOUNTS = [(account.value, account.word) for account in Account]
SOURCES = [(source.value, source.word) for source in Source]
KINDS = [(kind.value, kind.word) for kind in EntryKind]


class Book(models.Model):
    """The book (账套) of a programme in force. Every posting holds this row, so that numbers have no gaps."""

    programme = models.OneToOneField(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="预算按哪一版", on_delete=models.PROTECT, related_name="+"
    )
    opened_on = models.DateField("建账日期")
    closed_through = models.CharField(
        "结账到", max_length=7, blank=True, default="", help_text="2026-03；空：还没有结过账"
    )
    opened_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "账套"
        verbose_name_plural = "账套"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"账套 {self.pk}"

    @property
    def about(self) -> str:
        return f"programme.Book:{self.pk}"

    @property
    def closed(self) -> Month | None:
        return Month.parse(self.closed_through) if self.closed_through else None

    def close(self, month: Month) -> None:
        """For the action that closes a month."""
        self.closed_through = str(month)
        self.save(update_fields=["closed_through"])

    def follow(self, version: int) -> None:
        """For the action that books the budget of another version."""
        self.version_id = version
        self.save(update_fields=["version"])


class LedgerEntry(models.Model):
    """One entry (记账凭证). `text` is what is sealed; the columns and postings repeat it for searching."""

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("凭证号")
    kind = models.CharField("种类", max_length=16, choices=KINDS)
    booked_on = models.DateField("记账日期")
    summary = models.CharField("摘要", max_length=SUMMARY_LENGTH)
    document_number = models.CharField("凭据号", max_length=NUMBER_LENGTH, blank=True, default="")
    document_on = models.DateField("凭据日期", null=True, blank=True)
    document_kind = models.CharField("凭据种类", max_length=PAPER_LENGTH, blank=True, default="")
    about = models.CharField("为了哪一件", max_length=120, help_text="programme.Payment:12")
    reverses = models.OneToOneField(
        "self", verbose_name="冲销哪一张", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    recorded_at = models.DateTimeField("记下时间")
    by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁记的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="空：平台自己",
    )
    post_title = models.CharField("当时的岗位", max_length=200, blank=True, default="")
    text = models.TextField("正文")
    sha256 = models.CharField("正文的 SHA-256", max_length=64)

    class Meta:
        verbose_name = "记账凭证"
        verbose_name_plural = "记账凭证"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                "book", "year", "number", name="a_number_is_given_once_in_a_year_of_a_book"
            ),
            models.CheckConstraint(name="an_entry_says_what_for", condition=~Q(summary="") & ~Q(about="")),
            models.CheckConstraint(
                name="only_a_reversal_reverses",
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["book", "booked_on"], name="entries_by_the_day"),
            models.Index(fields=["about"], name="entries_about_a_paper"),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def word(self) -> str:
        """记-2026-0012."""
        return f"记-{self.year}-{self.number:04}"

    @property
    def document(self) -> Document:
        return Document(self.document_number, self.document_on, self.document_kind)

    @property
    def entry_kind(self) -> EntryKind:
        return EntryKind(self.kind)

    @property
    def day(self) -> date:
        return self.booked_on

    @classmethod
    def of(cls, written: Written, *, sha256: str) -> LedgerEntry:
        """The row of what was written, not saved yet; who wrote it is set beside."""
        paper = written.document
        return cls(
            book_id=written.book,
            year=written.year,
            number=written.number,
            kind=written.kind.value,
            booked_on=written.booked_on,
            summary=written.summary,
            document_number=paper.number,
            document_on=paper.on,
            document_kind=paper.kind,
            about=written.about,
            reverses_id=written.reverses,
            recorded_at=written.recorded_at,
            post_title=written.post,
            text=written.text(),
            sha256=sha256,
        )


class Posting(models.Model):
    """One line of an entry (分录). Rows are only added."""

    entry = models.ForeignKey(
        "programme.LedgerEntry", verbose_name="凭证", on_delete=models.PROTECT, related_name="+"
    )
    account = models.CharField("科目", max_length=12, choices=ACCOUNTS)
    source = models.CharField("资金来源", max_length=12, choices=SOURCES)
    line = models.SlugField("预算行", max_length=80, blank=True, default="", db_index=False)
    project = models.ForeignKey(
        "programme.Project",
        verbose_name="项目",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    agreement = models.ForeignKey(
        "programme.Agreement",
        verbose_name="合同",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="一份合同的第一份协议；换了以后还是它",
    )
    fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = "分录"
        verbose_name_plural = "分录"
        ordering = ("pk",)
        constraints = [models.CheckConstraint(name="a_posting_moves_money", condition=~Q(fen=0))]
        indexes = [models.Index(fields=["line"], name="postings_of_a_budget_line")]

    def __str__(self) -> str:
        return f"{Account(self.account).word} {self.fen}"

    @property
    def as_line(self) -> Line:
        account, source = Account(self.account), Source(self.source)
        return Line(account, source, self.fen, self.line, self.project_id, self.agreement_id)

    @property
    def amount(self) -> Money:
        return Money(self.fen)


class Balance(models.Model):
    """How much stands on an account, for one source, line, project and contract; never below nothing.

    Changed with the postings that make it, under the lock of the book; a test makes it anew from them.
    """

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField("哪一格", max_length=160, help_text="科目|来源|预算行|项目|合同")
    account = models.CharField("科目", max_length=12, choices=ACCOUNTS)
    source = models.CharField("资金来源", max_length=12, choices=SOURCES)
    line = models.SlugField("预算行", max_length=80, blank=True, default="", db_index=False)
    project = models.ForeignKey(
        "programme.Project",
        verbose_name="项目",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    agreement = models.ForeignKey(
        "programme.Agreement",
        verbose_name="合同",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    fen = models.BigIntegerField("余额（分）", help_text="按科目的方向记，不小于零")

    class Meta:
        verbose_name = "余额"
        verbose_name_plural = "余额"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("book", "key", name="a_balance_stands_once_in_a_book"),
            models.CheckConstraint(name="no_balance_is_overdrawn", condition=Q(fen__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.fen}"


class MonthClose(models.Model):
    """A month was closed (结账). Rows are only added; a closed month is never opened again."""

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    month = models.CharField("哪个月", max_length=7, help_text="2026-03")
    entries = models.PositiveIntegerField("到月底有几张凭证")
    by = models.ForeignKey("accounts.User", verbose_name="谁结的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("结账时间")

    class Meta:
        verbose_name = "结账"
        verbose_name_plural = "结账"
        ordering = ("-month",)
        constraints = [models.UniqueConstraint("book", "month", name="a_month_of_a_book_is_closed_once")]

    def __str__(self) -> str:
        return self.month


class InKind(models.Model):
    """What the government put in that is no money (实物投入): so many m² of rooms. Never added to any sum.

    Rows are only added; one that was written wrongly is followed by one with the opposite quantity.
    """

    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    line = models.SlugField("预算行", max_length=80, blank=True, default="", db_index=False)
    what = models.CharField("投入的是什么", max_length=200)
    quantity = models.DecimalField("数量", max_digits=14, decimal_places=2)
    unit = models.CharField("单位", max_length=20)
    provided_on = models.DateField("哪天投入的")
    document_number = models.CharField("凭据号", max_length=NUMBER_LENGTH)
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "实物投入"
        verbose_name_plural = "实物投入"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="in_kind_says_what_and_how_much",
                condition=~Q(what="") & ~Q(unit="") & ~Q(quantity=0) & ~Q(document_number=""),
            )
        ]

    def __str__(self) -> str:
        return self.what
