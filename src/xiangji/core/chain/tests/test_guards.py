from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from xiangji.core.audit.tests.examples import some_entries
from xiangji.core.chain import guards
from xiangji.core.chain.operations import AppendOnly


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        number: int = cursor.fetchone()[0]
        return number


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "chain_link"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_written(table: str, change: str) -> None:
    some_entries(2)

    with pytest.raises(IntegrityError, match=f"{table} is append-only"), transaction.atomic():
        run(change.format(table))

    assert count(table) == 2


@pytest.mark.django_db
def test_a_row_cannot_be_replaced_by_another_of_its_number() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    some_entries(1)

    with pytest.raises(IntegrityError, match="audit_entry is append-only"), transaction.atomic():
        run("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry")

    assert count("audit_entry") == 1


@pytest.mark.django_db
def test_postgresql_also_refuses_to_empty_the_table() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    some_entries(1)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run("TRUNCATE audit_entry")


@pytest.mark.django_db
def test_lifted_guards_are_up_again_afterwards() -> None:
    some_entries(2)
    before = guards.standing(connection)

    with guards.lifted():
        assert guards.standing(connection) == []
        run("DELETE FROM audit_entry")

    assert guards.standing(connection) == before
    assert count("audit_entry") == 0
    some_entries(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        run("DELETE FROM audit_entry")


@pytest.mark.django_db
def test_an_error_inside_brings_the_guards_back() -> None:
    before = guards.standing(connection)

    with pytest.raises(ZeroDivisionError), guards.lifted():
        raise ZeroDivisionError

    assert guards.standing(connection) == before


@pytest.fixture
def a_table(transactional_db: None) -> Iterator[str]:
    run("CREATE TABLE scratch_row (id integer PRIMARY KEY, text varchar(10))")
    run("INSERT INTO scratch_row VALUES (1, 'a')")
    yield "scratch_row"
    run("DROP TABLE scratch_row")


def test_a_migration_puts_guards_up_and_takes_them_down(a_table: str) -> None:
    operation, state = AppendOnly(a_table), ProjectState()

    for _ in range(2):  # a later migration that alters the table says it again
        with connection.schema_editor() as editor:
            operation.database_forwards("chain", editor, state, state)
    with pytest.raises(IntegrityError, match="scratch_row is append-only"), transaction.atomic():
        run("UPDATE scratch_row SET text = 'b'")
    run("INSERT INTO scratch_row VALUES (2, 'b')")

    with connection.schema_editor() as editor:
        operation.database_backwards("chain", editor, state, state)
    run("DELETE FROM scratch_row")
    assert count(a_table) == 0


@pytest.mark.parametrize("table", ["audit entry", "x; DROP TABLE y", "审计", "", '"quoted"'])
def test_what_is_not_the_name_of_a_table_becomes_no_statement(table: str) -> None:
    with pytest.raises(ValueError, match="not the name of a table"):
        guards.to_put_up("sqlite", table)
