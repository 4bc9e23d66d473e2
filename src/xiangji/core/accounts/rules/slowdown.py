"""How long the next log-in waits after wrong ones in the same lane. Pure.

A lane is a name together with where the tries come from, so that nobody can make another one wait.
"""

from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
_DOUBLINGS = 5  # 30 s, 1, 2, 4, 8 minutes, then 15


def wait_after(wrong: int) -> timedelta:
    if wrong < FREE_TRIES:
        return timedelta(0)
    doublings = wrong - FREE_TRIES
    return LONGEST_WAIT if doublings >= _DOUBLINGS else FIRST_WAIT * 2**doublings


def seconds_left(wrong: int, last_at: datetime, now: datetime) -> int:
    """Whole seconds, rounded up; a clock that was set back makes nobody wait longer than the rule says."""
    wait = wait_after(wrong)
    left = min(wait, last_at + wait - now)
    return max(0, -(-left // timedelta(seconds=1)))


def counted(wrong: int, last_at: datetime, now: datetime) -> int:
    """How many of the wrong ones still count."""
    return 0 if now - last_at >= FORGOTTEN_AFTER else wrong
