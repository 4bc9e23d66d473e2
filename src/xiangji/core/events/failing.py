"""The outer wall of work that nobody waits for: a bug ends at it, is written down, and the worker goes on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from xiangji.core.errors import Refused, Unavailable

log = logging.getLogger(__name__)
LONGEST = 500


def in_words(reason: Exception) -> str:
    """For the people who look after the worker; the log has the rest."""
    if isinstance(reason, Refused | Unavailable):
        return reason.sentence[:LONGEST]
    return f"{type(reason).__name__}: {reason}"[:LONGEST]


class Outcome:
    """How a piece of work ended: `reason` is None when it went well."""

    def __init__(self) -> None:
        self.reason: Exception | None = None


@contextmanager
def surviving(work: str) -> Iterator[Outcome]:
    """What goes wrong inside goes to the log with its traceback; a connection that it broke is given up."""
    outcome = Outcome()
    try:
        yield outcome
    except Exception as reason:
        log.exception("%s failed", work)
        outcome.reason = reason
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
