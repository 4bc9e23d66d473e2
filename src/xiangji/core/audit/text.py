"""The canonical text of an entry: the same facts always give the same bytes. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeAlias
from uuid import UUID

JSON: TypeAlias = "bool | int | str | Sequence[JSON] | Mapping[str, JSON] | None"


class Actor(Protocol):
    """Whoever can be named as having done something; the audit knows no accounts."""

    @property
    def pk(self) -> object: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to which, when it happened and when it was noted."""

    by_key: str
    by_name: str
    did: str
    what: str
    noted_at: datetime
    happened_at: datetime | None
    command: UUID | None
    facts: Mapping[str, JSON]

    def text(self) -> str:
        body = {
            "by": {"key": self.by_key, "name": self.by_name},
            "command": str(self.command) if self.command else None,
            "did": self.did,
            "facts": self.facts,
            "happened_at": _instant(self.happened_at) if self.happened_at else None,
            "noted_at": _instant(self.noted_at),
            "what": self.what,
        }
        return json.dumps(body, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _instant(moment: datetime) -> str:
    """In one zone: 08:00 in Beijing and 00:00 in London are one instant and must be one text."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
