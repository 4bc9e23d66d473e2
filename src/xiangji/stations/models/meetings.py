"""Meetings and training over video between a centre and its stations (STA-49)."""

from django.db import models
from django.db.models import F, Q

from xiangji.stations.rules.meetings import ROOM_LENGTH, TITLE_LENGTH, MeetingKind, Way
from xiangji.stations.rules.states import REASON_LENGTH


class Meeting(models.Model):
    """Called by a centre; what was called off stays with its reason."""

    centre = models.ForeignKey(
        "stations.Station", verbose_name="中心", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(
        "会议还是培训", max_length=8, choices=[(each.value, each.word) for each in MeetingKind]
    )
    title = models.CharField("题目", max_length=TITLE_LENGTH)
    starts_at = models.DateTimeField("开会")
    ends_at = models.DateTimeField("散会")
    room = models.CharField("会议室", max_length=ROOM_LENGTH, help_text="猜不出来的名字")
    called_off_at = models.DateTimeField("取消的时间", null=True, blank=True)
    reason = models.CharField("为什么取消", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁定的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("定的时间")

    class Meta:
        verbose_name = "视频会议"
        verbose_name_plural = "视频会议"
        ordering = ("-starts_at", "-pk")
        indexes = [models.Index("starts_at", "ends_at", name="meetings_by_time")]
        constraints = [
            models.UniqueConstraint("room", name="a_room_is_of_one_meeting"),
            models.CheckConstraint(
                name="meeting_kind_is_known", condition=Q(kind__in=[each.value for each in MeetingKind])
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="meeting_that_was_called_off_says_why",
                condition=Q(called_off_at=None, reason="") | (Q(called_off_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """A station that is asked to a meeting."""

    meeting = models.ForeignKey(
        "stations.Meeting", verbose_name="会议", on_delete=models.PROTECT, related_name="+"
    )
    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "请来的站点"
        verbose_name_plural = "请来的站点"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("meeting", "station", name="a_station_is_asked_once")]

    def __str__(self) -> str:
        return f"请来的站点 {self.pk}"


class Attendance(models.Model):
    """A station was there: told by the server, or seen by somebody. Only ever added."""

    invitation = models.OneToOneField(
        "stations.Invitation", verbose_name="请来的站点", on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField("怎么知道的", max_length=5, choices=[(each.value, each.word) for each in Way])
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
        verbose_name = "到会"
        verbose_name_plural = "到会"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="attendance_by_hand_has_a_hand",
                condition=Q(way=Way.HAND.value, by__isnull=False) | Q(way=Way.EVENT.value, by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"到会 {self.pk}"
