"""Stations, what happened to them, and whom they serve."""

from django.db import models
from django.db.models import F, Q

from xiangji.core.values import PlaceCode
from xiangji.stations.rules.register import (
    ADDRESS_LENGTH,
    CODE_LENGTH,
    HOURS_LENGTH,
    LINE_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    Build,
    Description,
    Host,
    StationKind,
)
from xiangji.stations.rules.states import REASON_LENGTH, Step


class Station(models.Model):
    """The county's centre, a park, a town station or a village point, by the code on its board.

    Whether it is open stands in StationState. The phone is the one that villagers call.
    """

    code = models.CharField("站点编码", max_length=CODE_LENGTH, unique=True)
    name = models.CharField("名称", max_length=NAME_LENGTH)
    kind = models.CharField("类别", max_length=16, choices=[(kind.value, kind.word) for kind in StationKind])
    place = models.ForeignKey(
        "places.Place", verbose_name="设在哪里", on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField("地址", max_length=ADDRESS_LENGTH, blank=True, default="")
    operator = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="运营单位",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    host = models.CharField("依托", max_length=20, choices=[(host.value, host.word) for host in Host])
    build = models.CharField("建设方式", max_length=12, choices=[(each.value, each.word) for each in Build])
    area_m2 = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    hours = models.CharField("营业时间", max_length=HOURS_LENGTH, blank=True, default="")
    phone = models.CharField("服务电话", max_length=PHONE_LENGTH, blank=True, default="")
    broadband_mbps = models.PositiveIntegerField("宽带（Mbps）", null=True, blank=True)
    has_fibre = models.BooleanField("光纤到村", default=False)
    budget_line = models.CharField("预算行", max_length=LINE_LENGTH, blank=True, default="")
    former_code = models.CharField("原系统编码", max_length=40, blank=True, default="")
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "站点"
        verbose_name_plural = "站点"
        ordering = ("code",)
        indexes = [models.Index("kind", "place", name="stations_of_a_kind_in_a_place")]
        constraints = [
            models.CheckConstraint(
                name="station_kind_is_known", condition=Q(kind__in=[kind.value for kind in StationKind])
            ),
            models.CheckConstraint(
                name="station_host_is_known", condition=Q(host__in=[host.value for host in Host])
            ),
            models.CheckConstraint(
                name="station_build_is_known", condition=Q(build__in=[each.value for each in Build])
            ),
            models.UniqueConstraint(
                "former_code", condition=~Q(former_code=""), name="former_code_means_one_station"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)

    @property
    def station_kind(self) -> StationKind:
        return StationKind(self.kind)

    @property
    def description(self) -> Description:
        return Description(
            name=self.name,
            host=Host(self.host),
            build=Build(self.build),
            address=self.address,
            area_m2=self.area_m2,
            hours=self.hours,
            phone=self.phone,
            broadband_mbps=self.broadband_mbps,
            has_fibre=self.has_fibre,
            budget_line=self.budget_line,
        )

    def write(self, description: Description) -> None:
        """Set the fields; the caller saves."""
        self.name = description.name
        self.host = description.host.value
        self.build = description.build.value
        self.address = description.address
        self.area_m2 = description.area_m2
        self.hours = description.hours
        self.phone = description.phone
        self.broadband_mbps = description.broadband_mbps
        self.has_fibre = description.has_fibre
        self.budget_line = description.budget_line


class StationState(models.Model):
    """A step in the life of a station; only ever added. Of one day the one written last counts."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField("变动", max_length=12, choices=[(step.value, step.word) for step in Step])
    day = models.DateField("哪天")
    reason = models.CharField("理由", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁记的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "站点变动"
        verbose_name_plural = "站点变动"
        ordering = ("day", "pk")
        indexes = [models.Index("station", "day", name="states_of_a_station_by_day")]
        constraints = [
            models.CheckConstraint(
                name="station_step_is_known", condition=Q(step__in=[step.value for step in Step])
            ),
            models.CheckConstraint(
                name="only_the_opening_needs_no_reason", condition=Q(step=Step.OPENED.value) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.day}"


class Served(models.Model):
    """A station serves a village from `since` to the day before `until` (STA-27).

    `is_own`: the point stands in the village itself; else the village was assigned to it.
    """

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    village = models.ForeignKey("places.Place", verbose_name="村", on_delete=models.PROTECT, related_name="+")
    is_own = models.BooleanField("本村的站点")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天为止", null=True, blank=True, help_text="不包括这一天")
    by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁定的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("记下的时间")
    end_reason = models.CharField("为什么不再服务", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "服务的村"
        verbose_name_plural = "服务的村"
        ordering = ("since", "pk")
        indexes = [models.Index("village", "since", name="who_serves_a_village")]
        constraints = [
            models.UniqueConstraint(
                "village",
                condition=Q(is_own=True, until=None),
                name="village_has_one_point_of_its_own",
            ),
            models.UniqueConstraint(
                "station", "village", condition=Q(until=None), name="station_serves_a_village_once"
            ),
            models.CheckConstraint(
                name="service_ends_not_before_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="service_that_ended_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.since}"
