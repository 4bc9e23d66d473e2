"""What contractors did for the stations and their system (运维), and broadband of villages (宽带)."""

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money
from xiangji.stations.rules.broadband import NAME_LENGTH, NOTE_LENGTH, Line, Tariff, Whose
from xiangji.stations.rules.states import REASON_LENGTH
from xiangji.stations.rules.upkeep import WORDS_LENGTH, UpkeepKind


class Upkeep(models.Model):
    """One piece of work with its cost, its bills in core.evidence; what was struck out stays (STA-48)."""

    firm = models.ForeignKey(
        "accounts.Organisation", verbose_name="哪家做的", on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        "places.Place", verbose_name="在哪里", on_delete=models.PROTECT, related_name="+"
    )
    station = models.ForeignKey(
        "stations.Station",
        verbose_name="哪个站点",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    equipment = models.ForeignKey(
        "stations.Equipment",
        verbose_name="哪件设备",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    kind = models.CharField("类别", max_length=12, choices=[(kind.value, kind.word) for kind in UpkeepKind])
    day = models.DateField("哪天")
    words = models.CharField("做了什么", max_length=WORDS_LENGTH)
    cost_fen = models.PositiveBigIntegerField("花费（分）", default=0)
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")
    struck_out = models.CharField("为什么作废", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "运维"
        verbose_name_plural = "运维"
        ordering = ("day", "pk")
        indexes = [models.Index("firm", "day", name="upkeep_of_a_firm_by_day")]
        constraints = [
            models.CheckConstraint(
                name="upkeep_kind_is_known", condition=Q(kind__in=[kind.value for kind in UpkeepKind])
            ),
            models.CheckConstraint(
                name="equipment_that_was_mended_stands_in_a_station",
                condition=Q(equipment=None) | Q(station__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"

    @property
    def cost(self) -> Money:
        return Money(self.cost_fen)


class Broadband(models.Model):
    """A line as it was found on a day; only ever added, the last of a village or a name counts (STA-47)."""

    whose = models.CharField("谁的", max_length=12, choices=[(each.value, each.word) for each in Whose])
    place = models.ForeignKey(
        "places.Place", verbose_name="在哪里", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("哪一家", max_length=NAME_LENGTH, blank=True, default="")
    mbps = models.PositiveIntegerField("宽带（Mbps）", help_text="没有宽带是0")
    has_fibre = models.BooleanField("光纤")
    tariff = models.CharField("资费", max_length=12, choices=[(each.value, each.word) for each in Tariff])
    note = models.CharField("说明", max_length=NOTE_LENGTH, blank=True, default="")
    day = models.DateField("哪天的情况")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "宽带"
        verbose_name_plural = "宽带"
        ordering = ("day", "pk")
        indexes = [models.Index("place", "day", name="broadband_of_a_place_by_day")]
        constraints = [
            models.CheckConstraint(
                name="broadband_of_a_firm_names_it",
                condition=Q(whose=Whose.VILLAGE.value, name="")
                | (~Q(whose=Whose.VILLAGE.value) & ~Q(name="")),
            ),
            models.CheckConstraint(
                name="lower_tariff_says_which",
                condition=~Q(tariff__in=[Tariff.REDUCED.value, Tariff.FREE.value]) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.get_whose_display()} {self.day}"

    @property
    def line(self) -> Line:
        tariff = Tariff(self.tariff)
        return Line(Whose(self.whose), self.name, self.mbps, self.has_fibre, tariff, self.note)
