"""What binds a contractor to a project: its construction plan, the agreements, yearly checks, the start."""

from django.db import models
from django.db.models import Q

from xiangji.programme.rules.agreement import FINDING_LENGTH, Kind, Service
from xiangji.programme.rules.starting import REASON_LENGTH

SUMMARY_LENGTH, PAPER_LENGTH, PARTY_LENGTH = 2000, 80, 120


class ConstructionPlan(models.Model):
    """The contractor's construction plan for a project (承办企业项目建设方案); the file is its evidence.

    Judged by the bureau, decided by the county government, publicised before work begins (PRG-69). When an
    objection stopped one, another is written; the last one counts.
    """

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    summary = models.TextField("建设方案要点")
    written_at = models.DateTimeField("起草时间")
    paper = models.OneToOneField(
        "approvals.Paper", verbose_name="审批件", on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(
        "县政府的批准", max_length=PAPER_LENGTH, blank=True, default="", help_text="文号或者会议"
    )
    decided_on = models.DateField("哪天批准", null=True, blank=True)
    publicity = models.OneToOneField(
        "programme.Publicity",
        verbose_name="公示",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "项目建设方案"
        verbose_name_plural = "项目建设方案"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(name="construction_plan_says_something", condition=~Q(summary="")),
            models.CheckConstraint(
                name="decision_on_a_construction_plan_is_whole",
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="construction_plan_is_shown_after_the_decision",
                condition=Q(publicity=None) | ~Q(decision=""),
            ),
        ]

    def __str__(self) -> str:
        return f"项目建设方案 {self.pk}"

    @property
    def about(self) -> str:
        return f"programme.ConstructionPlan:{self.pk}"


class Agreement(models.Model):
    """An agreement with the contractor of a project (协议). Rows are only added; a later one replaces.

    What it costs and how it is paid belongs to the contract and its money, which are not here.
    """

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("哪一种", max_length=12, choices=[(kind.value, kind.word) for kind in Kind])
    number = models.CharField("编号", max_length=PAPER_LENGTH)
    with_whom = models.CharField("与谁签", max_length=PARTY_LENGTH, help_text="项目实施单位")
    signed_on = models.DateField("签订日期")
    service_since = models.DateField("服务期从哪天起", null=True, blank=True)
    service_months = models.PositiveSmallIntegerField("服务期（月）", default=0)
    supersedes = models.OneToOneField(
        "self", verbose_name="换了哪一份", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField("为什么换", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "协议"
        verbose_name_plural = "协议"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(supersedes=None),
                name="project_has_one_first_agreement_of_a_kind",
            ),
            models.CheckConstraint(name="agreement_is_named", condition=~Q(number="") & ~Q(with_whom="")),
            models.CheckConstraint(
                name="operation_agreement_says_how_long",
                condition=Q(kind="operation", service_since__isnull=False, service_months__gt=0)
                | Q(kind="information", service_since=None, service_months=0),
            ),
            models.CheckConstraint(
                name="agreement_that_replaces_says_why",
                condition=Q(supersedes=None, reason="") | (Q(supersedes__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def service(self) -> Service | None:
        return Service(self.service_since, self.service_months) if self.service_since else None


class YearlyCheck(models.Model):
    """Whether a year of the promised service was kept (履约检查). Rows are only added."""

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    agreement = models.ForeignKey(
        "programme.Agreement", verbose_name="按哪份协议", on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("第几年")
    is_kept = models.BooleanField("做到了")
    finding = models.TextField("检查情况", max_length=FINDING_LENGTH)
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁检查的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = "履约检查"
        verbose_name_plural = "履约检查"
        ordering = ("year",)
        constraints = [
            models.UniqueConstraint("project", "year", name="a_year_of_service_is_checked_once"),
            models.CheckConstraint(
                name="yearly_check_says_what_was_found", condition=Q(year__gt=0) & ~Q(finding="")
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.year}年"


class WorkStart(models.Model):
    """Work began (开工); what the plan wanted in principle and was not there stands beside the reason."""

    project = models.OneToOneField(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    started_on = models.DateField("哪天开工")
    lacking = models.TextField("还缺什么", blank=True, default="", help_text="原则上要有的；开工时定下")
    reason = models.CharField("为什么先开工", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "开工"
        verbose_name_plural = "开工"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="start_without_a_condition_says_why", condition=Q(lacking="") | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"开工 {self.pk}"
