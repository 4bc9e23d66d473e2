"""The clock's work, from a table: one worker at a time, missed runs once, what was cut off again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from xiangji.core.events import registry
from xiangji.core.events.failing import in_words, surviving
from xiangji.core.events.models import Job
from xiangji.core.events.registry import ClockJob
from xiangji.core.events.schedule import wait_after

LEASE = timedelta(seconds=60)
RENEWED_AFTER_SECONDS = 20.0


_FREE = {"leased_by": "", "leased_until": None}


def enrol() -> None:
    """A row for each job that is in the code; a new one begins with its first regular time."""
    now = timezone.now()
    Job.objects.bulk_create(
        (Job(name=job.name, due_at=job.schedule.first(now)) for job in registry.jobs().values()),
        ignore_conflicts=True,
    )


def take_one(worker: str) -> ClockJob | None:
    """The lease, the try and the next try are written first: they hold if the job ends our process."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = Job.objects.filter(free, due_at__lte=now, name__in=registry.jobs()).order_by("due_at")
    if not due.exists():
        return None
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        job = registry.jobs()[row.name]
        row.tries += 1
        row.due_at = min(job.schedule.following(now), now + wait_after(row.tries))
        row.leased_by, row.leased_until, row.started_at = worker, now + LEASE, now
        row.save()
    return job


def run(job: ClockJob, worker: str) -> None:
    with surviving(job.name) as outcome, kept(job, worker):
        job.run()
    now = timezone.now()
    mine = Job.objects.filter(name=job.name, leased_by=worker)
    if outcome.reason is None:
        mine.update(due_at=job.schedule.following(now), tries=0, done_at=now, error="", **_FREE)
    else:
        mine.update(error=in_words(outcome.reason), **_FREE)


@contextmanager
def kept(job: ClockJob, worker: str) -> Iterator[None]:
    """Renews the lease beside the job for as long as it runs."""
    ended = threading.Event()

    def renew() -> None:
        try:
            while not ended.wait(RENEWED_AFTER_SECONDS):
                with surviving(f"the lease of {job.name}"):
                    Job.objects.filter(name=job.name, leased_by=worker).update(
                        leased_until=timezone.now() + LEASE
                    )
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name=f"lease of {job.name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
