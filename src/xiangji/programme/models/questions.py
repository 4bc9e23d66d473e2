"""Questions of a plan, and what people said on them."""

from django.db import models

from xiangji.programme.rules.deciding import PAPER_LENGTH, REASON_LENGTH


class Question(models.Model):
    """A passage of the plan that can be read in two ways (存疑); it stays open until a person answers it.

    The words and both readings are computed from the version's body; the row says since when we ask, which
    proposal waits and which decision stands. Whatever was proposed and decided stays in its table.
    """

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
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
