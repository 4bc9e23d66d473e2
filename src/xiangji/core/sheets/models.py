"""Tables on their way in: what was read lies sealed until it is confirmed, and is gone when it is in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

KEY_LENGTH, NAME_LENGTH, HASH_LENGTH, SENTENCE_LENGTH = 40, 120, 64, 500


class Intake(models.Model):
    """One file that somebody handed in (导入), from the preview to the end."""

    class State(models.TextChoices):
        FAULTY = "faulty", "有错，没有导入"
        WAITING = "waiting", "看过了，等确认"
        MOVING = "moving", "正在导入"
        DONE = "done", "导入完了"
        STOPPED = "stopped", "中途停下了"
        DROPPED = "dropped", "没有导入，内容已清"

    kind = models.CharField("导入什么", max_length=KEY_LENGTH)
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁导入的", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=NAME_LENGTH)
    sha256 = models.CharField("文件的 SHA-256", max_length=HASH_LENGTH)
    rows_sha256 = models.CharField("各行的 HMAC-SHA-256", max_length=HASH_LENGTH, blank=True, default="")
    state = models.CharField("怎样了", max_length=8, choices=State.choices)
    row_count = models.PositiveIntegerField("行数", default=0)
    fault_count = models.PositiveIntegerField("要改的格", default=0)
    doubt_count = models.PositiveIntegerField("提醒", default=0)
    moved_count = models.PositiveIntegerField("处理了几行", default=0)
    told_sealed = models.BinaryField("给人看的（密封）", default=b"", blank=True)
    reason = models.CharField("为什么有提醒还导入", max_length=200, blank=True, default="")
    sentence = models.CharField("为什么停下", max_length=SENTENCE_LENGTH, blank=True, default="")
    staged_at = models.DateTimeField("读入的时间")
    confirmed_at = models.DateTimeField("确认的时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束的时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        ordering = ("-pk",)
        indexes = [
            models.Index("state", "staged_at", name="intakes_are_found_by_state"),
            models.Index("sha256", name="intakes_are_found_by_file"),
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_state_is_known",
                condition=Q(state__in=["faulty", "waiting", "moving", "done", "stopped", "dropped"]),
            ),
            models.CheckConstraint(
                name="intake_that_moves_was_confirmed",
                condition=~Q(state__in=["moving", "done", "stopped"]) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="intake_that_stopped_says_why", condition=~Q(state="stopped") | ~Q(sentence="")
            ),
        ]

    def __str__(self) -> str:
        return f"导入 {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.STOPPED, self.State.DROPPED}


class Batch(models.Model):
    """Some rows of an intake, sealed; moved in one transaction, and then gone."""

    intake = models.ForeignKey("Intake", verbose_name="导入", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("第几批")
    sealed = models.BinaryField("各行（密封）")
    tries = models.PositiveSmallIntegerField("试了几次", default=0)

    class Meta:
        verbose_name = "一批行"
        verbose_name_plural = "一批行"
        ordering = ("number",)
        constraints = [models.UniqueConstraint("intake", "number", name="batch_has_one_number_in_its_intake")]

    def __str__(self) -> str:
        return f"第{self.number}批"


class Entered(models.Model):
    """What became of a row (补录行): the thing that it made, or the sentence with which it was refused."""

    intake = models.ForeignKey("Intake", verbose_name="导入", on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField("第几行")
    label = models.CharField("做成了什么", max_length=KEY_LENGTH, blank=True, default="")
    key = models.BigIntegerField("它的编号", null=True, blank=True)
    happened_on = models.DateField("发生日期")
    document = models.CharField("文号或凭据", max_length=NAME_LENGTH)
    sentence = models.CharField("为什么没有收", max_length=SENTENCE_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "补录行"
        verbose_name_plural = "补录行"
        ordering = ("row",)
        indexes = [models.Index("label", "key", name="entered_rows_found_by_thing")]
        constraints = [
            models.UniqueConstraint("intake", "row", name="row_of_an_intake_is_entered_once"),
            models.CheckConstraint(
                name="entered_row_made_something_or_says_why",
                condition=(Q(key__isnull=False, sentence="") & ~Q(label=""))
                | (Q(key__isnull=True, label="") & ~Q(sentence="")),
            ),
        ]

    def __str__(self) -> str:
        return f"补录行 {self.pk}"
