"""How a contractor is chosen (选定): the selection, what was offered, and the award."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money
from xiangji.programme.rules.selecting import (
    NUMBER_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
    Method,
    Offered,
    Wanted,
)

if TYPE_CHECKING:
    from xiangji.programme.models.publicity import Publicity


class Selection(models.Model):
    """One selection for a line of the money: what is wanted, by which method, and how it came out.

    How far it is follows from its rows and publicities (rules.selecting.stage_of) and is kept nowhere.
    """

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="按哪一版", on_delete=models.PROTECT, related_name="+"
    )
    budget_line = models.SlugField("预算行", max_length=80)
    title = models.CharField("名称", max_length=TITLE_LENGTH)
    content = models.TextField("项目建设内容")
    conditions = models.TextField("承办企业的条件")
    by = models.ForeignKey("accounts.User", verbose_name="谁写的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    written_at = models.DateTimeField("起草时间")
    conditions_shown = models.OneToOneField(
        "programme.Publicity",
        verbose_name="条件的公示",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    method = models.CharField(
        "采购方式",
        max_length=20,
        choices=[(method.value, method.word) for method in Method],
        blank=True,
        default="",
    )
    notice_number = models.CharField("公告编号", max_length=NUMBER_LENGTH, blank=True, default="")
    notice_where = models.CharField("公告登在哪里", max_length=300, blank=True, default="")
    noticed_on = models.DateField("公告日期", null=True, blank=True)
    award = models.OneToOneField(
        "programme.Award",
        verbose_name="现在算数的结果",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    failed_at = models.DateTimeField("没有选成的时间", null=True, blank=True)
    fail_reason = models.CharField("为什么没有选成", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "承办企业选定"
        verbose_name_plural = "承办企业选定"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="selection_says_what_is_wanted",
                condition=~Q(title="") & ~Q(content="") & ~Q(conditions=""),
            ),
            models.CheckConstraint(
                name="notice_of_a_selection_is_whole",
                condition=Q(method="", notice_number="", noticed_on=None)
                | (~Q(method="") & ~Q(notice_number="") & Q(noticed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="award_follows_a_notice", condition=Q(award=None) | Q(noticed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="selection_that_failed_says_why",
                condition=Q(failed_at=None, fail_reason="")
                | (Q(failed_at__isnull=False) & ~Q(fail_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        return f"programme.Selection:{self.pk}"

    @property
    def publicity(self) -> "Publicity | None":
        """The one that counts now: of the award, before there is one of the conditions."""
        return self.award.publicity if self.award else self.conditions_shown

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.title, self.content, self.conditions)

    @property
    def way(self) -> Method | None:
        return Method(self.method) if self.method else None

    def want(self, wanted: Wanted) -> None:
        """For its own actions."""
        self.title, self.content, self.conditions = wanted.title, wanted.content, wanted.conditions
        self.save()

    def fail(self, reason: str, at: datetime) -> None:
        self.fail_reason, self.failed_at = reason, at
        self.save(update_fields=["fail_reason", "failed_at"])


class Bid(models.Model):
    """What a supplier offered (响应), and whether it was found fit. Rows are only added.

    A member of a consortium names the bid that leads it and no amount of its own.
    """

    selection = models.ForeignKey(
        "programme.Selection", verbose_name="选定", on_delete=models.PROTECT, related_name="+"
    )
    bidder = models.ForeignKey(
        "parties.Party", verbose_name="供应商", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("当时的名称", max_length=120)
    leader = models.ForeignKey(
        "self",
        verbose_name="联合体牵头单位",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    amount_fen = models.PositiveBigIntegerField("报价（分）", default=0)
    is_accepted = models.BooleanField("合格")
    reason = models.CharField("为什么不合格", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "响应"
        verbose_name_plural = "响应"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("selection", "bidder", name="a_supplier_bids_once_in_a_selection"),
            models.CheckConstraint(
                name="only_who_leads_names_a_price",
                condition=Q(leader=None, amount_fen__gt=0) | Q(leader__isnull=False, amount_fen=0),
            ),
            models.CheckConstraint(
                name="bid_that_was_rejected_says_why", condition=Q(is_accepted=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def offered(self) -> Offered:
        return Offered(self.pk, self.name, Money(self.amount_fen), self.is_accepted, self.leader_id)


class Award(models.Model):
    """Who is to build it (中选), until the public has said nothing against it. A later one follows an upheld
    objection."""

    selection = models.ForeignKey(
        "programme.Selection", verbose_name="选定", on_delete=models.PROTECT, related_name="+"
    )
    bid = models.ForeignKey(
        "programme.Bid", verbose_name="哪一份", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("为什么定它", max_length=REASON_LENGTH)
    decided_on = models.DateField("哪天定的")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("记下的时间")
    publicity = models.OneToOneField(
        "programme.Publicity",
        verbose_name="公示",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "中选"
        verbose_name_plural = "中选"
        ordering = ("pk",)
        constraints = [models.CheckConstraint(name="award_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"中选 {self.pk}"
