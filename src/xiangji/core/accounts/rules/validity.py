"""Whether a post or a deputy counts on a day. Pure."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Term:
    """From the first to the last day, both included; `expires_at` and `ended_at` cut it off at a moment."""

    since: date
    until: date | None
    expires_at: datetime | None = None
    ended_at: datetime | None = None

    def counts(self, on: date, now: datetime) -> bool:
        if self.ended_at is not None and self.ended_at <= now:
            return False
        if self.expires_at is not None and self.expires_at <= now:
            return False
        return self.since <= on and (self.until is None or on <= self.until)
