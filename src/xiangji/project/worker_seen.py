"""Waits for a sign of the worker that was just started, in a process of its own, because it loads Django."""

import os
import sys
import time

from xiangji.project.children import die_with_parent

PAUSE_SECONDS = 0.3


def main() -> int:
    """Ends when it has seen one; the supervisor ends it when it has waited long enough."""
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    started = time.monotonic()
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiangji.project.settings"
    import django

    django.setup()
    from xiangji.core import events

    while not _is_newer(events.health().worker_seen_seconds, time.monotonic() - started):
        time.sleep(PAUSE_SECONDS)
    return 0


def _is_newer(seen_seconds: int | None, since_start: float) -> bool:
    """The sign of an earlier worker is older than we are; seconds are whole, so one is allowed for."""
    return seen_seconds is not None and seen_seconds + 1 <= since_start


if __name__ == "__main__":
    sys.exit(main())
