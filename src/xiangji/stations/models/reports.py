"""Monthly reports of stations: each version is only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money, Month
from xiangji.stations.rules.reports import DOCUMENT_LENGTH, Books, Filled, Line, Service
from xiangji.stations.rules.states import REASON_LENGTH


class MonthlyReport(models.Model):
    """What a station did in a month, entered by hand from its paper (站点月报); the newest version counts.

    `lines` holds number, income and money of each service; the totals beside it are computed from them.
    """

    station = models.ForeignKey(
        "stations.Station", verbose_name="站点", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField("月份", help_text="那个月的第一天")
    version = models.PositiveIntegerField("第几版")
    days_open = models.PositiveIntegerField("营业天数")
    residents = models.PositiveIntegerField("服务人数")
    lines = models.JSONField("各项业务")
    number = models.PositiveIntegerField("业务次数")
    income_fen = models.BigIntegerField("收入（分）")
    money_fen = models.BigIntegerField("经手金额（分）")
    cost_fen = models.BigIntegerField("运行成本（分）", null=True, blank=True)
    goods_in = models.PositiveIntegerField("货物收进（件）", null=True, blank=True)
    goods_out = models.PositiveIntegerField("货物发出（件）", null=True, blank=True)
    purchased_kg = models.PositiveIntegerField("收购农产品（公斤）", null=True, blank=True)
    purchased_fen = models.BigIntegerField("收购付款（分）", null=True, blank=True)
    document = models.CharField("凭据", max_length=DOCUMENT_LENGTH, blank=True, default="")
    reason = models.CharField("为什么更正", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey("accounts.User", verbose_name="谁填的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "站点月报"
        verbose_name_plural = "站点月报"
        ordering = ("month", "pk")
        indexes = [models.Index("month", "station", name="reports_of_a_month")]
        constraints = [
            models.UniqueConstraint(
                "station", "month", "version", name="report_of_a_month_has_each_version_once"
            ),
            models.CheckConstraint(
                name="only_the_first_report_needs_no_reason",
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="report_with_business_names_people",
                condition=Q(number=0, residents=0, income_fen=0, money_fen=0)
                | Q(number__gt=0, residents__gt=0, days_open__gt=0),
            ),
            models.CheckConstraint(
                name="goods_are_counted_in_and_out",
                condition=Q(goods_in=None, goods_out=None, purchased_kg=None, purchased_fen=None)
                | Q(
                    goods_in__isnull=False,
                    goods_out__isnull=False,
                    purchased_kg__isnull=False,
                    purchased_fen__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"站点月报 {self.of_month}"

    @property
    def of_month(self) -> Month:
        return Month.of(self.month)

    @property
    def income(self) -> Money:
        return Money(self.income_fen)

    @property
    def money(self) -> Money:
        return Money(self.money_fen)

    @property
    def cost(self) -> Money | None:
        return None if self.cost_fen is None else Money(self.cost_fen)

    @property
    def service_lines(self) -> dict[Service, Line]:
        """In the order in which the plans name the services."""
        found = {}
        for service in Service:
            if service.value in self.lines:
                number, income, money = self.lines[service.value]
                found[service] = Line(number, Money(income), Money(money))
        return found

    @property
    def books(self) -> Books | None:
        if self.goods_in is None or self.goods_out is None:
            return None
        return Books(self.goods_in, self.goods_out, self.purchased_kg or 0, Money(self.purchased_fen or 0))

    @property
    def filled(self) -> Filled:
        return Filled(
            self.days_open, self.residents, self.service_lines, self.cost, self.books, self.document
        )

    def write(self, filled: Filled) -> None:
        """Set the fields; the caller saves."""
        self.days_open = filled.days_open
        self.residents = filled.residents
        self.lines = {
            service.value: [line.number, line.income.fen, line.money.fen]
            for service, line in filled.lines.items()
        }
        self.number = filled.number
        self.income_fen = filled.income.fen
        self.money_fen = filled.money.fen
        self.cost_fen = filled.cost.fen if filled.cost is not None else None
        books = filled.books
        if books is not None:
            self.goods_in, self.goods_out = books.goods_in, books.goods_out
            self.purchased_kg, self.purchased_fen = books.purchased_kg, books.purchased.fen
        self.document = filled.document
