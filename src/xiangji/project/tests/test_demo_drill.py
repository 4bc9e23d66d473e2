"""./xj demo as people run it: real processes, real signals, a real build."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from xiangji.project import keys
from xiangji.project.demo_folder import STATIC_STAMP, DemoFolder
from xiangji.project.demo_stamp import Stamp, made_from, static_made_from
from xiangji.project.tests.processes import (
    a_free_port,
    is_listening,
    processes_with,
    until,
    variables,
    xj,
)


@pytest.fixture
def demo(tmp_path: Path) -> DemoFolder:
    """A demo that counts as built: tables without rows are enough to start and stop it."""
    folder = DemoFolder("tengzhou", "滕州", tmp_path / "demo" / "tengzhou")
    keys.make_secret_key(folder.path / "keys")
    command = [sys.executable, "-m", "xiangji.project.manage", "migrate"]
    subprocess.run(command, env=variables(**folder.variables()), capture_output=True, check=True)
    today = timezone.localdate()
    Stamp(made_from("tengzhou"), today, today + timedelta(days=9)).write(folder.path)
    (folder.path / STATIC_STAMP).write_text(static_made_from())
    return folder


@contextmanager
def started(var: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own; nothing of it is left when the test ends."""
    command = [sys.executable, "-m", "xiangji.project.cli", "demo", *words]
    environment = variables(XIANGJI_VAR=str(var), TEST_HOUSE=str(var))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as supervisor:
        try:
            yield supervisor
        finally:
            for process in processes_of(var):
                os.kill(process, signal.SIGKILL)


def processes_of(var: Path) -> dict[int, str]:
    return processes_with(f"TEST_HOUSE={var}")


def line(supervisor: subprocess.Popen[str]) -> str:
    assert supervisor.stdout is not None
    return supervisor.stdout.readline().strip()


def status_of(port: int, path: str) -> int | None:
    """None while nobody answers."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asking.request("GET", path)
        return asking.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_demo_that_is_ended_leaves_no_process_and_no_listener(
    demo: DemoFolder, tmp_path: Path, how: signal.Signals
) -> None:
    port = a_free_port()
    with started(tmp_path, "--port", str(port)) as supervisor:
        assert line(supervisor) == f"滕州的演示已经启动：http://127.0.0.1:{port}/"
        assert until(lambda: status_of(port, "/readyz") == 200, seconds=30)

        supervisor.send_signal(how)

        assert until(lambda: not processes_of(tmp_path) and not is_listening(port), seconds=15)
        assert supervisor.wait(1) == (0 if how == signal.SIGTERM else -signal.SIGKILL)


def test_a_web_server_that_was_killed_comes_back(demo: DemoFolder, tmp_path: Path) -> None:
    port = a_free_port()
    with started(tmp_path, "--port", str(port)) as supervisor:
        assert line(supervisor).endswith(f":{port}/")
        assert line(supervisor).startswith("按 Ctrl+C 停下。")
        first = {process for process, words in processes_of(tmp_path).items() if "project.web" in words}

        os.kill(min(first), signal.SIGKILL)

        assert line(supervisor) == f"网页意外停了，1 秒后重新启动。原因写在 {demo.logs / 'web.log'}。"
        assert until(lambda: status_of(port, "/healthz") == 200, seconds=30)
        assert not first & set(processes_of(tmp_path))


def test_a_taken_port_is_named_and_nothing_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        refused = xj("demo", "--port", str(port), XIANGJI_VAR=str(tmp_path))

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith(
        f"没有启动：端口 {port} 已经被别的程序占用。请换一个，例如 ./xj demo --port "
    )
    assert [file.name for file in (tmp_path / "demo" / "tengzhou").iterdir()] == ["lock"]


def test_a_second_demo_of_the_same_county_is_refused(demo: DemoFolder, tmp_path: Path) -> None:
    with demo.taken(note="http://127.0.0.1:8000/"):
        refused = xj("demo", "--no-serve", "--fresh", XIANGJI_VAR=str(tmp_path))

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr == (
        f"没有启动：滕州的演示已经在运行（进程 {os.getpid()} http://127.0.0.1:8000/）。"
        "请用那一个，或者先停下它。别的县可以同时演示：加上 --county 和 --port。\n"
    )
    assert demo.is_built


def test_a_command_without_a_county_speaks_about_the_demo_and_says_so(
    demo: DemoFolder, tmp_path: Path
) -> None:
    verified = xj("verify", "audit", XIANGJI_VAR=str(tmp_path))

    assert verified.returncode == 0
    assert verified.stderr == f"用的是滕州的演示库：{demo.path}\n"
    assert verified.stdout.endswith("审计链完好。\n")


def test_a_build_that_is_refused_leaves_the_old_demo_as_it_was(demo: DemoFolder, tmp_path: Path) -> None:
    counties = tmp_path / "counties"
    (counties / "tengzhou").mkdir(parents=True)
    (counties / "tengzhou" / "county.toml").write_text('short = "滕州"\n')
    before = (demo.path / "xiangji.sqlite3").read_bytes()

    refused = xj("demo", "--no-serve", XIANGJI_VAR=str(tmp_path), XIANGJI_COUNTIES=str(counties))

    assert refused.returncode == 1
    said = refused.stdout.splitlines()
    assert said[0] == "县的资料改过，现在建滕州的演示……"
    assert said[-1].startswith("演示没有建成：县的资料没有读入。文件 county.toml 的 ")
    assert "Traceback" not in refused.stdout + refused.stderr
    assert demo.is_built
    assert (demo.path / "xiangji.sqlite3").read_bytes() == before


def test_a_build_that_was_killed_is_never_served_and_the_next_start_builds_again(tmp_path: Path) -> None:
    folder = DemoFolder("tengzhou", "滕州", tmp_path / "demo" / "tengzhou")
    with started(tmp_path, "--no-serve") as supervisor:
        assert until((folder.building / "xiangji.sqlite3").exists, seconds=60)
        supervisor.kill()
        assert until(lambda: not processes_of(tmp_path), seconds=15)
    assert not folder.is_built

    again = xj("demo", "--no-serve", XIANGJI_VAR=str(tmp_path))

    assert again.returncode == 0
    said = again.stdout.splitlines()
    assert said[0] == "上次没有建完，现在建滕州的演示……"
    assert said[-1] == f"滕州的演示建好了，在 {folder.path}。"
    assert folder.is_built
    assert not folder.building.exists()

    second = xj("demo", "--no-serve", XIANGJI_VAR=str(tmp_path))

    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_build_that_broke_off_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = DemoFolder("tengzhou", "滕州", tmp_path / "demo" / "tengzhou")
    with started(tmp_path, "--no-serve") as supervisor:
        assert until((folder.building / "xiangji.sqlite3").exists, seconds=60)
        builder = next(process for process in processes_of(tmp_path) if process != supervisor.pid)

        os.kill(builder, signal.SIGKILL)

        assert supervisor.wait(15) == 1
        assert supervisor.stdout is not None
        said = supervisor.stdout.read().splitlines()
    why = f"原因写在 {folder.logs / 'build.log'}。"
    assert said[-1] == f"演示没有建成：建到一半意外停了，没有建完的不会拿来用。{why}"
    assert not folder.building.exists()
    assert not folder.is_built
