"""Applications to keep a station, their scores, and what was decided."""

from django.db import models
from django.db.models import Q

from xiangji.core.values import PlaceCode
from xiangji.stations.rules.keepers import SOUGHT
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import REASON_LENGTH


class Application(models.Model):
    """Somebody would keep a station in a place; name and phone stand in core.parties."""

    kind = models.CharField("申请做", max_length=16, choices=[(kind.value, kind.word) for kind in SOUGHT])
    place = models.ForeignKey(
        "places.Place", verbose_name="想在哪里", on_delete=models.PROTECT, related_name="+"
    )
    party = models.ForeignKey("parties.Party", verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    text = models.TextField("做过什么、为什么合适")
    lane = models.CharField("从哪里来", max_length=64, blank=True, default="")
    sent_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "站长申请"
        verbose_name_plural = "站长申请"
        ordering = ("-pk",)
        indexes = [models.Index("lane", name="applications_of_a_lane")]
        constraints = [
            models.CheckConstraint(
                name="application_is_for_a_kept_station",
                condition=Q(kind__in=[kind.value for kind in SOUGHT]),
            )
        ]

    def __str__(self) -> str:
        return f"站长申请 {self.pk}"

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)

    @property
    def station_kind(self) -> StationKind:
        return StationKind(self.kind)


class Score(models.Model):
    """What one person gave an application; only ever added, once by each."""

    application = models.ForeignKey(
        "stations.Application", verbose_name="申请", on_delete=models.PROTECT, related_name="+"
    )
    marks = models.JSONField("各项的分")
    by = models.ForeignKey("accounts.User", verbose_name="谁打的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("打分时间")

    class Meta:
        verbose_name = "申请的分"
        verbose_name_plural = "申请的分"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("application", "by", name="somebody_scores_an_application_once")
        ]

    def __str__(self) -> str:
        return f"申请的分 {self.pk}"


class Choice(models.Model):
    """An application was taken for a station, or declined; only ever added."""

    application = models.OneToOneField(
        "stations.Application", verbose_name="申请", on_delete=models.PROTECT, related_name="+"
    )
    station = models.ForeignKey(
        "stations.Station",
        verbose_name="做哪个站点的站长",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.CharField("理由", max_length=REASON_LENGTH)
    by = models.ForeignKey("accounts.User", verbose_name="谁定的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("定下的时间")

    class Meta:
        verbose_name = "申请的结果"
        verbose_name_plural = "申请的结果"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"申请的结果 {self.pk}"
