"""The rows of a model as they are read by us, in one text that is the same on every engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Field, Model, QuerySet

AnyField: TypeAlias = "Field[Any, Any]"
AT_ONCE = 2_000
MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Digest:
    """The sum of the hashes of all rows: neither their order nor their number can hide a difference."""

    rows: int = 0
    total: int = 0

    def plus(self, row: tuple[Any, ...]) -> Digest:
        sha = hashlib.sha256(canonical(row)).digest()
        return Digest(self.rows + 1, (self.total + int.from_bytes(sha)) % MODULUS)


def of(model: type[Model], alias: str) -> Digest:
    found = Digest()
    for row in rows(model, alias):
        found = found.plus(row)
    return found


def is_a_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy  # noqa: SLF001 - Django's own name for it


def table_of(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


def fields_of(model: type[Model]) -> list[AnyField]:
    return list(model._meta.concrete_fields)  # noqa: SLF001


def rows(model: type[Model], alias: str) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in fields_of(model)]
    found: QuerySet[Any, tuple[Any, ...]] = QuerySet(model, using=alias).order_by("pk").values_list(*names)
    yield from found.iterator(chunk_size=AT_ONCE)


def canonical(row: tuple[Any, ...]) -> bytes:
    return repr([_plain(value) for value in row]).encode()


def _plain(value: object) -> object:
    """JSON by its meaning, because PostgreSQL orders the keys anew; a moment in one zone; bytes as bytes."""
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.astimezone().timestamp(), value.microsecond
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    return value
