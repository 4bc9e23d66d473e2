"""The towns of this county, and lists narrowed to one of them."""

from __future__ import annotations

import django_filters
from django.db.models import Model, QuerySet

from xiangji.core.places import within
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import Level, PlaceCode


def towns() -> QuerySet[Place]:
    rows = Place.objects.filter(within(current_county().code), level=Level.TOWN.value, valid_to=None)
    return rows.order_by("code")


class TownFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    """Rows whose place, by the name of its field, lies in the chosen town."""

    def __init__(self, place: str) -> None:
        super().__init__(label="镇", empty_label="都看", queryset=lambda _request: towns())
        self.place = place

    def filter(self, rows: QuerySet[Model], town: Place | None) -> QuerySet[Model]:
        return rows.filter(within(PlaceCode(town.code), self.place)) if town else rows
