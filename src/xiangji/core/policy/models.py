from django.db import models
from django.db.models import F, Q

from xiangji.core.values import PlaceCode


class Standing(models.TextChoices):
    """A document may be kept only as a paper (存档) or be what the county works by (执行)."""

    ON_FILE = "on_file", "存档"
    IN_FORCE = "in_force", "执行"


class PolicyVersion(models.Model):
    """A published version of a plan: one immutable row (docs/adr/0005), guarded by the database."""

    programme = models.SlugField("方案代号", max_length=80)
    number = models.PositiveIntegerField("版本")
    place = models.ForeignKey("places.Place", verbose_name="地方", on_delete=models.PROTECT, related_name="+")
    standing = models.CharField("效力", max_length=8, choices=Standing.choices)
    title = models.CharField("题目", max_length=200)
    body = models.TextField("正文", help_text="规范的 JSON：键按次序，数不改")
    sha256 = models.CharField("正文的 SHA-256", max_length=64)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User",
        verbose_name="发布人",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="空：平台自己",
    )
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = "政策版本"
        verbose_name_plural = "政策版本"
        ordering = ("programme", "number")
        indexes = [models.Index("place", "valid_from", name="policy_is_found_by_place")]
        constraints = [
            models.UniqueConstraint("programme", "number", name="policy_numbers_its_versions_once"),
            models.CheckConstraint(name="policy_versions_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="policy_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="policy_is_on_file_or_in_force", condition=Q(standing__in=Standing.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} 第{self.number}版"

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)
