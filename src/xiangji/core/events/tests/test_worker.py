"""The worker as a process of its own, on a database that both see. We wait for states, never for time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from xiangji.core.audit import note
from xiangji.core.chain.models import Link
from xiangji.core.events import drain, health
from xiangji.core.events.failing import surviving
from xiangji.core.events.models import Delivery, Job, Presence
from xiangji.core.events.tests import cast
from xiangji.core.events.tests.cast import echoes, let_time_pass, see, the_delivery
from xiangji.core.events.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 120


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "worker.log"


@contextmanager
def a_worker(environment: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "xiangji.core.events.tests.worker_with_cast"]
    variables = environment | {"DJANGO_SETTINGS_MODULE": "xiangji.project.settings", "XIANGJI_LOG": "WARNING"}
    with log.open("ab") as out, subprocess.Popen(command, env=variables, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            process.kill()


def until(is_so: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


class Gate:
    """A pipe: who reads it waits until we let go of our end."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self.end = -1

    def has_somebody_waiting(self) -> bool:
        with suppress(OSError):
            self.end = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        return self.end >= 0

    def open(self) -> None:
        os.close(self.end)


def test_a_killed_worker_loses_nothing(child_environment: dict[str, str], log: Path, tmp_path: Path) -> None:
    flag = tmp_path / "hangs"
    cast.listen()
    see("slow", flag=str(flag))

    with a_worker(child_environment, log) as worker:
        until(flag.exists, worker, log)
        worker.kill()
        worker.wait()

    assert not echoes("slow")
    assert (the_delivery().state, the_delivery().tries) == ("waiting", 1)
    assert drain() == 0, "another worker does not take it before its time has come"

    let_time_pass()
    assert drain() == 1
    assert len(echoes("slow")) == 1
    assert the_delivery().state == "done"


def test_a_reaction_that_kills_its_process_is_counted_and_at_last_parked(
    child_environment: dict[str, str], log: Path
) -> None:
    cast.listen()
    see("deadly", "deadly", "harmless")
    deadly = Delivery.objects.order_by("pk")[:2]

    with a_worker(child_environment, log) as worker:
        assert worker.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    assert [delivery.tries for delivery in deadly.all()] == [1, 0]

    Delivery.objects.filter(pk=deadly[0].pk).update(tries=11)
    let_time_pass()
    with a_worker(child_environment, log) as worker:
        assert worker.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    assert [delivery.tries for delivery in deadly.all()] == [12, 0]

    let_time_pass()
    last_look = Worker()
    while last_look.turn():
        pass
    assert [delivery.state for delivery in deadly.all()] == ["parked", "waiting"]
    assert deadly[0].error == "第 12 次送达时后台停了，没有留下原因。"
    assert len(echoes("harmless")) == 1
    assert not echoes("deadly")


def test_a_worker_delivers_seals_and_keeps_time_until_it_is_asked_to_stop(
    child_environment: dict[str, str], log: Path
) -> None:
    cast.listen()
    see("a", "b")
    with transaction.atomic():
        note(by=None, did="box.seen", what="a")

    with a_worker(child_environment, log) as worker:
        until(lambda: len(echoes()) == 3, worker, log)
        until(lambda: Link.objects.filter(chain="audit").exists(), worker, log)
        until(lambda: Job.objects.filter(done_at__isnull=False).exists(), worker, log)
        assert health().worker_seen_seconds is not None
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_SECONDS) == 0

    assert not Presence.objects.exists()
    assert not Delivery.objects.exclude(state="done").exists()
    assert Job.objects.filter(name="events.tasks.forget_what_was_delivered", done_at=None).exists()
    assert log.read_text() == ""


def test_a_worker_that_is_asked_to_stop_ends_what_it_holds(
    child_environment: dict[str, str], log: Path, tmp_path: Path
) -> None:
    """The reaction waits at a gate that opens after the signal."""
    cast.listen()
    gate = Gate(tmp_path / "gate")
    see("gated", "never", flag=str(gate.path))

    with a_worker(child_environment, log) as worker:
        until(gate.has_somebody_waiting, worker, log)
        worker.send_signal(signal.SIGTERM)
        gate.open()
        assert worker.wait(PATIENCE_SECONDS) == 0

    assert len(echoes("gated")) == 1
    assert not echoes("never")


def test_two_workers_deliver_each_fact_once_and_in_order() -> None:
    cast.listen()
    see(*["a", "b", "c"] * 12)

    def work(_number: int) -> int:
        try:
            return drain()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as two:
        delivered = sum(two.map(work, range(2)))

    assert delivered == 36
    assert set(Delivery.objects.values_list("state", "tries")) == {("done", 1)}
    for box in "abc":
        heard = echoes(box)
        assert len(heard) == 12
        assert heard == sorted(heard, key=lambda body: int(body.rsplit(":")[-1].rstrip("}")))


def test_a_worker_finds_its_way_back_to_a_database_that_was_away() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is never away")
    worker = Worker()
    worker.turn()
    with connection.cursor() as cursor, suppress(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with surviving("the worker") as outcome:
        worker.turn()
    assert isinstance(outcome.reason, OperationalError)

    assert worker.turn() is False
