"""The supervisor on small programs: what it does when they die, hang, or never come up."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from xiangji.project.tests.processes import processes_with, until, variables

SLEEPER = "import time; time.sleep(600)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(600)
"""
FAILING = "raise SystemExit(7)"
HOUSE = """
import signal
import sys
from pathlib import Path
from xiangji.project import supervisor
from xiangji.project.children import Child
from xiangji.project.signals import Signals

supervisor.BACK_OFF = (0.0, 0.0)
for number in (signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)  # whatever started the tests may have them ignored
folder, program, grace = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
code = "from xiangji.project.children import die_with_parent; die_with_parent()\\n" + program
child = Child("小程序", [sys.executable, "-c", code], folder / "log")
with Signals() as signals:
    raise SystemExit(supervisor.Supervisor(
        [child],
        say=lambda sentence: print(sentence, flush=True),
        is_ready=lambda: {ready},
        when_ready=lambda: print("ready", flush=True),
        grace_seconds=grace,
    ).run(signals))
"""


@contextmanager
def a_house(
    folder: Path, program: str, *, grace: float = 10, ready: str = "True"
) -> Iterator[subprocess.Popen[str]]:
    """A supervisor with one child, in a process of its own; nothing of it is left when the test ends."""
    command = [sys.executable, "-c", HOUSE.replace("{ready}", ready), str(folder), program, str(grace)]
    environment = variables(TEST_HOUSE=str(folder))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as house:
        try:
            yield house
        finally:
            for process in processes_of(folder):
                os.kill(process, signal.SIGKILL)


def processes_of(folder: Path) -> dict[int, str]:
    return processes_with(f"TEST_HOUSE={folder}")


def child_of(house: "subprocess.Popen[str]", folder: Path) -> int:
    return next(process for process in processes_of(folder) if process != house.pid)


def next_line(house: "subprocess.Popen[str]") -> str:
    assert house.stdout
    return house.stdout.readline().strip()


@pytest.mark.parametrize("asked_by", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_whoever_asks_to_stop_leaves_no_process(tmp_path: Path, asked_by: signal.Signals) -> None:
    with a_house(tmp_path, SLEEPER) as house:
        assert next_line(house) == "ready"

        house.send_signal(asked_by)

        assert house.wait(15) == 0
        assert processes_of(tmp_path) == {}


def test_a_child_dies_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with a_house(tmp_path, SLEEPER) as house:
        assert next_line(house) == "ready"

        house.kill()

        assert until(lambda: not processes_of(tmp_path), seconds=15)


def test_a_child_that_does_not_listen_is_killed_after_the_grace(tmp_path: Path) -> None:
    with a_house(tmp_path, STUBBORN, grace=0.5) as house:
        assert next_line(house) == "ready"
        assert until(lambda: (tmp_path / "log").read_text() == "up\n", seconds=15)

        house.terminate()

        assert house.wait(15) == 0
        assert processes_of(tmp_path) == {}


def test_who_asks_twice_does_not_wait_for_the_grace(tmp_path: Path) -> None:
    with a_house(tmp_path, STUBBORN, grace=3600) as house:
        assert next_line(house) == "ready"
        assert until(lambda: (tmp_path / "log").read_text() == "up\n", seconds=15)

        house.terminate()
        assert not until(lambda: house.poll() is not None, seconds=0.5)
        house.terminate()

        assert house.wait(15) == 0
        assert processes_of(tmp_path) == {}


def test_a_child_that_died_is_started_again_and_too_many_deaths_stop_all(tmp_path: Path) -> None:
    with a_house(tmp_path, SLEEPER) as house:
        assert next_line(house) == "ready"
        for death in range(3):
            assert until(lambda: len(processes_of(tmp_path)) == 2, seconds=15)
            os.kill(child_of(house, tmp_path), signal.SIGKILL)
            said = next_line(house)
            if death < 2:
                assert said == f"小程序意外停了，0 秒后重新启动。原因写在 {tmp_path / 'log'}。"

        assert said == f"小程序接连停了 3 次，全部停下。原因写在 {tmp_path / 'log'}。"
        assert house.wait(15) == 1
        assert processes_of(tmp_path) == {}


def test_a_child_that_fails_at_once_is_not_started_again(tmp_path: Path) -> None:
    with a_house(tmp_path, FAILING, ready="False") as house:
        assert next_line(house) == f"没有启动成：小程序一开始就停了，原因写在 {tmp_path / 'log'}。"
        assert house.wait(15) == 1


def test_a_child_whose_parent_was_already_gone_does_not_stay(tmp_path: Path) -> None:
    program = "from xiangji.project.children import die_with_parent; die_with_parent(); print('alive')"

    late = subprocess.run(
        [sys.executable, "-c", program],
        env=variables(XIANGJI_SUPERVISED="999999999"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert late.returncode == -signal.SIGKILL
    assert late.stdout == ""


def test_a_full_log_is_turned_over_once(tmp_path: Path) -> None:
    from xiangji.project import children

    log = tmp_path / "logs" / "web.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * (children.LOG_IS_FULL_BYTES + 1))
    child = children.Child("网页", [sys.executable, "-c", "print('hello')"], log)

    child.start()
    assert until(lambda: not child.is_running, seconds=15)

    assert log.read_text() == "hello\n"
    assert (tmp_path / "logs" / "web.old.log").stat().st_size == children.LOG_IS_FULL_BYTES + 1
