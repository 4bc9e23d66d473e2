from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that was done. `text` is what is sealed; the columns repeat parts of it for searching."""

    noted_at = models.DateTimeField("记下时间")
    did = models.CharField("做了什么", max_length=100)
    what = models.CharField("对什么", max_length=200)
    by_key = models.CharField("谁（编号）", max_length=64, blank=True, help_text="空：平台自己")
    command = models.UUIDField("指令", null=True, blank=True)
    text = models.TextField("正文")
    sha256 = models.CharField("正文的 SHA-256", max_length=64)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        indexes = [
            models.Index(fields=["what"], name="entries_about_a_thing"),
            models.Index(fields=["by_key"], name="entries_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.did} {self.what}"
