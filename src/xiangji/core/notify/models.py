"""Messages to people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

KIND_LENGTH, ABOUT_LENGTH, KEY_LENGTH, ADDRESS_LENGTH = 80, 120, 160, 300


class Message(models.Model):
    """One sentence to one person about one thing. It never changes; only read and settled are added."""

    to = models.ForeignKey("accounts.User", verbose_name="给谁", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=KIND_LENGTH, help_text="approvals.paper_waits")
    about = models.CharField("关于哪一件", max_length=ABOUT_LENGTH, help_text="programme.Project:12")
    key = models.CharField("哪一件事", max_length=KEY_LENGTH, help_text="approvals.Paper:7/3")
    title = models.TextField("说什么")
    body = models.TextField("细说", blank=True, default="")
    address = models.CharField(
        "打开哪里",
        max_length=ADDRESS_LENGTH,
        blank=True,
        default="",
        help_text="空：打开所关于的那一件",
    )
    happened_at = models.DateTimeField("事情发生的时间")
    made_at = models.DateTimeField("发出的时间")
    read_at = models.DateTimeField("看了的时间", null=True, blank=True)
    settled_at = models.DateTimeField("了结的时间", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["to", "-happened_at"], name="messages_of_a_person"),
            models.Index(
                fields=["to"],
                condition=Q(read_at=None, settled_at=None),
                name="messages_under_the_bell",
            ),
        ]
        constraints = [
            models.UniqueConstraint("key", "to", name="a_person_is_told_of_a_fact_once"),
            models.CheckConstraint(
                name="message_says_what_and_about_which_thing",
                condition=~Q(kind="") & ~Q(about="") & ~Q(key="") & ~Q(title=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unread(self) -> bool:
        """It stands under the bell."""
        return self.read_at is None and self.settled_at is None
