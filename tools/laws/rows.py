"""Truth in the database: texts that are never null, constraints whose names are sentences."""

import re
from collections.abc import Iterable, Iterator

from django.db.models import CharField, Model, TextField
from django.db.models.options import Options

SENTENCE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+){2,}")
LONGEST_NAME = 63  # PostgreSQL cuts longer ones


def meta(model: type[Model]) -> "Options[Model]":
    """Django's documented door to a model's fields, which only looks private."""
    return model._meta  # noqa: SLF001


def faults(those: Iterable[type[Model]]) -> Iterator[str]:
    for model in those:
        label = meta(model).label
        for field in meta(model).get_fields():
            if isinstance(field, CharField | TextField) and field.null:
                yield f"{label}.{field.name} is a text that may be null; an empty text says it"
        for constraint in meta(model).constraints:
            if not SENTENCE.fullmatch(constraint.name) or len(constraint.name) > LONGEST_NAME:
                yield f"{label}: the constraint {constraint.name} is not named as a sentence"
