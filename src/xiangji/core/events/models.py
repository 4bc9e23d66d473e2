from django.db import models


class Fact(models.Model):
    """An event as it was announced; the key keeps it in order with others (空：不论先后)."""

    name = models.CharField("名称", max_length=100)
    key = models.CharField("顺序键", max_length=200, blank=True)
    body = models.TextField("内容")
    announced_at = models.DateTimeField("发出时间")

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        indexes = [models.Index(fields=["announced_at"], name="fact_by_time")]

    def __str__(self) -> str:
        return f"{self.name} {self.key}".strip()


class Delivery(models.Model):
    """What one reaction still owes, or has done, about one fact.

    `due_at` is when a worker may take it. Taking it moves `due_at` on and counts the try first:
    a worker that dies leaves behind what is true, and another one takes over when the time has come.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待送"
        DONE = "done", "已送达"
        PARKED = "parked", "停下等人"
        SKIPPED = "skipped", "不再送"

    fact = models.ForeignKey(Fact, verbose_name="消息", on_delete=models.PROTECT, related_name="+")
    reaction = models.CharField("反应", max_length=200)
    queue = models.CharField("队", max_length=300, blank=True, help_text="同一队里按先后送；空：不论先后")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("送过几次", default=0)
    due_at = models.DateTimeField("何时可送")
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    error = models.TextField("没有送达的原因", blank=True)

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints = [
            models.UniqueConstraint("fact", "reaction", name="fact_reaches_a_reaction_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "parked"], ended_at=None)
                | models.Q(state__in=["done", "skipped"], ended_at__isnull=False),
                name="ended_delivery_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=models.Q(state="waiting"), name="delivery_waiting"
            ),
            models.Index(
                fields=["queue", "fact"],
                condition=models.Q(ended_at=None),
                name="delivery_open_in_its_queue",
            ),
            models.Index(fields=["ended_at"], name="delivery_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} → {self.reaction}"


class Job(models.Model):
    """Clock work (定时任务): when it is due, who is at it and until when, and how it went last time."""

    name = models.CharField("任务", max_length=200, primary_key=True)
    due_at = models.DateTimeField("何时该做")
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    leased_by = models.CharField("谁在做", max_length=100, blank=True)
    leased_until = models.DateTimeField("做到何时", null=True, blank=True)
    started_at = models.DateTimeField("上次开始", null=True, blank=True)
    done_at = models.DateTimeField("上次做完", null=True, blank=True)
    error = models.TextField("没有做成的原因", blank=True)

    class Meta:
        verbose_name = "定时任务"
        verbose_name_plural = "定时任务"

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """A worker (后台) that runs, and when it was last seen."""

    name = models.CharField("名称", max_length=100, primary_key=True)
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近一次露面")

    class Meta:
        verbose_name = "后台"
        verbose_name_plural = "后台"

    def __str__(self) -> str:
        return self.name
