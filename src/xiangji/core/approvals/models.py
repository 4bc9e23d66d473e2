"""Papers that bind, and the steps by which they went from hand to hand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from xiangji.core.accounts.permitting import Acting
from xiangji.core.approvals.rules.deciding import Did, Stage, Standing, State, Told
from xiangji.core.values import PlaceCode

KIND_LENGTH, ABOUT_LENGTH, TITLE_LENGTH, CAPABILITY_LENGTH = 60, 120, 200, 80
OPEN = [state.value for state in State if state.is_open]


class Paper(models.Model):
    """A paper (公文) that binds once it is approved. What it says stands in the row that it is about."""

    kind = models.CharField("类别", max_length=KIND_LENGTH, help_text="programme.project")
    about = models.CharField("是哪一件", max_length=ABOUT_LENGTH, help_text="programme.Project:12")
    title = models.CharField("题目", max_length=TITLE_LENGTH)
    place = models.ForeignKey("places.Place", verbose_name="地方", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="单位",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    stages = models.JSONField("各步", help_text="起草时定下，以后不变")
    at_stage = models.PositiveSmallIntegerField("办过几步", default=0)
    round = models.PositiveSmallIntegerField("第几次提交", default=0)
    version = models.PositiveIntegerField("第几版", default=0, help_text="每办一步加一")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, state.label) for state in State],
        default=State.DRAFT.value,
    )
    waits_for = models.CharField(
        "等哪项权限", max_length=CAPABILITY_LENGTH, blank=True, default="", help_text="空：没有提交"
    )
    author = models.ForeignKey(
        "accounts.User", verbose_name="谁写的", on_delete=models.PROTECT, related_name="+"
    )
    author_post = models.ForeignKey(
        "accounts.Post",
        verbose_name="在什么岗位写的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("起草时间")

    class Meta:
        verbose_name = "公文"
        verbose_name_plural = "公文"
        ordering = ("pk",)
        indexes = [
            models.Index("about", name="papers_are_found_by_thing"),
            models.Index("waits_for", "place", name="papers_are_found_by_who_takes"),
        ]
        constraints = [
            models.UniqueConstraint(
                "kind",
                "about",
                condition=Q(state__in=OPEN),
                name="a_thing_has_one_open_paper_of_a_kind",
            ),
            models.CheckConstraint(
                name="paper_state_is_known", condition=Q(state__in=[state.value for state in State])
            ),
            models.CheckConstraint(
                name="only_a_submitted_paper_waits",
                condition=(Q(state=State.SUBMITTED.value) & ~Q(waits_for=""))
                | (~Q(state=State.SUBMITTED.value) & Q(waits_for="")),
            ),
            models.CheckConstraint(
                name="paper_says_what_it_is", condition=~Q(kind="") & ~Q(about="") & ~Q(title="")
            ),
            models.CheckConstraint(
                name="paper_is_submitted_less_often_than_moved", condition=Q(round__lte=F("version"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)

    @property
    def standing(self) -> Standing:
        stages = tuple(Stage(each["key"], each["title"], each["capability"]) for each in self.stages)
        return Standing(stages, State(self.state), self.at_stage, self.round, self.version)

    @property
    def stage(self) -> Stage | None:
        """The stage that waits for somebody."""
        return self.standing.stage

    def stand(self, standing: Standing) -> None:
        """What the paper's own actions call after a step."""
        self.state, self.at_stage = standing.state.value, standing.at_stage
        self.round, self.version = standing.round, standing.version
        self.waits_for = standing.stage.capability if standing.stage else ""
        self.save(update_fields=["state", "at_stage", "round", "version", "waits_for"])


class Step(models.Model):
    """What somebody did with a paper. Rows are only added."""

    paper = models.ForeignKey("Paper", verbose_name="公文", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("第几版", help_text="办过以后公文的版")
    round = models.PositiveSmallIntegerField("第几次提交")
    stage = models.CharField(
        "哪一步", max_length=KIND_LENGTH, blank=True, default="", help_text="空：写的人自己办的"
    )
    did = models.CharField("做了什么", max_length=10, choices=[(did.value, did.label) for did in Did])
    reason = models.CharField("理由", max_length=500, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁办的", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(
        "accounts.Post",
        verbose_name="在什么岗位办的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    post_title = models.CharField(
        "岗位", max_length=200, blank=True, default="", help_text="当时的单位和岗位，以后不变"
    )
    at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "办理"
        verbose_name_plural = "办理"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("paper", "number", name="a_paper_takes_one_step_at_a_time"),
            models.CheckConstraint(name="step_is_known", condition=Q(did__in=[did.value for did in Did])),
            models.CheckConstraint(
                name="who_stops_a_paper_says_why",
                condition=Q(did__in=["submitted", "approved"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_stage_is_taken_in_a_post",
                condition=Q(did__in=["submitted", "withdrawn"], stage="")
                | (Q(did__in=["approved", "returned"], post__isnull=False) & ~Q(stage="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_did_display()} {self.paper_id}"

    @property
    def hand(self) -> Acting | None:
        return Acting(self.post, self.by) if self.post else None

    def told(self, standing: Standing) -> Told:
        title = next((stage.title for stage in standing.stages if stage.key == self.stage), "")
        on = timezone.localtime(self.at)
        shown = f"{on.year}年{on.month}月{on.day}日{on:%H:%M}"
        return Told(self.by.name, self.post_title, Did(self.did), title, shown)
