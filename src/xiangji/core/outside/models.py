"""What was asked outside and what came in from there: a queue that people can look at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

REMOTE_LENGTH, NAME_LENGTH, ABOUT_LENGTH, KEY_LENGTH, PATH_LENGTH, SENTENCE_LENGTH = (
    40,
    80,
    120,
    160,
    500,
    300,
)


class Direction(models.TextChoices):
    OUT = "out", "送出去"
    IN = "in", "收进来"


class State(models.TextChoices):
    WAITING = "waiting", "等着送"
    DONE = "done", "办好了"
    PARKED = "parked", "停下等人"
    DROPPED = "dropped", "不送了"


class Exchange(models.Model):
    """One question to somebody outside with its answer, or one message from there.

    `key` is the same however often it is sent or received, so that nothing is done twice. Bodies are sealed
    and gone after a month; what is shown of them is masked.
    """

    direction = models.CharField("方向", max_length=3, choices=Direction.choices)
    remote = models.CharField("对方", max_length=REMOTE_LENGTH)
    name = models.CharField("什么事", max_length=NAME_LENGTH, help_text="stations.room_asked")
    about = models.CharField(
        "关于哪一件", max_length=ABOUT_LENGTH, blank=True, default="", help_text="stations.Meeting:12"
    )
    key = models.CharField("哪一次", max_length=KEY_LENGTH)
    method = models.CharField("方法", max_length=6)
    path = models.CharField("路径", max_length=PATH_LENGTH)
    also_fine = models.CharField("也算办好的状态", max_length=40, blank=True, default="")
    body = models.BinaryField("送的内容（密封）", default=b"")
    body_shown = models.TextField("送的内容（遮住）", blank=True, default="")
    answer = models.BinaryField("回的内容（密封）", default=b"")
    answer_shown = models.TextField("回的内容（遮住）", blank=True, default="")
    status = models.PositiveSmallIntegerField("对方回的状态", null=True, blank=True)
    state = models.CharField("怎样了", max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("送过几次", default=0)
    due_at = models.DateTimeField("何时可送")
    made_at = models.DateTimeField("什么时候要送的")
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    sentence = models.CharField("为什么没有成", max_length=SENTENCE_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "对外往来"
        verbose_name_plural = "对外往来"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint("direction", "remote", "key", name="exchange_is_asked_once"),
            models.CheckConstraint(name="exchange_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="exchange_that_ended_has_a_time",
                condition=Q(state__in=["waiting", "parked"], ended_at=None)
                | Q(state__in=["done", "dropped"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exchange_that_stopped_says_why",
                condition=~Q(state__in=["parked", "dropped"]) | ~Q(sentence=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="exchange_waiting"),
            models.Index(fields=["ended_at"], name="exchange_by_end"),
            models.Index(fields=["about"], name="exchanges_about_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Attempt(models.Model):
    """One try: when it began, how long it took, and how it ended. Written before and after."""

    exchange = models.ForeignKey(
        "outside.Exchange", verbose_name="往来", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField("第几次")
    began_at = models.DateTimeField("开始")
    took_ms = models.PositiveIntegerField("用了多少毫秒", default=0)
    status = models.PositiveSmallIntegerField("对方回的状态", null=True, blank=True)
    sentence = models.CharField("为什么没有成", max_length=SENTENCE_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "送的一次"
        verbose_name_plural = "送的各次"
        ordering = ("number", "pk")
        constraints = [
            models.UniqueConstraint("exchange", "number", "began_at", name="attempt_is_written_once")
        ]

    def __str__(self) -> str:
        return f"第{self.number}次"
