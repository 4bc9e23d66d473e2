"""Bodies, sealed: one key for each day, destroyed a month later together with all that it opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from xiangji.core.parties import sealing

TABLE = "outside_exchange"
KEPT = timedelta(days=30)


def seal(body: bytes, *, field: str, key: str, made_at: datetime) -> bytes:
    """Bound to the exchange by its key; nothing is nothing."""
    if not body:
        return b""
    text = body.decode("utf-8", errors="replace")
    return sealing.seal(text, table=TABLE, field=f"{field} {key}", row=_day(made_at))


def opened(sealed: bytes, *, field: str, key: str, made_at: datetime) -> str:
    """Raises Erased where the month is over."""
    if not sealed:
        return ""
    return sealing.unseal(sealed, table=TABLE, field=f"{field} {key}", row=_day(made_at))


def destroy(day: date) -> None:
    sealing.destroy(table=TABLE, row=day.isoformat())


def _day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()
