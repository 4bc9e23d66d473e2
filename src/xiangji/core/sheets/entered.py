"""What was brought in afterwards (补录), as lists and papers show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, OuterRef, QuerySet, Subquery

from xiangji.core.events.event import app_of
from xiangji.core.sheets.models import Entered, Intake


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a thing comes from that was entered afterwards."""

    intake: int
    row: int
    happened_on: date
    document: str


def label_of(model: type[Model]) -> str:
    return f"{app_of(model.__module__)}.{model.__name__}"


def keys_of(model: type[Model]) -> QuerySet[Entered, int | None]:
    """For a chip: Q(pk__in=keys_of(User))."""
    return Entered.objects.filter(label=label_of(model), key__isnull=False).values_list("key", flat=True)


def document_of(model: type[Model]) -> Subquery:
    """A column for lists: the document of a row that was entered afterwards, nothing for all others."""
    return Subquery(Entered.objects.filter(label=label_of(model), key=OuterRef("pk")).values("document")[:1])


def marks(things: Iterable[Model]) -> dict[int, Mark]:
    """Of a page of things of one kind, those that were entered afterwards: one query."""
    whole = list(things)
    if not whole:
        return {}
    rows = Entered.objects.filter(label=label_of(type(whole[0])), key__in=[thing.pk for thing in whole])
    return {row.key: Mark(row.intake_id, row.row, row.happened_on, row.document) for row in rows if row.key}


def refused(intake: Intake) -> list[Entered]:
    return list(Entered.objects.filter(intake=intake).exclude(sentence="").order_by("row"))


def taken(intake: Intake) -> list[int]:
    """The keys of what was made, in the order of the rows."""
    rows = Entered.objects.filter(intake=intake, sentence="").order_by("row")
    return [key for key in rows.values_list("key", flat=True) if key is not None]
