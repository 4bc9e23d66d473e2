"""Patrols of stations (巡查): planned, made, what was found, and what became of it."""

from django.db import models
from django.db.models import Q

from xiangji.stations.rules.patrols import WORDS_LENGTH, Item
from xiangji.stations.rules.states import REASON_LENGTH

_ITEMS = [(item.value, item.word) for item in Item]


class Patrol(models.Model):
    """Somebody is to look at a station on a day, or has done so. Its pictures stand in core.evidence.

    A planned one has no `day` yet; what was found on the day is never changed.
    """

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    planned_for = models.DateField("打算哪天去", null=True, blank=True)
    planned_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁排的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    day = models.DateField("哪天巡查的", null=True, blank=True)
    note = models.CharField("说明", max_length=WORDS_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁巡查的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("记下的时间")
    called_off = models.CharField("为什么不去了", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "巡查"
        verbose_name_plural = "巡查"
        ordering = ("pk",)
        indexes = [models.Index("station", "day", name="patrols_of_a_station_by_day")]
        constraints = [
            models.CheckConstraint(
                name="patrol_is_planned_or_made",
                condition=Q(planned_for__isnull=False) | Q(day__isnull=False),
            ),
            models.CheckConstraint(
                name="patrol_that_was_planned_says_by_whom",
                condition=Q(planned_for=None, planned_by=None)
                | Q(planned_for__isnull=False, planned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="patrol_that_was_made_says_by_whom",
                condition=Q(day=None, by=None) | Q(day__isnull=False, by__isnull=False),
            ),
            models.CheckConstraint(
                name="patrol_that_was_made_is_not_called_off", condition=Q(day=None) | Q(called_off="")
            ),
            models.UniqueConstraint(
                "station", condition=Q(day=None, called_off=""), name="station_waits_for_one_patrol"
            ),
        ]

    def __str__(self) -> str:
        return f"巡查 {self.day or self.planned_for}"


class PatrolFinding(models.Model):
    """What a patrol found wrong in one line of the checklist; only ever added."""

    patrol = models.ForeignKey(
        "stations.Patrol", verbose_name="巡查", on_delete=models.PROTECT, related_name="+"
    )
    item = models.CharField("哪一项", max_length=12, choices=_ITEMS)
    words = models.CharField("哪里不对", max_length=WORDS_LENGTH)
    due_on = models.DateField("哪天前改好")

    class Meta:
        verbose_name = "巡查发现的问题"
        verbose_name_plural = "巡查发现的问题"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="patrol_item_is_known", condition=Q(item__in=[item.value for item in Item])
            ),
            models.UniqueConstraint("patrol", "item", name="patrol_finds_an_item_once"),
            models.CheckConstraint(name="patrol_finding_says_what", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.get_item_display()


class FollowUp(models.Model):
    """Somebody looked again: mended, or not yet and until when; only ever added."""

    finding = models.ForeignKey(
        "stations.PatrolFinding", verbose_name="问题", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("哪天复查的")
    is_mended = models.BooleanField("改好了")
    due_on = models.DateField("没改好的，哪天前改好", null=True, blank=True)
    words = models.CharField("看到什么", max_length=WORDS_LENGTH)
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁复查的", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "复查"
        verbose_name_plural = "复查"
        ordering = ("day", "pk")
        indexes = [models.Index("finding", "day", name="follow_ups_of_a_finding")]
        constraints = [
            models.CheckConstraint(
                name="what_is_not_mended_has_a_day",
                condition=Q(is_mended=True, due_on=None) | Q(is_mended=False, due_on__isnull=False),
            ),
            models.UniqueConstraint("finding", condition=Q(is_mended=True), name="finding_is_mended_once"),
        ]

    def __str__(self) -> str:
        return f"复查 {self.day}"
