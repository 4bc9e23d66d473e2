"""Empty places on either engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from xiangji.project.keeping.tests.examples import a_county, plain


@dataclass(frozen=True, slots=True)
class Place:
    """Where a county may be restored to: a folder that is not there yet, and an empty database for it."""

    var: Path
    address: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("--var", str(self.var), *(("--database", self.address) if self.address else ()))

    @property
    def env(self) -> dict[str, str]:
        own = {"XIANGJI_VAR": str(self.var), "XIANGJI_DATABASE_URL": self.address}
        return plain() | own | {"XIANGJI_COUNTIES": str(self.var / "counties")}


@pytest.fixture
def county(transactional_db: None, own_var: Path) -> Path:
    own_var.mkdir(mode=0o700)
    return a_county(own_var)


@pytest.fixture
def empty_postgres() -> Iterator[str]:
    """The address of a database without tables, on the server of the tests."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL, and runs in its stage")
    name = f"xiangji_keeping_{os.getpid()}"
    _server(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    _server(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    given = connection.settings_dict
    yield f"postgresql://{quote(given['USER'])}@/{name}?host={given['HOST']}"
    _server(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    address = request.getfixturevalue("empty_postgres") if connection.vendor == "postgresql" else ""
    return Place(tmp_path / "again", address)


def _server(statement: sql.Composed) -> None:
    given = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(**given, autocommit=True) as server:
        server.execute(statement)
