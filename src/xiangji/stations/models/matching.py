"""Offers and needs along the chain, and the pairs that were brought together (STA-17)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from xiangji.core.values import PlaceCode
from xiangji.stations.rules.matching import RESULT_LENGTH, Branch, Outcome, Side
from xiangji.stations.rules.states import REASON_LENGTH


class Offer(models.Model):
    """Somebody offers or needs something until a day; who it is stands in core.parties."""

    centre = models.ForeignKey(
        "stations.Station", verbose_name="中心", on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField("提供还是需要", max_length=8, choices=[(side.value, side.word) for side in Side])
    branch = models.CharField("哪一环", max_length=12, choices=[(each.value, each.word) for each in Branch])
    party = models.ForeignKey("parties.Party", verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    words = models.TextField("什么")
    goes_rural = models.BooleanField("愿意把业务做到村里", default=False)
    until = models.DateField("有效到哪天", help_text="包括这一天")
    ended_on = models.DateField("哪天撤下", null=True, blank=True)
    end_reason = models.CharField("为什么撤下", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "供需"
        verbose_name_plural = "供需"
        ordering = ("-pk",)
        indexes = [models.Index("branch", "side", "until", name="offers_of_a_branch")]
        constraints = [
            models.CheckConstraint(
                name="offer_side_is_known", condition=Q(side__in=[side.value for side in Side])
            ),
            models.CheckConstraint(
                name="offer_branch_is_known", condition=Q(branch__in=[each.value for each in Branch])
            ),
            models.CheckConstraint(
                name="only_a_service_firm_goes_to_the_villages",
                condition=Q(goes_rural=False) | Q(side=Side.OFFER.value, branch=Branch.SERVICE.value),
            ),
            models.CheckConstraint(
                name="offer_that_ended_says_why",
                condition=Q(ended_on=None, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{Branch(self.branch).word}，{Side(self.side).word}"

    @property
    def place_code(self) -> PlaceCode:
        return self.centre.place_code

    @property
    def key(self) -> tuple[Side, Branch, date]:
        """What decides whether it fits another."""
        return Side(self.side), Branch(self.branch), self.until


class Match(models.Model):
    """An offer and a need were brought together."""

    offer = models.ForeignKey(
        "stations.Offer", verbose_name="提供", on_delete=models.PROTECT, related_name="+"
    )
    need = models.ForeignKey(
        "stations.Offer", verbose_name="需要", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", verbose_name="谁对的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("对上的时间")

    class Meta:
        verbose_name = "对接"
        verbose_name_plural = "对接"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("offer", "need", name="a_pair_is_brought_together_once"),
            models.CheckConstraint(name="offer_is_not_its_own_need", condition=~Q(offer=F("need"))),
        ]

    def __str__(self) -> str:
        return f"对接 {self.pk}"


class MatchResult(models.Model):
    """What became of a pair; only ever added, once."""

    match = models.OneToOneField(
        "stations.Match", verbose_name="对接", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField("结果", max_length=8, choices=[(each.value, each.word) for each in Outcome])
    words = models.CharField("怎么样", max_length=RESULT_LENGTH)
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "对接的结果"
        verbose_name_plural = "对接的结果"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="match_outcome_is_known", condition=Q(outcome__in=[each.value for each in Outcome])
            ),
            models.CheckConstraint(name="match_result_says_how", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"对接的结果 {self.pk}"
