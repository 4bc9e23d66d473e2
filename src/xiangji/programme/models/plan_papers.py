"""Papers of the plan (方案文件): the plan and its money as they were passed, shown, filed, and changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from xiangji.core.values import PlaceCode
from xiangji.programme.rules.changing import Edit
from xiangji.programme.rules.plan_paper import (
    BECAUSE_LENGTH,
    MEETING_LENGTH,
    NUMBER_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
    ChangeKind,
    Order,
    Sort,
    Whom,
)

if TYPE_CHECKING:
    from xiangji.core.policy import PolicyVersion


class PlanPaper(models.Model):
    """A paper that binds the programme: drafted by the office, passed by a meeting, shown, filed, in force.

    One that `changes` another goes the same steps again. How far it is stands in its approval, its publicity
    and its filings: rules.plan_paper.state_of. What it changes in the plan are `edits` on `version`.
    """

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="按哪一版写的", on_delete=models.PROTECT, related_name="+"
    )
    sort = models.CharField(
        "是什么", max_length=12, choices=[(sort.value, sort.word) for sort in Sort], db_index=True
    )
    title = models.CharField("题目", max_length=TITLE_LENGTH)
    number = models.CharField("文号", max_length=NUMBER_LENGTH, blank=True, default="")
    summary = models.TextField("写了什么")
    order = models.CharField("次序", max_length=16, choices=[(order.value, order.word) for order in Order])
    because = models.CharField("次序的依据", max_length=BECAUSE_LENGTH + 400)
    drafted_at = models.DateTimeField("起草时间")
    approval = models.OneToOneField(
        "approvals.Paper",
        verbose_name="审批件",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    meeting = models.CharField("哪一次会议", max_length=MEETING_LENGTH, blank=True, default="")
    met_on = models.DateField("哪天审议通过", null=True, blank=True)
    publicity = models.OneToOneField(
        "programme.Publicity",
        verbose_name="公示",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    in_force_at = models.DateTimeField("什么时候生效", null=True, blank=True)
    changes = models.ForeignKey(
        "self", verbose_name="变更哪一份", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    change_kind = models.CharField(
        "哪一种变更",
        max_length=12,
        choices=[(kind.value, kind.word) for kind in ChangeKind],
        blank=True,
        default="",
    )
    reason = models.CharField("变更理由", max_length=REASON_LENGTH, blank=True, default="")
    edits = models.JSONField("改方案的哪几处", default=list, blank=True)
    project = models.ForeignKey(
        "programme.Project",
        verbose_name="换哪个项目的承建企业",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    newcomer = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="增加或者换上的企业",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    before_name = models.CharField("原来的承建企业", max_length=200, blank=True, default="")
    result = models.ForeignKey(
        "policy.PolicyVersion",
        verbose_name="变更以后的版本",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "方案文件"
        verbose_name_plural = "方案文件"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="plan_paper_says_what_it_is", condition=~Q(title="") & ~Q(summary="")
            ),
            models.CheckConstraint(
                name="plan_paper_is_shown_after_its_meeting", condition=Q(publicity=None) | ~Q(meeting="")
            ),
            models.CheckConstraint(
                name="meeting_of_a_plan_paper_has_a_day",
                condition=Q(meeting="", met_on=None) | (~Q(meeting="") & Q(met_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="plan_paper_counts_after_its_publicity",
                condition=Q(in_force_at=None) | Q(publicity__isnull=False),
            ),
            models.CheckConstraint(
                name="change_of_a_plan_says_its_kind_and_why",
                condition=Q(changes=None, change_kind="", reason="")
                | (Q(changes__isnull=False) & ~Q(change_kind="") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        """Its name in core.approvals, core.evidence and in a publicity."""
        return f"programme.PlanPaper:{self.pk}"

    @property
    def is_change(self) -> bool:
        return self.changes_id is not None

    @property
    def written_edits(self) -> tuple[Edit, ...]:
        return tuple(Edit(each["place"], each["value"]) for each in self.edits)

    def write_edits(self, edits: Sequence[Edit]) -> None:
        """For the actions of a change."""
        self.edits = [{"place": each.place, "value": each.value} for each in edits]
        self.save(update_fields=["edits"])

    def pass_in(self, meeting: str, on: date) -> None:
        """For the action that records the meeting."""
        self.meeting, self.met_on = meeting, on
        self.save(update_fields=["meeting", "met_on"])

    def come_into_force(self, at: datetime, result: PolicyVersion | None) -> None:
        """For the action by which it counts."""
        self.in_force_at, self.result = at, result
        self.save(update_fields=["in_force_at", "result"])


class Filing(models.Model):
    """That a thing was filed above (备案, 报备). Rows are only added; the receipt is evidence."""

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField("报的是哪一件", max_length=120, help_text="programme.PlanPaper:3")
    title = models.CharField("报的是什么", max_length=TITLE_LENGTH)
    whom = models.CharField("报给谁", max_length=16, choices=[(whom.value, whom.word) for whom in Whom])
    on = models.DateField("哪天报的")
    number = models.CharField("文号或者回执号", max_length=NUMBER_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "备案"
        verbose_name_plural = "备案"
        ordering = ("on", "pk")
        indexes = [models.Index("about", name="filings_are_found_by_thing")]
        constraints = [
            models.CheckConstraint(name="filing_says_what_it_is", condition=~Q(about="") & ~Q(title="")),
            models.UniqueConstraint("about", "whom", "on", name="a_thing_is_filed_once_a_day_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title}，{self.get_whom_display()}"

    @property
    def place_code(self) -> PlaceCode:
        return self.programme.place_code
