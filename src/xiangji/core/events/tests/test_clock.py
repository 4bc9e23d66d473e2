import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.errors import Unavailable
from xiangji.core.events import clock, every
from xiangji.core.events.models import Job
from xiangji.core.events.registry import ClockJob, beats
from xiangji.core.events.worker import Beat

NIGHT = "2026-03-01T02:30:00+08:00"


class Work:
    """Counts its runs; fails for as long as it is told to."""

    def __init__(self, mark: Callable[[Callable[[], object]], object], name: str = "work") -> None:
        self.runs = 0
        self.fails = False

        def run() -> None:
            self.runs += 1
            if self.fails:
                raise Unavailable("carrier_silent", "快递公司没有应答。")

        run.__qualname__ = name
        mark(run)


def look_at_the_clock(worker: str = "one") -> None:
    clock.enrol()
    while job := clock.take_one(worker):
        clock.run(job, worker)


@pytest.mark.django_db
def test_a_daily_job_waits_for_its_time_and_runs_once() -> None:
    work = Work(every("02:30"))
    with time_machine.travel("2026-03-01T01:00:00+08:00", tick=False) as now:
        look_at_the_clock()
        assert work.runs == 0

        now.move_to(NIGHT)
        look_at_the_clock()
        look_at_the_clock()
        assert work.runs == 1
        assert Job.objects.get().done_at == timezone.now()


@pytest.mark.django_db
def test_missed_runs_are_run_once() -> None:
    nightly, often = Work(every("02:30"), "nightly"), Work(every(minutes=5), "often")
    with time_machine.travel("2026-03-01T01:00:00+08:00", tick=False) as now:
        look_at_the_clock()
        assert (nightly.runs, often.runs) == (0, 1)

        now.shift(timedelta(days=5))
        look_at_the_clock()
        assert (nightly.runs, often.runs) == (1, 2)


@pytest.mark.django_db
def test_a_job_that_fails_says_why_and_is_tried_again_soon() -> None:
    work = Work(every("02:30"))
    with time_machine.travel("2026-03-01T01:00:00+08:00", tick=False) as now:
        look_at_the_clock()
        work.fails = True
        now.move_to(NIGHT)
        look_at_the_clock()
        job = Job.objects.get()
        assert (job.tries, job.done_at, job.error) == (1, None, "快递公司没有应答。")
        assert job.due_at == timezone.now() + timedelta(seconds=10)

        work.fails = False
        now.shift(10)
        look_at_the_clock()
        job.refresh_from_db()
        assert (work.runs, job.tries, job.error) == (2, 0, "")
        assert timezone.localtime(job.due_at).isoformat() == "2026-03-02T02:30:00+08:00"


@pytest.mark.django_db
def test_a_job_that_fails_for_days_still_keeps_its_time() -> None:
    work = Work(every(minutes=1))
    work.fails = True
    with time_machine.travel(NIGHT, tick=False) as now:
        look_at_the_clock()
        Job.objects.update(tries=20)
        now.shift(60)
        look_at_the_clock()

        assert Job.objects.get().due_at == timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db
def test_what_one_worker_holds_another_does_not_take() -> None:
    Work(every(minutes=5))
    clock.enrol()
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as now:
        assert clock.take_one("one")
        now.shift(59)
        assert clock.take_one("other") is None


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_over() -> None:
    work = Work(every(minutes=5))
    with time_machine.travel(NIGHT, tick=False) as now:
        clock.enrol()
        assert clock.take_one("dies")

        now.shift(60)
        look_at_the_clock("other")

    job = Job.objects.get()
    assert (work.runs, job.tries, job.leased_by, job.leased_until) == (1, 0, "", None)


@pytest.mark.django_db
def test_a_job_that_ends_its_process_again_and_again_is_left_alone_for_longer() -> None:
    Work(every("02:30"))
    with time_machine.travel("2026-03-01T01:00:00+08:00", tick=False) as now:
        clock.enrol()
        now.move_to(NIGHT)
        waits = []
        for _ in range(6):
            assert clock.take_one("dies")
            waits.append(Job.objects.get().due_at - timezone.now())
            now.shift(max(waits[-1], timedelta(seconds=60)))

    assert [wait.total_seconds() for wait in waits] == [10, 30, 90, 270, 810, 2430]


@pytest.mark.django_db
def test_a_worker_that_comes_back_late_does_not_free_the_work_of_another() -> None:
    Work(every(minutes=5))
    with time_machine.travel(NIGHT, tick=False) as now:
        clock.enrol()
        job = clock.take_one("late")
        assert job
        now.shift(61)
        assert clock.take_one("other")

        clock.run(job, "late")

    assert Job.objects.get().leased_by == "other"


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job here is as long as it takes until its lease was renewed."""
    monkeypatch.setattr(clock, "RENEWED_AFTER_SECONDS", 0.01)
    renewed = threading.Event()

    @every(minutes=5)
    def wait_for_renewal() -> None:
        first = Job.objects.get().leased_until
        for _ in range(3_000):
            if Job.objects.get().leased_until != first:
                renewed.set()
                return
            threading.Event().wait(0.01)

    look_at_the_clock()

    assert renewed.is_set()
    assert Job.objects.get().leased_until is None


@pytest.mark.django_db
def test_a_job_that_left_the_code_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    Job.objects.create(name="market.tasks.gone", due_at=timezone.now())

    assert clock.take_one("one") is None


@pytest.mark.django_db
def test_an_idle_look_at_the_clock_is_one_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Work(every("02:30"))
    clock.enrol()

    with django_assert_num_queries(1):
        assert clock.take_one("one") is None


def test_a_beat_that_fails_is_left_alone_for_longer(db: None) -> None:
    work = Work(every(seconds=1))
    work.fails = True
    [job] = beats()
    beat = Beat(job)

    with time_machine.travel(NIGHT, tick=False):
        beat.keep()
        beat.keep()
        assert (work.runs, beat.failures) == (1, 1)

        beat.next_at = 0.0
        work.fails = False
        beat.keep()
        assert (work.runs, beat.failures) == (2, 0)


def test_beats_need_no_table(django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    work = Work(every(seconds=1))
    beat = Beat(beats()[0])

    with django_assert_num_queries(0):
        beat.keep()

    assert isinstance(beat.job, ClockJob)
    assert work.runs == 1
    assert connection.vendor in {"sqlite", "postgresql"}
