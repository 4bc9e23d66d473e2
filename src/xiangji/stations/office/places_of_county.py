"""The towns of this county, for the filters of lists."""

from __future__ import annotations

from django.db.models import QuerySet

from xiangji.core.places import within
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import Level


def towns() -> QuerySet[Place]:
    rows = Place.objects.filter(within(current_county().code), level=Level.TOWN.value, valid_to=None)
    return rows.order_by("code")
