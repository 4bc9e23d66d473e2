"""Equipment of stations with what was found of it, and people who work there."""

from django.db import models
from django.db.models import F, Q

from xiangji.core.values import Money
from xiangji.stations.rules.equipment import (
    DUTY_LENGTH,
    NOTE_LENGTH,
    SERIAL_LENGTH,
    EquipmentKind,
    Finding,
    Role,
)
from xiangji.stations.rules.register import LINE_LENGTH
from xiangji.stations.rules.states import REASON_LENGTH


class Equipment(models.Model):
    """One thing in a station; where it stands now. How it is stands in its last inspection."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="在哪个站点", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(
        "类别", max_length=16, choices=[(kind.value, kind.word) for kind in EquipmentKind]
    )
    serial = models.CharField("序列号", max_length=SERIAL_LENGTH, blank=True, default="")
    bought_on = models.DateField("哪天买的", null=True, blank=True)
    cost_fen = models.PositiveBigIntegerField("价格（分）", default=0)
    budget_line = models.CharField("预算行", max_length=LINE_LENGTH, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间")
    retired_on = models.DateField("哪天报废", null=True, blank=True)
    retire_reason = models.CharField("为什么报废", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "设备"
        verbose_name_plural = "设备"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "kind", "serial", condition=~Q(serial=""), name="serial_means_one_thing_of_a_kind"
            ),
            models.CheckConstraint(
                name="equipment_kind_is_known", condition=Q(kind__in=[kind.value for kind in EquipmentKind])
            ),
            models.CheckConstraint(
                name="equipment_that_was_retired_says_why",
                condition=Q(retired_on=None, retire_reason="")
                | (Q(retired_on__isnull=False) & ~Q(retire_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}".strip()

    @property
    def cost(self) -> Money:
        return Money(self.cost_fen)


class Inspection(models.Model):
    """What was found of a thing on a day; only ever added."""

    equipment = models.ForeignKey(
        "stations.Equipment", verbose_name="设备", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("哪天查的")
    finding = models.CharField("结果", max_length=8, choices=[(each.value, each.word) for each in Finding])
    note = models.CharField("说明", max_length=NOTE_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁查的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "设备检查"
        verbose_name_plural = "设备检查"
        ordering = ("day", "pk")
        indexes = [models.Index("equipment", "day", name="inspections_of_a_thing_by_day")]
        constraints = [
            models.CheckConstraint(
                name="what_is_not_good_says_how", condition=Q(finding=Finding.GOOD.value) | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_finding_display()} {self.day}"


class EquipmentMove(models.Model):
    """From one station to another; only ever added."""

    equipment = models.ForeignKey(
        "stations.Equipment", verbose_name="设备", on_delete=models.PROTECT, related_name="+"
    )
    left = models.ForeignKey(
        "stations.Station", verbose_name="从哪个站点", on_delete=models.PROTECT, related_name="+"
    )
    reached = models.ForeignKey(
        "stations.Station", verbose_name="到哪个站点", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("哪天")
    reason = models.CharField("为什么", max_length=REASON_LENGTH)
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "设备调动"
        verbose_name_plural = "设备调动"
        ordering = ("day", "pk")
        constraints = [
            models.CheckConstraint(name="equipment_moves_to_another_station", condition=~Q(left=F("reached")))
        ]

    def __str__(self) -> str:
        return f"设备调动 {self.day}"


class Member(models.Model):
    """A person at a station from a day on; name and phone stand in core.parties (STA-50)."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("身份", max_length=12, choices=[(role.value, role.word) for role in Role])
    party = models.ForeignKey("parties.Party", verbose_name="人", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField("擅长、负责什么", max_length=DUTY_LENGTH, blank=True, default="")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天为止", null=True, blank=True, help_text="不包括这一天")
    end_reason = models.CharField("为什么不再", max_length=REASON_LENGTH, blank=True, default="")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "站点的人"
        verbose_name_plural = "站点的人"
        ordering = ("pk",)
        indexes = [models.Index("station", name="people_of_a_station")]
        constraints = [
            models.UniqueConstraint(
                "station", condition=Q(role=Role.HEAD.value, until=None), name="station_has_one_head"
            ),
            models.CheckConstraint(
                name="member_role_is_known", condition=Q(role__in=[role.value for role in Role])
            ),
            models.CheckConstraint(
                name="member_leaves_not_before_coming", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="member_who_left_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
