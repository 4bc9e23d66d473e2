from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money, Month, PlaceCode
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.deciding import PAPER_LENGTH, REASON_LENGTH
from xiangji.programme.rules.project import BODY_LENGTH, NAME_LENGTH, Draft, Outcome
from xiangji.programme.rules.publicity import SENDER_LENGTH, Standing

if TYPE_CHECKING:
    from xiangji.core.accounts.models import User
    from xiangji.core.policy import PolicyVersion


class Programme(models.Model):
    """A plan that was opened here: the document as it is, or a copy with shifted dates that is in force.

    What the plan says is one immutable body in core.policy (docs/adr/0005); this row says that it stands on
    our board, since when, and which version of the body counts now.
    """

    key = models.SlugField("代号", max_length=80, unique=True)
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="现行版本", on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey("places.Place", verbose_name="地方", on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(
        "self", verbose_name="原件", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    shifted_years = models.PositiveSmallIntegerField("整体顺延年数", default=0)
    opened_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "方案"
        verbose_name_plural = "方案"
        ordering = ("key",)
        constraints = [
            models.CheckConstraint(
                name="shifted_programme_names_its_original",
                condition=models.Q(shifted_years=0, original=None)
                | models.Q(shifted_years__gt=0, original__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)

    @property
    def is_running(self) -> bool:
        """In force, and not only kept on file (存档)."""
        return self.version.standing == "in_force"

    def follow(self, version: "PolicyVersion", *, original: "Programme | None", years: int) -> None:
        """From now on this version is the plan."""
        self.version, self.original, self.shifted_years = version, original, years
        self.save()


class Question(models.Model):
    """A passage of the plan that can be read in two ways (存疑); it stays open until a person answers it.

    The words and both readings are computed from the version's body; the row says since when we ask, which
    proposal waits and which decision stands. Whatever was proposed and decided stays in its table.
    """

    programme = models.ForeignKey(Programme, verbose_name="方案", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField("代号", max_length=80)
    title = models.TextField("问什么", help_text="现行版本里的话，为了能搜到")
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="提出时的版本", on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField("提出时间")
    is_asked = models.BooleanField("现行版本里还有", default=True)
    proposal = models.ForeignKey(
        "programme.Proposal",
        verbose_name="等着定的提议",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decision = models.ForeignKey(
        "programme.Decision",
        verbose_name="现在算数的决定",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "存疑"
        verbose_name_plural = "存疑"
        ordering = ("programme", "key")
        constraints = [
            models.UniqueConstraint("programme", "key", name="question_is_raised_once_in_a_programme"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        return self.is_asked and self.decision_id is None

    def wait_for(self, proposal: "Proposal") -> None:
        """Somebody proposed: it is another person's turn."""
        self.proposal = proposal
        self.save(update_fields=["proposal"])

    def stand_by(self, decision: "Decision") -> None:
        """From now on this decision counts."""
        self.proposal, self.decision = None, decision
        self.save(update_fields=["proposal", "decision"])

    def ask_in(self, title: str, readings: frozenset[str]) -> bool:
        """The words of the version that counts now; no readings: it asks no longer.

        A word on a reading that is gone counts no longer. Returns whether a decision fell.
        """
        before = (self.title, self.is_asked, self.proposal, self.decision)
        fell = self.decision is not None and self.decision.reading not in readings
        self.title, self.is_asked = title or self.title, bool(readings)
        self.decision = None if fell else self.decision
        if self.proposal and self.proposal.reading not in readings:
            self.proposal = None
        if (self.title, self.is_asked, self.proposal, self.decision) != before:
            self.save(update_fields=["title", "is_asked", "proposal", "decision"])
        return fell


class Word(models.Model):
    """What a person said on a question: which reading, why, in which post, of which version's text."""

    question = models.ForeignKey(
        "programme.Question", verbose_name="存疑", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "policy.PolicyVersion", verbose_name="当时的版本", on_delete=models.PROTECT, related_name="+"
    )
    reading = models.TextField("读法")
    reason = models.CharField("理由", max_length=REASON_LENGTH)
    by = models.ForeignKey("accounts.User", verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("accounts.Post", verbose_name="岗位", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reading


class Proposal(Word):
    """A clerk's proposal how to read it (提议); rows are only added."""

    class Meta:
        verbose_name = "提议"
        verbose_name_plural = "提议"
        ordering = ("pk",)


class Decision(Word):
    """How it is read from now on (决定); rows are only added, a later one supersedes an earlier one."""

    proposal = models.ForeignKey(
        "programme.Proposal", verbose_name="答的是哪个提议", on_delete=models.PROTECT, related_name="+"
    )
    supersedes = models.ForeignKey(
        "self", verbose_name="改了哪一次", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    paper = models.CharField("依据的文件", max_length=PAPER_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "决定"
        verbose_name_plural = "决定"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(supersedes=None),
                name="question_has_one_first_decision",
            ),
            models.UniqueConstraint(fields=["supersedes"], name="decision_is_superseded_once"),
            models.UniqueConstraint(fields=["proposal"], name="proposal_is_answered_once"),
        ]


class Project(models.Model):
    """A project of the plan (项目): what a contractor will build from one line of the money.

    How far it is stands in its paper (core.approvals) and its publicity, never here: rules.project.state_of.
    """

    programme = models.ForeignKey(Programme, verbose_name="方案", on_delete=models.PROTECT, related_name="+")
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

    def write(self, draft: Draft) -> None:
        """What the contractor wrote, for the project's own actions."""
        self.name, self.responsible_body = draft.name, draft.responsible_body
        self.goal, self.content = draft.goal, draft.content
        self.due_month = str(draft.due) if draft.due else ""
        self.acceptance_standard = draft.acceptance_standard
        for source, amount in draft.amounts.items():
            setattr(self, f"{source.value}_fen", amount.fen)
        self.save()


class Publicity(models.Model):
    """A publicity (公示) of a project, with the working days as they were announced."""

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
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
        constraints = [
            models.CheckConstraint(
                name="publicity_outcome_is_known", condition=Q(outcome__in=[each.value for each in Outcome])
            ),
            models.CheckConstraint(
                name="publicity_that_ended_says_when",
                condition=Q(outcome="open", ended_at=None) | (~Q(outcome="open") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"公示 {self.pk}"

    def standing(self, on: date) -> Standing:
        return Standing(tuple(date.fromisoformat(day) for day in self.counted), on)

    def end(self, outcome: Outcome, at: datetime) -> None:
        """For the actions of the project: nothing stood in the way, or an objection was right."""
        self.outcome, self.ended_at = outcome.value, at
        self.save(update_fields=["outcome", "ended_at"])


class Objection(models.Model):
    """What somebody has against a project in publicity (异议). Nobody has to say who they are."""

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
