"""A real county for tests: answers in a file, and a database of its own that is gone afterwards."""

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess

import psycopg
from django.db import connection
from psycopg import sql

from xiangji.project.tests.processes import xj

DROP = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
ANSWERS = """
code = "370481"
hosts = "滕州市商务和投资促进局"
address = "https://xiangji.example.cn"

[administrators.system]
name = "张一"
username = "zhangyi"

[administrators.security]
name = "李二"
username = "lier"

[administrators.audit]
name = "王三"
username = "wangsan"
"""


@contextmanager
def an_empty_database() -> Iterator[str]:
    """What --database says: nothing on SQLite, where the folder has a file of its own."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name, given = f"xiangji_county_{secrets.token_hex(4)}", connection.settings_dict
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(DROP.format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        is_socket = given["HOST"].startswith("/")
        where = "" if is_socket else f"{given['HOST']}:{given['PORT']}"
        try:
            socket = f"?host={given['HOST']}" if is_socket else ""
            yield f"postgresql://{given['USER']}@{where}/{name}{socket}"
        finally:
            server.execute(DROP.format(sql.Identifier(name)))


def make(folder: Path, *, database: str = "") -> Path:
    """The folder of a county that ./xj county new has made: on SQLite once, and copied for each who asks."""
    var = folder / "var"
    if not database:
        return shutil.copytree(_made(), var)
    _build(folder, var, database)
    return var


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="xj-county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _build(folder, folder / "var", "")
    return folder / "var"


def _build(folder: Path, var: Path, database: str) -> None:
    done = new(folder, var, database=database)
    assert done.returncode == 0, done.stdout + done.stderr


def new(
    folder: Path, var: Path, *more: str, database: str = "", answers: str = ANSWERS
) -> CompletedProcess[str]:
    file = folder / "answers.toml"
    file.write_text(answers, encoding="utf-8")
    words = ["county", "new", "--from", str(file), "--var", str(var), *more]
    return xj(*words, *(["--database", database] if database else []))
