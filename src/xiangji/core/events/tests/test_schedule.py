from datetime import datetime, timedelta

import pytest

from xiangji.core.events.schedule import BEIJING, MOST_TRIES, Daily, Each, wait_after


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [
        (1, 10),
        (2, 30),
        (3, 90),
        (4, 270),
        (5, 810),
        (6, 2430),
        (7, 7290),
        (8, 21_600),
        (12, 21_600),
        (999, 21_600),
    ],
)
def test_waiting_grows_from_ten_seconds_to_six_hours(tries: int, seconds: int) -> None:
    assert wait_after(tries) == timedelta(seconds=seconds)


def test_twelve_tries_take_more_than_a_day() -> None:
    """A worker that fails in the evening is looked after before its facts are parked."""
    whole = sum((wait_after(tries) for tries in range(1, MOST_TRIES)), timedelta())

    assert timedelta(hours=24) < whole < timedelta(hours=36)


def test_nothing_waits_before_its_first_try() -> None:
    with pytest.raises(ValueError, match="0 tries"):
        wait_after(0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("2026-03-01T01:00:00+08:00", "2026-03-01T02:30:00+08:00", id="later today"),
        pytest.param("2026-03-01T02:30:00+08:00", "2026-03-02T02:30:00+08:00", id="now is not after now"),
        pytest.param("2026-03-01T23:00:00+08:00", "2026-03-02T02:30:00+08:00", id="tomorrow"),
        pytest.param(
            "2026-02-28T18:29:59+00:00", "2026-03-01T02:30:00+08:00", id="days are those of Beijing"
        ),
        pytest.param("2026-02-28T18:30:00+00:00", "2026-03-02T02:30:00+08:00", id="also at the very minute"),
    ],
)
def test_a_daily_job_is_due_at_its_next_time_in_beijing(now: str, due: str) -> None:
    daily = Daily.parse("02:30")

    assert daily.following(at(now)) == at(due)
    assert daily.first(at(now)) == at(due)


def test_a_job_that_runs_each_few_minutes_begins_at_once() -> None:
    now = datetime(2026, 3, 1, 8, 0, tzinfo=BEIJING)

    each = Each(timedelta(minutes=5))

    assert each.first(now) == now
    assert each.following(now) == now + timedelta(minutes=5)


@pytest.mark.parametrize("text", ["", "2:30", "24:00", "02:60", "02:30:00", "half past two", "０２:30"])
def test_what_is_not_a_time_of_day_is_not_a_schedule(text: str) -> None:
    with pytest.raises(ValueError, match=r"time of day|must be in"):
        Daily.parse(text)


def test_each_needs_a_time_between_two_runs() -> None:
    with pytest.raises(ValueError, match="not a time between"):
        Each(timedelta(0))
