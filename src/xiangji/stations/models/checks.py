"""Checks of stations; their pictures are evidence."""

from django.db import models
from django.db.models import Q

from xiangji.stations.rules.checks import NOTE_LENGTH, Answers, Asked


class Check(models.Model):
    """A checklist as it was found on a day; only ever added. Its pictures stand in core.evidence."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("哪天查的")
    management = models.BooleanField(Asked.MANAGEMENT.word)
    image = models.BooleanField(Asked.IMAGE.word)
    logo = models.BooleanField(Asked.LOGO.word)
    service = models.BooleanField(Asked.SERVICE.word)
    board = models.BooleanField(Asked.BOARD.word)
    note = models.CharField("说明", max_length=NOTE_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁查的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "站点检查"
        verbose_name_plural = "站点检查"
        ordering = ("day", "pk")
        indexes = [models.Index("station", "day", name="checks_of_a_station_by_day")]
        constraints = [
            models.CheckConstraint(
                name="what_a_check_lacks_is_said",
                condition=Q(management=True, image=True, logo=True, service=True, board=True) | ~Q(note=""),
            )
        ]

    def __str__(self) -> str:
        return f"站点检查 {self.day}"

    @property
    def answers(self) -> Answers:
        return Answers(self.management, self.image, self.logo, self.service, self.board)
