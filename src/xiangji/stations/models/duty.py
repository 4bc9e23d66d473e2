"""Who is on duty at a station, by day and part of the day (值班)."""

from django.db import models
from django.db.models import Q

from xiangji.stations.rules.duty import Part
from xiangji.stations.rules.states import REASON_LENGTH


class Duty(models.Model):
    """One person for one part of a day; what was called off stays with its reason (STA-48)."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    member = models.ForeignKey(
        "stations.Member", verbose_name="谁值班", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("哪天")
    part = models.CharField("时段", max_length=12, choices=[(part.value, part.word) for part in Part])
    by = models.ForeignKey("accounts.User", verbose_name="谁排的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("排的时间")
    called_off_at = models.DateTimeField("撤下的时间", null=True, blank=True)
    reason = models.CharField("为什么撤下", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "值班"
        verbose_name_plural = "值班"
        ordering = ("day", "part", "pk")
        indexes = [models.Index("station", "day", name="duties_of_a_station_by_day")]
        constraints = [
            models.CheckConstraint(
                name="part_of_the_day_is_known", condition=Q(part__in=[part.value for part in Part])
            ),
            models.UniqueConstraint(
                "member", "day", "part", condition=Q(called_off_at=None), name="somebody_is_on_duty_once"
            ),
            models.CheckConstraint(
                name="duty_that_was_called_off_says_why",
                condition=Q(called_off_at=None, reason="") | (Q(called_off_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_part_display()}值班"
