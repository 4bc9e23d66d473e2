"""What deploy/ starts: web and worker apart, the units of systemd, the services of the compose file."""

import configparser
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from xiangji.project.county_folder import CountyFolder
from xiangji.project.tests import counties
from xiangji.project.tests.processes import a_free_port, is_listening, until, xj
from xiangji.project.tests.serving import is_ready, line, processes_of, running, served, status_of

pytestmark = pytest.mark.django_db
DEPLOY = settings.HOME / "deploy"
UNITS = DEPLOY / "systemd"
COMPOSE = DEPLOY / "compose" / "compose.yaml"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - the name, not a listener
HARDENING = {
    "User": "xiangji",
    "UMask": "0077",
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "PrivateTmp": "yes",
}


@dataclass(frozen=True, slots=True)
class Made:
    var: Path
    database: str


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Made]:
    """One county for all of these: each test leaves it as it was."""
    with django_db_blocker.unblock(), counties.an_empty_database() as address:
        yield Made(counties.make(tmp_path_factory.mktemp("county"), database=address), address)


def test_the_web_and_the_worker_of_a_county_run_apart(made: Made) -> None:
    port = a_free_port()
    with served(made.var, "--only", "worker") as worker:
        assert line(worker) == "后台已经启动，网页另外启动：./xj serve --only web。"
        assert len(processes_of(made.var)) == 2
        with served(made.var, "--only", "web", "--port", str(port)) as web:
            assert line(web) == f"已经启动：http://127.0.0.1:{port}/"
            assert line(web) == "这里只有网页，后台另外启动：./xj serve --only worker。"
            assert until(lambda: is_ready(port), seconds=30)

            for words in ([], ["--only", "web"], ["--only", "worker"]):
                again = xj("serve", "--var", str(made.var), *words)
                assert again.returncode == 1
                assert again.stderr.startswith(f"没有做：{made.var} 里的县正在用（进程 ")
            assert CountyFolder(made.var).is_served

            web.send_signal(signal.SIGTERM)
            assert web.wait(15) == 0
            assert not is_listening(port)
            assert worker.poll() is None
            assert CountyFolder(made.var).is_served

            worker.send_signal(signal.SIGTERM)
            assert worker.wait(15) == 0
    assert not CountyFolder(made.var).is_served


def test_while_the_whole_county_runs_no_part_is_started(made: Made) -> None:
    with CountyFolder(made.var).taken("端口 8000"):
        for part in ("web", "worker"):
            refused = xj("serve", "--var", str(made.var), "--only", part)
            assert (refused.returncode, refused.stdout) == (1, "")
            assert "里的县正在用" in refused.stderr


def test_a_worker_alone_has_no_door(made: Made) -> None:
    refused = xj("serve", "--var", str(made.var), "--only", "worker", "--port", "8000")

    assert refused.returncode == 1
    assert refused.stderr.startswith("没有启动：后台不听端口")


def test_a_worker_alone_refuses_a_demo_as_the_whole_does(made: Made) -> None:
    refused = xj("serve", "--var", str(made.var), "--only", "worker", XIANGJI_DEMO="1")

    assert refused.returncode == 1
    assert refused.stderr.startswith("没有启动：XIANGJI_DEMO 开着")


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((UNITS / name).read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("name", ["xiangji.service", "xiangji-backup.service"])
def test_a_unit_may_write_only_where_its_work_is(name: str) -> None:
    service = unit(name)["Service"]

    assert {key: service[key] for key in HARDENING} == HARDENING
    assert set(service["ReadWritePaths"].split()) <= {"/var/lib/xiangji", "/var/backups/xiangji"}
    assert service["Environment"] == "XIANGJI_VAR=/var/lib/xiangji"
    assert service["ExecStart"].startswith("/opt/xiangji/xj ")


def test_systemd_itself_has_nothing_against_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not there")
    for file in UNITS.iterdir():
        there = file.read_text(encoding="utf-8").replace("/opt/xiangji", str(settings.HOME))
        (tmp_path / file.name).write_text(there, encoding="utf-8")

    units = sorted(str(file) for file in tmp_path.iterdir())
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert unit("xiangji-backup.timer")["Timer"]["Persistent"] == "yes"


def words_of(command: list[str], *, ports: dict[str, int], folders: dict[str, Path]) -> list[str]:
    """As the file writes it, with our ports and folders in the place of the server's."""
    ours = {**{name: str(port) for name, port in ports.items()}, EVERYWHERE: "127.0.0.1"}
    ours |= {name: str(folder) for name, folder in folders.items()}
    return [ours.get(word, word) for word in command[1:]]


def test_the_command_of_the_unit_serves_and_ends_when_it_is_told(made: Made) -> None:
    port = a_free_port()
    command = unit("xiangji.service")["Service"]["ExecStart"].split()
    words = words_of(command, ports={"8080": port + 1}, folders={})
    at = [*words, "--host", "127.0.0.1", "--port", str(port)]
    with running(made.var, *at, XIANGJI_VAR=str(made.var)) as supervisor:
        assert line(supervisor) == f"已经启动：https://127.0.0.1:{port}/"
        assert status_of(port, "/healthz", ca=made.var / "keys" / "tls" / "ca.crt") is not None

        supervisor.send_signal(signal.SIGTERM)

        assert supervisor.wait(15) == 0
    assert until(lambda: not processes_of(made.var), seconds=5)


def test_the_command_of_the_nightly_unit_makes_a_backup(made: Made, tmp_path: Path) -> None:
    command = unit("xiangji-backup.service")["Service"]["ExecStart"].split()
    words = words_of(command, ports={}, folders={"/var/backups/xiangji": tmp_path})

    done = xj(*words, XIANGJI_VAR=str(made.var))

    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.tar"))) == 1


@pytest.fixture
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return read


def test_every_service_of_ours_runs_one_image_that_is_never_fetched(compose: dict[str, Any]) -> None:
    services = compose["services"]
    ours = {name for name in services if name != "database"}

    assert ours == {"web", "worker", "backup"}
    for name in ours:
        assert services[name]["image"] == "xiangji:local"
        assert services[name]["pull_policy"] == "never"
        assert services[name]["read_only"] is True
        assert "county:/var/lib/xiangji" in services[name]["volumes"]
    assert [name for name in services if "ports" in services[name]] == ["web"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["database"]["networks"] == services["worker"]["networks"] == ["inside"]


def test_the_commands_of_the_services_serve_together_and_end_when_they_are_told(
    compose: dict[str, Any], made: Made, tmp_path: Path
) -> None:
    port, services = a_free_port(), compose["services"]
    ports = {"8443": port, "8080": port + 1}
    web, worker, backup = (
        words_of(services[name]["command"], ports=ports, folders={"/backup": tmp_path})
        for name in ("web", "worker", "backup")
    )
    county = {"XIANGJI_VAR": str(made.var)}
    with running(made.var, *worker, **county) as second, running(made.var, *web, **county) as first:
        assert line(first) == f"已经启动：https://127.0.0.1:{port}/"
        assert line(second).startswith("后台已经启动")
        assert health_check(services["web"]["healthcheck"]["test"], port) == 0
        assert until(lambda: is_ready(port, ca=made.var / "keys" / "tls" / "ca.crt"), seconds=30)
        assert xj(*backup, **county).returncode == 0

        for one in (first, second):
            one.send_signal(signal.SIGTERM)
        assert [one.wait(15) for one in (first, second)] == [0, 0]
    assert health_check(services["web"]["healthcheck"]["test"], port) == 1
    assert len(list(tmp_path.glob("*.tar"))) == 1


def health_check(test: list[str], port: int) -> int:
    """[CMD, env, PYTHONPATH=src, .venv/bin/python, -m, …] with this Python and this port."""
    words = [sys.executable if word.endswith("/python") else word for word in test[1:]]
    words = [str(port) if word == "8443" else word for word in words]
    return subprocess.run(words, cwd=settings.HOME, check=False).returncode


def test_the_image_is_made_from_a_bundle_for_its_own_python() -> None:
    lines = (DEPLOY / "compose" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (base,) = [each.split()[1] for each in lines if each.startswith("FROM ")]

    assert re.fullmatch(rf"python:{sys.version_info[0]}\.{sys.version_info[1]}-slim-bookworm", base)
    assert "ADD xiangji.tar.gz /opt/" in lines
    assert not [each for each in lines if "pip install" in each]
