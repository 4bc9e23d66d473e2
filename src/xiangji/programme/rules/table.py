"""Reading one table of a plan's body, whose shape core.policy has already checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xiangji.core.values import Money, Month


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping whose absent fields mean 'the document does not say' and never zero."""

    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        return str(self.fields.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(str(item) for item in self.fields.get(name, ()))

    def says(self, name: str) -> bool:
        return bool(self.fields.get(name, False))

    def denies(self, name: str) -> bool:
        """`total_stated = false` is written down: the document was searched and does not say it."""
        return self.fields.get(name, True) is False

    def whole(self, name: str) -> int:
        return int(self.fields[name])

    def number(self, name: str) -> Decimal | None:
        """Numbers come as Decimal or int, or as their exact strings."""
        found = self.fields.get(name)
        return None if found is None else Decimal(found)

    def exact(self, name: str) -> Decimal:
        return Decimal(self.fields[name])

    def money(self, name: str) -> Money | None:
        found = self.fields.get(name)
        return None if found is None else Money.from_wan(found)

    def day(self, name: str) -> date | None:
        found = self.fields.get(name)
        return date.fromisoformat(found) if isinstance(found, str) else found

    def month(self, name: str) -> Month | None:
        found = self.text(name)
        return Month.parse(found) if found else None

    def table(self, name: str) -> Table | None:
        found = self.fields.get(name)
        return None if found is None else Table(found)

    def tables(self, name: str) -> tuple[Table, ...]:
        return tuple(Table(fields) for fields in self.fields.get(name, ()))
