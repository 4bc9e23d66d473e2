"""./xj serve as an administrator runs it, and what it refuses to serve."""

import json
import shutil
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from xiangji.project.county_folder import CountyFolder
from xiangji.project.tests import counties
from xiangji.project.tests.processes import a_free_port, is_listening, until, xj
from xiangji.project.tests.serving import is_ready, line, processes_of, served, status_of

pytestmark = pytest.mark.django_db
EXAMPLE = """
from xiangji.core.accounts.models import User
User.objects.create(username="somebody", name="示例·某人", is_example=True)
"""
NO_LONGER = "from xiangji.core.accounts.models import User; User.objects.filter(is_example=True).delete()"
ONE_BACK = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
last = MigrationRecorder.Migration.objects.filter(app="events").order_by("id").last()
print(last.name)
last.delete()
"""


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


def in_the_county(made: Made, program: str) -> str:
    done = xj("manage", "shell", "-v", "0", "-c", program, XIANGJI_VAR=str(made.var))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_county_is_served_with_a_certificate_of_its_own_and_ends_without_a_trace(
    how: signal.Signals, made: Made
) -> None:
    port = a_free_port()
    plain = port + 1
    words = ["--host", "127.0.0.1", "--port", str(port), "--tls", "self", "--http-port", str(plain)]
    with served(made.var, *words) as supervisor:
        assert line(supervisor) == f"已经启动：https://127.0.0.1:{port}/"
        ca = made.var / "keys" / "tls" / "ca.crt"
        assert until(lambda: is_ready(port, ca=ca), seconds=30)
        page = status_of(port, "/office/login/", ca=ca)
        assert page is not None
        assert page[0] == 200
        assert "Secure" in page[1]["Set-Cookie"]
        assert "Strict-Transport-Security" not in page[1]
        assert "X-Xiangji-Demo" not in page[1]
        sent_on = status_of(plain, "/plan/")
        assert sent_on is not None
        assert (sent_on[0], sent_on[1]["Location"]) == (308, f"https://127.0.0.1:{port}/plan/")

        second = xj("serve", "--var", str(made.var))
        assert second.returncode == 1
        assert second.stderr.startswith(
            f"没有做：{made.var} 里的县正在用（进程 {supervisor.pid} 端口 {port}）。"
        )
        told = json.loads(xj("doctor", "--json", XIANGJI_VAR=str(made.var)).stdout)
        assert {one["what"]: one["state"] for one in told["findings"]}["worker"] == "ok"

        supervisor.send_signal(how)

        assert until(lambda: not processes_of(made.var) and not is_listening(port), seconds=15)
        assert not is_listening(plain)
        assert supervisor.wait(1) == (0 if how == signal.SIGTERM else -signal.SIGKILL)
    assert not CountyFolder(made.var).is_served


def refused(made: Made, *words: str, **more: str) -> str:
    done = xj("serve", "--var", str(made.var), "--port", str(a_free_port()), *words, **more)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not CountyFolder(made.var).is_served
    return done.stdout + done.stderr


def test_a_database_with_an_example_account_is_not_served(made: Made) -> None:
    in_the_county(made, EXAMPLE)
    try:
        said = refused(made)
    finally:
        in_the_county(made, NO_LONGER)

    assert said.startswith("没有启动：这是一个演示库：有1个演示账号、0把演示钥匙，口令人人知道。")


def test_tables_that_lag_behind_are_not_served(made: Made) -> None:
    name = in_the_county(made, ONE_BACK)
    try:
        said = refused(made)
    finally:
        xj("manage", "migrate", "--fake", "events", name, XIANGJI_VAR=str(made.var))

    assert said == "没有启动：数据表还差1步没有升级。请先备份，再运行 ./xj upgrade。\n"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"XIANGJI_DEMO": "1"}, "没有启动：XIANGJI_DEMO 开着"),
        ({"XIANGJI_COUNTY": "wangkui"}, "没有启动：县的资料没有读入。"),
        ({"XIANGJI_LOG": "LOUD"}, "环境变量 XIANGJI_LOG 的值是“LOUD”"),
        ({"XIANGJI_DATABASE_URL": "postgresql://me:aSecretWord@127.0.0.1:1/x"}, "没有启动：数据库连不上"),
    ],
)
def test_settings_that_cannot_be_right_are_not_served(
    more: dict[str, str], sentence: str, made: Made
) -> None:
    said = refused(made, **more)

    assert said.startswith(sentence)
    assert "aSecretWord" not in said


def test_a_wrong_option_starts_nothing(made: Made) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = xj("serve", "--var", str(made.var), "--port", str(other.getsockname()[1]))

    assert taken.stderr.startswith(
        f"没有启动：端口 {other_port(taken.stderr)} 已经被别的程序占用。请换一个，例如 ./xj serve"
    )
    assert refused(made, "--http-port", "8099").startswith("没有启动：--http-port 是转到加密网址去的")
    assert refused(made, "--host", "203.0.113.77").startswith("没有启动：这台机器没有地址 203.0.113.77。")
    assert refused(made, "--tls", "none.pem").startswith(
        "没有启动：证书 none.pem 和钥匙 none.pem 用不了（找不到文件）。"
    )


def other_port(said: str) -> str:
    return said.split()[1]


def test_a_file_that_belongs_to_a_newer_program_is_named(made: Made, tmp_path: Path) -> None:
    if made.database:
        pytest.skip("the file of SQLite is enough")
    var = tmp_path / "var"
    shutil.copytree(made.var, var)
    var.chmod(0o700)
    newer = Made(var, "")
    in_the_county(
        newer,
        "from django.db.migrations.recorder import MigrationRecorder as R; from django.utils import timezone;"
        "R.Migration.objects.create(app='events', name='0099_future', applied=timezone.now())",
    )

    assert refused(newer) == "没有启动：库比程序新，有1步程序不认识。请用建库时那一版或更新的程序。\n"
