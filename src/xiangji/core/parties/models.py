from __future__ import annotations

from django.db import models
from django.db.models import Q

from xiangji.core.parties.key_files import COUNTY, INDEX

SEALED_TEXT = 64


class Key(models.Model):
    """A key file (钥匙) as the database knows it: by fingerprint, never by its bytes."""

    kind = models.CharField("种类", max_length=8, choices=[(COUNTY, "县钥匙"), (INDEX, "索引钥匙")])
    fingerprint = models.CharField("指纹", max_length=16, unique=True)
    made_at = models.DateTimeField("启用时间", auto_now_add=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "钥匙"
        verbose_name_plural = "钥匙"
        constraints = [
            models.UniqueConstraint(
                "kind", condition=Q(retired_at=None), name="one_key_of_a_kind_is_used_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.fingerprint}"


class DataKey(models.Model):
    """The key of one sealed row, such as a party, wrapped by the county key. Destroyed is erased.

    The row stays as a stone: nothing is sealed for its owner again.
    """

    owner = models.CharField("属于", max_length=120, unique=True)
    county_key = models.ForeignKey(
        "parties.Key", verbose_name="县钥匙", on_delete=models.PROTECT, related_name="+"
    )
    wrapped = models.BinaryField("包好的钥匙", max_length=128)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = "数据钥匙"
        verbose_name_plural = "数据钥匙"

    def __str__(self) -> str:
        return self.owner
