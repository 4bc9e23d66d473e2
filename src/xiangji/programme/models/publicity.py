"""What is shown to everybody before it counts, where else it stood, and what was said against it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from django.db import models
from django.db.models import Q

from xiangji.core.values import PlaceCode
from xiangji.programme.rules.publicity import ADDRESS_LENGTH, MEDIUM_LENGTH, SENDER_LENGTH, Outcome, Standing
from xiangji.programme.rules.shown import TITLE_LENGTH, Body, Kind

if TYPE_CHECKING:
    from xiangji.core.accounts.models import User


class Publicity(models.Model):
    """A publicity (公示): what the public reads, and the working days as they were announced.

    `about` names the thing that is shown, as core.approvals and core.evidence name it. What was shown stays
    as it was, whatever becomes of the thing.
    """

    kind = models.CharField(
        "公示什么", max_length=16, choices=[(kind.value, kind.word) for kind in Kind], db_index=True
    )
    about = models.CharField("是哪一件", max_length=120, help_text="programme.Project:12")
    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("题目", max_length=TITLE_LENGTH)
    body = models.JSONField("公示的内容", help_text="公告时定下，以后不变")
    started_at = models.DateTimeField("开始公示")
    counted = models.JSONField("算进去的工作日", help_text="公告时算定，以后不变")
    ends_on = models.DateField("公示到哪天", help_text="包括这一天")
    because = models.CharField("天数的依据", max_length=400)
    unpublished = models.CharField("没有公布放假安排的年份", max_length=120, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁公示的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    outcome = models.CharField(
        "结果",
        max_length=8,
        choices=[(outcome.value, outcome.word) for outcome in Outcome],
        default=Outcome.OPEN.value,
    )
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        ordering = ("-pk",)
        indexes = [models.Index("about", name="publicities_are_found_by_thing")]
        constraints = [
            models.UniqueConstraint(
                "about", condition=Q(outcome="open"), name="a_thing_is_publicised_once_at_a_time"
            ),
            models.CheckConstraint(
                name="publicity_says_what_it_is", condition=~Q(kind="") & ~Q(about="") & ~Q(title="")
            ),
            models.CheckConstraint(
                name="publicity_outcome_is_known", condition=Q(outcome__in=[each.value for each in Outcome])
            ),
            models.CheckConstraint(
                name="publicity_that_ended_says_when",
                condition=Q(outcome="open", ended_at=None) | (~Q(outcome="open") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place_code(self) -> PlaceCode:
        return self.programme.place_code

    @property
    def what(self) -> str:
        """The name of the shown thing in core.audit."""
        return self.about.replace(":", " ")

    @property
    def shown(self) -> Body:
        return Body.of(self.body)

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN

    def standing(self, on: date) -> Standing:
        return Standing(tuple(date.fromisoformat(day) for day in self.counted), on)

    def end(self, outcome: Outcome, at: datetime) -> None:
        """For the actions of the project: nothing stood in the way, or an objection was right."""
        self.outcome, self.ended_at = outcome.value, at
        self.save(update_fields=["outcome", "ended_at"])


class Showable(Protocol):
    """A row that can be shown: a project, a plan paper, an award."""

    @property
    def about(self) -> str: ...


class Medium(models.Model):
    """Where else it stood (媒体): the government's site, a newspaper, a board. Rows are only added."""

    publicity = models.ForeignKey(
        "programme.Publicity", verbose_name="公示", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("在哪里", max_length=MEDIUM_LENGTH)
    address = models.CharField("网址或者版面", max_length=ADDRESS_LENGTH, blank=True, default="")
    on = models.DateField("哪天登出")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "公示媒体"
        verbose_name_plural = "公示媒体"
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(name="medium_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                "publicity", "name", "on", name="a_medium_is_noted_once_for_a_day_of_a_publicity"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Objection(models.Model):
    """What somebody has against what is in publicity (异议). Nobody has to say who they are."""

    class Finding(models.TextChoices):
        UPHELD = "upheld", "成立"
        NOT_UPHELD = "not_upheld", "不成立"

    publicity = models.ForeignKey(
        "programme.Publicity", verbose_name="公示", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("异议")
    sender = models.CharField("谁提的", max_length=SENDER_LENGTH, blank=True, default="")
    lane = models.CharField("从哪里来（散列）", max_length=64, help_text="只用来限制一天提几条，隔天就对不上")
    filed_at = models.DateTimeField("提出时间")
    finding = models.CharField("处理结果", max_length=10, choices=Finding.choices, blank=True, default="")
    reply = models.TextField("答复", blank=True, default="")
    handled_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁处理的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    handler_title = models.CharField("当时的岗位", max_length=200, blank=True, default="")
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ("pk",)
        indexes = [models.Index("lane", name="objections_are_counted_by_lane")]
        constraints = [
            models.CheckConstraint(name="objection_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="objection_that_was_handled_says_how",
                condition=Q(finding="", reply="", handled_at=None, handled_by=None)
                | (
                    Q(
                        finding__in=["upheld", "not_upheld"],
                        handled_at__isnull=False,
                        handled_by__isnull=False,
                    )
                    & ~Q(reply="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"异议 {self.pk}"

    def answer(self, *, finding: str, reply: str, by: "User", title: str, at: datetime) -> None:
        """For the action that handles it; once."""
        self.finding, self.reply = finding, reply
        self.handled_by, self.handler_title, self.handled_at = by, title, at
        self.save()
