"""The probes: one that only lives, one that says what is missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from xiangji.project.tests.processes import variables

ASK = """
import django
django.setup()
from django.test import Client
answer = Client(HTTP_HOST="localhost").get("/readyz")
print(answer.status_code, answer.content.decode())
"""


def ask_elsewhere(**settings: str) -> tuple[int, dict[str, object]]:
    """/readyz of a process with a database of its own."""
    environment = variables(DJANGO_SETTINGS_MODULE="xiangji.project.settings", **settings)
    command = [sys.executable, "-c", ASK]
    asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    status, _, body = asked.stdout.partition(" ")
    return int(status), json.loads(body)


def test_a_living_process_answers_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"alive": True}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_only_reads(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_without_a_worker_it_is_not_ready_and_says_so(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "ready": False,
        "sentences": ["后台还没有启动过，消息不会送达，审计记录不会封存。"],
        "events": {"oldest_seconds": 0, "parked": 0, "waiting": 0, "worker_seen_seconds": None},
    }


def test_without_tables_it_is_not_ready_and_says_what_to_do(tmp_path: Path) -> None:
    status, body = ask_elsewhere(XIANGJI_VAR=str(tmp_path))

    assert status == 503
    assert body["sentences"] == ["数据库的表还不全，请停下服务，运行 ./xj upgrade。"]


def test_without_a_database_it_is_not_ready_and_shows_no_password(tmp_path: Path) -> None:
    status, body = ask_elsewhere(XIANGJI_DATABASE_URL="postgresql://me:aSecretWord@127.0.0.1:1/nothing")

    assert status == 503
    assert body == {"ready": False, "sentences": ["数据库连不上或者读不了，请看日志。"], "events": None}
