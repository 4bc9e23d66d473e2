from __future__ import annotations

from django.db import models
from django.db.models import Q

MOST_DOWNLOADS = 3


class SealedExport(models.Model):
    """An export with sealed columns (带完整信息的导出): what was asked for, frozen, and its paper.

    The rows are named by their keys, never by what they say; what they say is read at the download.
    """

    desk = models.SlugField("哪一张名单", max_length=60)
    title = models.CharField("名单的名字", max_length=60)
    words = models.CharField(
        "哪些行", max_length=500, blank=True, default="", help_text="申请时的筛选，用话说"
    )
    columns = models.JSONField("完整的列")
    rows = models.JSONField("各行的号")
    rows_sha256 = models.CharField("各行的 SHA-256", max_length=64)
    reason = models.CharField("为什么要", max_length=200)
    asked_by = models.ForeignKey(
        "accounts.User", verbose_name="谁申请的", on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey("places.Place", verbose_name="地方", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        "approvals.Paper",
        verbose_name="公文",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    asked_at = models.DateTimeField("申请时间")
    good_until = models.DateTimeField("到什么时候能下载", null=True, blank=True, help_text="空：没有批准")
    downloads = models.PositiveSmallIntegerField("下载过几次", default=0)

    class Meta:
        verbose_name = "带完整信息的导出"
        verbose_name_plural = "带完整信息的导出"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="sealed_export_is_downloaded_a_few_times", condition=Q(downloads__lte=MOST_DOWNLOADS)
            ),
            models.CheckConstraint(
                name="sealed_export_leaves_only_when_approved", condition=Q(downloads=0) | ~Q(good_until=None)
            ),
        ]

    def __str__(self) -> str:
        return f"导-{self.pk:04} {self.title}"

    @property
    def number(self) -> str:
        return f"导-{self.pk:04}"

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def left(self) -> int:
        return MOST_DOWNLOADS - self.downloads


class SavedView(models.Model):
    """A search of a list under a name that a person gave it; nobody else sees it."""

    person = models.ForeignKey(
        "accounts.User", verbose_name="谁的", on_delete=models.PROTECT, related_name="+"
    )
    desk = models.SlugField("哪一张名单", max_length=60)
    name = models.CharField("名字", max_length=20)
    query = models.CharField("怎么找", max_length=500)

    class Meta:
        verbose_name = "存下的找法"
        verbose_name_plural = "存下的找法"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("person", "desk", "name", name="person_names_a_view_of_a_list_once")
        ]

    def __str__(self) -> str:
        return self.name
