"""The service desk: what it offers, what was asked, what was done, and how content people were."""

from django.db import models
from django.db.models import F, Q

from xiangji.core.values import PlaceCode
from xiangji.stations.rules.requests import (
    BEST,
    NUMBER_LENGTH,
    RESULT_LENGTH,
    CustomerKind,
    State,
    Step,
    Way,
)
from xiangji.stations.rules.services import KEY_LENGTH, Service, service_of, word_of
from xiangji.stations.rules.states import REASON_LENGTH

_OPEN = [state.value for state in State if state.is_open]


class AddedService(models.Model):
    """A centre offers a service that the county's own plan does not name, from a day on."""

    station = models.ForeignKey(
        "stations.Station", verbose_name="中心", on_delete=models.PROTECT, related_name="+"
    )
    service = models.CharField("服务", max_length=KEY_LENGTH)
    reason = models.CharField("为什么加", max_length=REASON_LENGTH)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天为止", null=True, blank=True, help_text="不包括这一天")
    end_reason = models.CharField("为什么不再", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "加的服务"
        verbose_name_plural = "加的服务"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "station", "service", condition=Q(until=None), name="service_is_added_once"
            ),
            models.CheckConstraint(
                name="added_service_ends_not_before_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="added_service_that_ended_says_why",
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return word_of(self.service)


class ServiceRequest(models.Model):
    """What somebody wants of the centre (服务申请, STA-05); who it is stands in core.parties.

    A station that the centre guides is a customer, too (STA-11). State, due day and day of ending are set by
    its steps.
    """

    number = models.CharField("编号", max_length=NUMBER_LENGTH, unique=True)
    centre = models.ForeignKey(
        "stations.Station", verbose_name="中心", on_delete=models.PROTECT, related_name="+"
    )
    customer_kind = models.CharField(
        "谁来办", max_length=12, choices=[(kind.value, kind.word) for kind in CustomerKind]
    )
    party = models.ForeignKey(
        "parties.Party",
        verbose_name="谁",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    station = models.ForeignKey(
        "stations.Station",
        verbose_name="哪个站点",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    service = models.CharField("服务", max_length=KEY_LENGTH)
    wish = models.TextField("想办什么")
    way = models.CharField("怎么来的", max_length=8, choices=[(way.value, way.word) for way in Way])
    taken_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁接办",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    received_at = models.DateTimeField("收到时间")
    due_on = models.DateField("应当哪天前办结")
    state = models.CharField(
        "办到哪里", max_length=12, choices=[(state.value, state.word) for state in State]
    )
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    lane = models.CharField("从哪里来", max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "服务申请"
        verbose_name_plural = "服务申请"
        ordering = ("-pk",)
        indexes = [
            models.Index("lane", condition=~Q(lane=""), name="requests_of_a_lane"),
            models.Index("state", "due_on", name="requests_that_are_open_by_day"),
            models.Index("centre", "received_at", name="requests_of_a_centre"),
            models.Index("station", "received_at", name="requests_for_a_station"),
        ]
        constraints = [
            models.CheckConstraint(
                name="request_customer_kind_is_known",
                condition=Q(customer_kind__in=[kind.value for kind in CustomerKind]),
            ),
            models.CheckConstraint(
                name="request_is_of_a_party_or_of_a_station",
                condition=Q(customer_kind=CustomerKind.STATION.value, station__isnull=False, party=None)
                | (~Q(customer_kind=CustomerKind.STATION.value) & Q(station=None, party__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_state_is_known", condition=Q(state__in=[state.value for state in State])
            ),
            models.CheckConstraint(
                name="request_that_ended_says_when",
                condition=Q(state__in=_OPEN, ended_at=None)
                | (~Q(state__in=_OPEN) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_in_hand_says_whose",
                condition=Q(state__in=[State.WAITING.value, State.WITHDRAWN.value])
                | Q(taken_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def place_code(self) -> PlaceCode:
        return self.centre.place_code

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def kind(self) -> CustomerKind:
        return CustomerKind(self.customer_kind)

    @property
    def service_word(self) -> str:
        return word_of(self.service)

    @property
    def named_service(self) -> Service:
        return service_of(self.service)


class RequestStep(models.Model):
    """What was done with a request; only ever added. The words of the last 办好 are its result."""

    request = models.ForeignKey(
        "stations.ServiceRequest", verbose_name="申请", on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField("办了什么", max_length=12, choices=[(step.value, step.word) for step in Step])
    text = models.CharField("怎么说", max_length=RESULT_LENGTH, blank=True, default="")
    due_on = models.DateField("改到哪天", null=True, blank=True)
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")

    class Meta:
        verbose_name = "申请的经过"
        verbose_name_plural = "申请的经过"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="request_step_is_known", condition=Q(step__in=[step.value for step in Step])
            ),
            models.CheckConstraint(
                name="only_taking_a_request_needs_no_words",
                condition=Q(step=Step.TAKEN.value) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="only_a_postponed_request_gets_a_day",
                condition=Q(step=Step.POSTPONED.value, due_on__isnull=False)
                | (~Q(step=Step.POSTPONED.value) & Q(due_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.pk}"


class Rating(models.Model):
    """How content the customer was, once; `by` is empty where the customer said it on the public page."""

    request = models.OneToOneField(
        "stations.ServiceRequest", verbose_name="申请", on_delete=models.PROTECT, related_name="+"
    )
    score = models.PositiveSmallIntegerField("满意度")
    words = models.CharField("怎么说", max_length=RESULT_LENGTH, blank=True, default="")
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
        verbose_name = "满意度"
        verbose_name_plural = "满意度"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="rating_is_from_one_to_five", condition=Q(score__gte=1, score__lte=BEST)
            )
        ]

    def __str__(self) -> str:
        return f"满意度 {self.pk}"


class WrongLookUp(models.Model):
    """Somebody looked for a request with a wrong number or phone; counted by network and day."""

    lane = models.CharField("从哪里来", max_length=64)
    at = models.DateTimeField("什么时候")

    class Meta:
        verbose_name = "查错一次"
        verbose_name_plural = "查错的"
        indexes = [models.Index("lane", name="wrong_look_ups_of_a_lane")]

    def __str__(self) -> str:
        return f"查错 {self.pk}"
