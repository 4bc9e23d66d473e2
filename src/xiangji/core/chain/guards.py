"""Database triggers that refuse to change or remove a row, on both engines.

They stop mistakes of ours and of people with a database console; who lifts them on purpose is found by the chain.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "append_only_"

_SQLITE = [
    "CREATE TRIGGER {prefix}{table}_update BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused'); END",
    "CREATE TRIGGER {prefix}{table}_delete BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: DELETE refused'); END",
]
_POSTGRES = [
    "CREATE OR REPLACE FUNCTION refuse_because_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP"
    " USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {prefix}{table}_row BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_because_append_only()",
    "CREATE TRIGGER {prefix}{table}_truncate BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_because_append_only()",
]
_GUARDS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
    "postgresql": "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE left(t.tgname, %s) = %s AND pg_table_is_visible(c.oid)",
}


def statements(vendor: str, table: str) -> list[str]:
    """The SQL that puts the guards of one table up."""
    if not (table.isascii() and table.isidentifier()):
        raise ValueError(f"{table!r} is not the name of a table")
    templates = {"sqlite": _SQLITE, "postgresql": _POSTGRES}[vendor]
    return [template.format(prefix=PREFIX, table=table) for template in templates]


def guarded(database: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Every (table, trigger) that stands guard now."""
    with database.cursor() as cursor:
        cursor.execute(_GUARDS[database.vendor], [len(PREFIX), PREFIX])
        return sorted(cursor.fetchall())


def drop(database: BaseDatabaseWrapper, guards: list[tuple[str, str]]) -> None:
    with database.cursor() as cursor:
        for table, trigger in guards:
            cursor.execute(
                f"DROP TRIGGER {trigger}"
                if database.vendor == "sqlite"
                else f"DROP TRIGGER {trigger} ON {table}"
            )


@contextmanager
def lifted() -> Iterator[None]:
    """For tests, benches and flushes: all guards are down inside and up again afterwards, whatever happens.

    One transaction, so that an error or a crash brings the guards back by itself.
    """
    with transaction.atomic():
        guards = guarded(connection)
        drop(connection, guards)
        yield
        connection.check_constraints()
        with connection.cursor() as cursor:
            for table in sorted({table for table, _ in guards}):
                for statement in statements(connection.vendor, table):
                    cursor.execute(statement)
