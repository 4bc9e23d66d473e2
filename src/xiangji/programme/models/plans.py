"""Plans that were opened here."""

from typing import TYPE_CHECKING

from django.db import models

from xiangji.core.values import PlaceCode

if TYPE_CHECKING:
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
