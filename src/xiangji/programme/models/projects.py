"""Projects of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.project import BODY_LENGTH, NAME_LENGTH, Draft

if TYPE_CHECKING:
    from xiangji.core.accounts.models import Organisation


class Project(models.Model):
    """A project of the plan (项目): what a contractor will build from one line of the money.

    How far it is stands in its paper (core.approvals) and its publicity, never here: rules.project.state_of.
    One that was approved before the platform has neither, and says the day (`in_force_before`).
    """

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="按哪一版写的", on_delete=models.PROTECT, related_name="+"
    )
    budget_line = models.SlugField("预算行", max_length=80)
    contractor = models.ForeignKey(
        "accounts.Organisation", verbose_name="承办单位", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("项目名称", max_length=NAME_LENGTH)
    responsible_body = models.CharField("责任主体", max_length=BODY_LENGTH, blank=True, default="")
    goal = models.TextField("工作目标", blank=True, default="")
    content = models.TextField("建设内容", blank=True, default="")
    due_month = models.CharField("时间节点", max_length=7, blank=True, default="", help_text="2026-12")
    acceptance_standard = models.TextField("验收考核标准", blank=True, default="")
    central_fen = models.PositiveBigIntegerField("中央财政（分）", default=0)
    provincial_fen = models.PositiveBigIntegerField("省级（分）", default=0)
    county_fen = models.PositiveBigIntegerField("县（市）配套（分）", default=0)
    enterprise_fen = models.PositiveBigIntegerField("企业自筹（分）", default=0)
    drafted_at = models.DateTimeField("起草时间")
    in_force_before = models.DateField(
        "平台以前审定的日子", null=True, blank=True, help_text="补录的才有；空：在平台上写、审、公示"
    )
    paper = models.OneToOneField(
        "approvals.Paper",
        verbose_name="审批件",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    publicity = models.OneToOneField(
        "programme.Publicity",
        verbose_name="公示",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(name="project_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="project_is_publicised_with_its_paper", condition=Q(publicity=None) | ~Q(paper=None)
            ),
            models.CheckConstraint(
                name="project_from_before_has_no_paper_here",
                condition=Q(in_force_before=None) | Q(paper=None, publicity=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """Its name in core.approvals and core.evidence."""
        return f"programme.Project:{self.pk}"

    @property
    def draft(self) -> Draft:
        return Draft(
            name=self.name,
            responsible_body=self.responsible_body,
            goal=self.goal,
            content=self.content,
            due=Month.parse(self.due_month) if self.due_month else None,
            acceptance_standard=self.acceptance_standard,
            **{source.value: Money(getattr(self, f"{source.value}_fen")) for source in Source},
        )

    def hand_over_to(self, contractor: Organisation) -> None:
        """For the action by which a change of the plan counts."""
        self.contractor = contractor
        self.save(update_fields=["contractor"])

    def write(self, draft: Draft) -> None:
        """What the contractor wrote, for the project's own actions."""
        self.name, self.responsible_body = draft.name, draft.responsible_body
        self.goal, self.content = draft.goal, draft.content
        self.due_month = str(draft.due) if draft.due else ""
        self.acceptance_standard = draft.acceptance_standard
        for source, amount in draft.amounts.items():
            setattr(self, f"{source.value}_fen", amount.fen)
        self.save()
