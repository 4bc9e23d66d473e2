"""By what the list of payments is narrowed; line and project come in with the address of another page."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from xiangji.core.office.desk import Filters
from xiangji.core.values import Month
from xiangji.programme.models import Payment, PaymentPart, TreasuryPayment
from xiangji.programme.office.money.entries import MonthFilter
from xiangji.programme.rules.money.payment import PUBLIC_SOURCES, Basis


class PaymentFilter(Filters):
    basis = django_filters.ChoiceFilter(
        label="按什么付", empty_label="都看", choices=[(one.value, one.word) for one in Basis]
    )
    source = django_filters.ChoiceFilter(
        label="资金来源",
        empty_label="都看",
        choices=[(one.value, one.word) for one in PUBLIC_SOURCES],
        method="of_source",
    )
    paid = MonthFilter(label="国库哪个月付的", method="paid_in")
    line = django_filters.CharFilter(field_name="project__budget_line", widget=forms.HiddenInput)
    project = django_filters.NumberFilter(field_name="project", widget=forms.HiddenInput)

    class Meta:
        model = Payment
        fields: list[str] = []

    def of_source(self, rows: QuerySet[Payment], _name: str, value: str) -> QuerySet[Payment]:
        return rows.filter(Exists(PaymentPart.objects.filter(payment=OuterRef("pk"), source=value)))

    def paid_in(self, rows: QuerySet[Payment], _name: str, month: Month | None) -> QuerySet[Payment]:
        if month is None:
            return rows
        within = TreasuryPayment.objects.filter(
            payment=OuterRef("pk"), paid_on__range=(month.first_day, month.last_day)
        )
        return rows.filter(Exists(within))
