"""The process behind the pages: delivers facts, keeps the beat, and runs the clock's work beside them."""

import logging
import os
import secrets
import socket
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from xiangji.core.events import clock, delivering, registry
from xiangji.core.events.failing import surviving
from xiangji.core.events.models import Presence
from xiangji.core.events.registry import ClockJob
from xiangji.core.events.schedule import wait_after

log = logging.getLogger(__name__)

# Idle, this is two looks for facts a second, one look of each beat, and one at the clock every two seconds.
IDLE_SECONDS = 0.5
CLOCK_SECONDS = 2.0
# While the database is away, and at most between two tries of a beat that fails.
AWAY_SECONDS = 5.0
LONGEST_PAUSE = timedelta(minutes=1)
SEEN_AGAIN_SECONDS = 10.0
# Below the ten of the supervisor: a clock job that takes longer is cut off, and run again by the next worker.
LAST_SECONDS = 8.0


@dataclass(slots=True)
class Beat:
    """Work of every few seconds. One that fails is left alone for a while, at most for a minute."""

    job: ClockJob
    next_at: float = 0.0
    failures: int = 0

    def keep(self) -> None:
        if time.monotonic() < self.next_at:
            return
        with surviving(self.job.name) as outcome:
            self.job.run()
        self.failures = self.failures + 1 if outcome.reason else 0
        now = timezone.now()
        pause = self.job.schedule.following(now) - now
        if self.failures:
            pause = min(wait_after(self.failures), LONGEST_PAUSE)
        self.next_at = time.monotonic() + pause.total_seconds()


class Worker:
    """Runs until it is asked to stop; then ends what it holds and takes nothing new."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:60]} {os.getpid()} {secrets.token_hex(4)}"
        self.is_stopping = False
        self._beats = [Beat(job) for job in registry.beats()]
        self._started_at = timezone.now()
        self._seen_again_at = 0.0

    def stop(self, *_signal: object) -> None:
        self.is_stopping = True

    def run(self) -> None:
        log.info("worker %s starts", self.name)
        clockwork = threading.Thread(target=self._keep_time, name="clock", daemon=True)
        clockwork.start()
        while not self.is_stopping:
            is_busy = False
            with surviving("the worker") as outcome:
                is_busy = self.turn()
            if outcome.reason:
                self._rest(AWAY_SECONDS)
            elif not is_busy:
                self._rest(IDLE_SECONDS)
        clockwork.join(LAST_SECONDS)
        with surviving("the goodbye"):
            Presence.objects.filter(name=self.name).delete()
        log.info("worker %s ends", self.name)

    def turn(self) -> bool:
        """One round: what beats, then one delivery. False when there was none."""
        self._show_up()
        for beat in self._beats:
            beat.keep()
        claim = delivering.take_one()
        if claim is None:
            return False
        with surviving(f"delivery {claim.delivery}, try {claim.tries},"):
            delivering.deliver(claim)
        return True

    def _show_up(self) -> None:
        if time.monotonic() < self._seen_again_at:
            return
        Presence.objects.update_or_create(
            name=self.name, defaults={"seen_at": timezone.now(), "started_at": self._started_at}
        )
        self._seen_again_at = time.monotonic() + SEEN_AGAIN_SECONDS

    def _keep_time(self) -> None:
        """In a thread of its own, because a long job must hold up neither facts nor seals."""
        try:
            with surviving("the clock"):
                clock.enrol()
            while not self.is_stopping:
                with surviving("the clock"):
                    self._run_what_is_due()
                self._rest(CLOCK_SECONDS)
        finally:
            connection.close()

    def _run_what_is_due(self) -> None:
        while not self.is_stopping and (job := clock.take_one(self.name)):
            clock.run(job, self.name)

    def _rest(self, seconds: float) -> None:
        """In short pieces: a signal sets a flag and does not end a sleep."""
        until = time.monotonic() + seconds
        while not self.is_stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, IDLE_SECONDS))
