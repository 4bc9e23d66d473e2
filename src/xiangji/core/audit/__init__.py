"""Who did what to which, and when: entries that are only ever added, and sealed into a chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from xiangji.core.audit.text import JSON, Actor

if TYPE_CHECKING:
    from django.db.models import Model

    from xiangji.core.chain.findings import Report

__all__ = ["JSON", "Actor", "note", "verify"]

_NOTHING_MORE: Mapping[str, JSON] = MappingProxyType({})


def note(
    *,
    by: Actor | None,
    did: str,
    what: Model | str,
    happened_at: datetime | None = None,
    facts: Mapping[str, JSON] = _NOTHING_MORE,
    command: UUID | None = None,
) -> None:
    """Write down what is done, in the transaction that does it. `by=None` is the platform itself.

    Personal fields are named here, not quoted: `facts={"changed": ["phone"]}`.
    """
    # Here and not above: Django loads this package before its models.
    from xiangji.core.audit import noting

    noting.note(by=by, did=did, what=what, happened_at=happened_at, facts=facts, command=command)


def verify() -> Report:
    """Recompute the whole chain of entries and compare it with its anchors."""
    from xiangji.core.audit.entries import AUDIT
    from xiangji.core.chain import verifying

    return verifying.verify(AUDIT)
