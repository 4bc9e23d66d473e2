"""What stations do beside the counter."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from xiangji.stations.rules.fieldwork import NAME_LENGTH, WORDS_LENGTH, ActivityKind, Grown, Unit
from xiangji.stations.rules.states import REASON_LENGTH


class Activity(models.Model):
    """What a station did for villagers to know and to learn (STA-22, STA-42); only ever added."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("类别", max_length=12, choices=[(kind.value, kind.word) for kind in ActivityKind])
    day = models.DateField("哪天")
    title = models.CharField("活动名称", max_length=NAME_LENGTH)
    people = models.PositiveIntegerField("参加人数")
    words = models.CharField("说明", max_length=WORDS_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "站点活动"
        verbose_name_plural = "站点活动"
        ordering = ("day", "pk")
        indexes = [models.Index("station", "day", name="activities_of_a_station")]
        constraints = [
            models.CheckConstraint(
                name="activity_kind_is_known", condition=Q(kind__in=[kind.value for kind in ActivityKind])
            ),
            models.CheckConstraint(name="activity_has_people", condition=Q(people__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title


class Product(models.Model):
    """A local product that a station told the county centre of (STA-43); the centre answers once.

    Who grows it stands in core.parties. It is public from the day on which the centre makes it so.
    """

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    village = models.ForeignKey(
        "places.Place", verbose_name="哪个村产的", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("产品", max_length=NAME_LENGTH)
    first_month = models.PositiveSmallIntegerField("从几月上市")
    last_month = models.PositiveSmallIntegerField("到几月")
    quantity = models.PositiveIntegerField("一年多少")
    unit = models.CharField("单位", max_length=10, choices=[(unit.value, unit.word) for unit in Unit])
    words = models.CharField("说明", max_length=WORDS_LENGTH, blank=True, default="")
    is_one_village = models.BooleanField("一村一品", default=False)
    grower = models.ForeignKey(
        "parties.Party",
        verbose_name="种养的人",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    collected_on = models.DateField("哪天报的")
    by = models.ForeignKey("accounts.User", verbose_name="谁报的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")
    answered_on = models.DateField("中心哪天答复", null=True, blank=True)
    answer = models.CharField("中心的答复", max_length=WORDS_LENGTH, blank=True, default="")
    is_public = models.BooleanField("公开", default=False)
    until = models.DateField("从哪天起没有了", null=True, blank=True)
    end_reason = models.CharField("为什么没有了", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "各村特产"
        verbose_name_plural = "各村特产"
        ordering = ("-pk",)
        indexes = [models.Index("village", name="products_of_a_village")]
        constraints = [
            models.UniqueConstraint(
                "village",
                condition=Q(is_one_village=True, until=None),
                name="village_has_one_product_of_its_own",
            ),
            models.UniqueConstraint(
                "village", "name", condition=Q(until=None), name="product_of_a_village_stands_once"
            ),
            models.CheckConstraint(
                name="product_months_are_months",
                condition=Q(first_month__range=(1, 12), last_month__range=(1, 12)),
            ),
            models.CheckConstraint(
                name="product_is_public_only_when_answered",
                condition=Q(answered_on=None, answer="", is_public=False)
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="product_that_ended_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def grown(self) -> Grown:
        return Grown(
            self.name,
            self.first_month,
            self.last_month,
            self.quantity,
            Unit(self.unit),
            self.words,
            self.is_one_village,
        )


class SmartService(models.Model):
    """A service of the smart village (智慧乡村服务应用, STA-44) that runs on a station from a day on."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("服务应用", max_length=NAME_LENGTH)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天为止", null=True, blank=True, help_text="不包括这一天")
    end_reason = models.CharField("为什么不再", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "智慧乡村应用"
        verbose_name_plural = "智慧乡村应用"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "station", "name", condition=Q(until=None), name="smart_service_runs_once_on_a_station"
            ),
            models.CheckConstraint(
                name="smart_service_ends_not_before_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="smart_service_that_ended_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
