"""Zones of a centre or a park, and who has settled there."""

from django.db import models
from django.db.models import F, Q

from xiangji.stations.rules.centre import SUPPORT_LENGTH, ZoneKind
from xiangji.stations.rules.states import REASON_LENGTH


class Zone(models.Model):
    """A functional zone (功能区) from a day on; one of a kind at a time (STA-03)."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="中心、园区", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("功能区", max_length=16, choices=[(kind.value, kind.word) for kind in ZoneKind])
    area_m2 = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天为止", null=True, blank=True, help_text="不包括这一天")
    end_reason = models.CharField("为什么不再", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "功能区"
        verbose_name_plural = "功能区"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "station",
                "kind",
                condition=Q(until=None) & ~Q(kind=ZoneKind.OTHER.value),
                name="station_has_one_zone_of_a_kind",
            ),
            models.CheckConstraint(
                name="zone_ends_not_before_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="zone_that_ended_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Resident(models.Model):
    """An enterprise or a founder who settled in a centre or a park (入驻, STA-10).

    Who it is stands in core.parties. `has_priority`: settled as somebody whom the relief of poverty supports.
    """

    station = models.ForeignKey(
        "stations.Station", verbose_name="中心、园区", on_delete=models.PROTECT, related_name="+"
    )
    party = models.ForeignKey("parties.Party", verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    area_m2 = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    support = models.CharField("得到的支持", max_length=SUPPORT_LENGTH, blank=True, default="")
    has_priority = models.BooleanField("帮扶对象，优先入驻", default=False)
    since = models.DateField("哪天入驻")
    until = models.DateField("哪天离开", null=True, blank=True)
    end_reason = models.CharField("为什么离开", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "入驻"
        verbose_name_plural = "入驻"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "station", "party", condition=Q(until=None), name="resident_has_settled_once"
            ),
            models.CheckConstraint(
                name="resident_leaves_not_before_coming", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="resident_who_left_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"入驻 {self.pk}"
