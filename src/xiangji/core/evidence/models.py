from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from xiangji.core.evidence.kinds import Kind

TARGET_LENGTH = 120


class Evidence(models.Model):
    """A file that was attached to a paper (凭证). A row is only added; withdrawing is a row of its own."""

    target = models.CharField("所属公文", max_length=TARGET_LENGTH, help_text="programme.Decision:12")
    sha256 = models.CharField("内容的 SHA-256", max_length=64)
    kind = models.CharField("类别", max_length=8, choices=[(kind.value, kind.label) for kind in Kind])
    size = models.PositiveIntegerField("字节数")
    name = models.CharField("原来的文件名", max_length=120)
    added_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁加的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="空：平台自己",
    )
    added_at = models.DateTimeField("加入时间")
    happened_at = models.DateTimeField("事情发生的时间")
    place = models.ForeignKey(
        "places.Place",
        verbose_name="地点",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    attempt = models.PositiveSmallIntegerField(
        "第几次加入", default=1, help_text="撤下以后可以再加同样的内容"
    )
    is_from_phone = models.BooleanField("手机传来的", default=False)

    class Meta:
        verbose_name = "凭证"
        verbose_name_plural = "凭证"
        ordering = ("pk",)
        indexes = [models.Index("target", name="evidence_is_found_by_its_paper")]
        constraints = [
            models.UniqueConstraint(
                fields=("target", "sha256", "attempt"), name="a_paper_counts_the_same_content_once"
            ),
            models.CheckConstraint(name="evidence_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="evidence_has_a_name_and_a_paper", condition=~Q(name="") & ~Q(target="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Withdrawal(models.Model):
    """Why a piece of evidence no longer counts. The file stays, and so does the row."""

    evidence = models.OneToOneField(
        "evidence.Evidence", verbose_name="凭证", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("理由", max_length=500)
    withdrawn_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁撤下的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="空：平台自己",
    )
    withdrawn_at = models.DateTimeField("撤下时间")

    class Meta:
        verbose_name = "撤下的凭证"
        verbose_name_plural = "撤下的凭证"
        constraints = [
            models.CheckConstraint(name="a_withdrawal_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class PhoneLink(models.Model):
    """Lets one phone add photos to one paper for ten minutes, in the name of the person who showed the code.

    Of the token and of the phone's own secret only hashes are kept.
    """

    token_sha256 = models.CharField("口令的 SHA-256", max_length=64, unique=True)
    target = models.CharField("所属公文", max_length=TARGET_LENGTH)
    shown_by = models.ForeignKey(
        "accounts.User", verbose_name="谁出示的", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("出示时间")
    expires_at = models.DateTimeField("失效时间")
    phone_sha256 = models.CharField("手机口令的 SHA-256", max_length=64, blank=True, default="")
    received = models.PositiveSmallIntegerField("已传件数", default=0)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "手机传凭证"
        verbose_name_plural = "手机传凭证"
        constraints = [
            models.CheckConstraint(
                name="a_phone_link_ends_after_it_begins", condition=Q(expires_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="a_phone_that_sent_something_is_known", condition=Q(received=0) | ~Q(phone_sha256="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.made_at}"
