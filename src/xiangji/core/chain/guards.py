"""Database triggers that refuse to change or remove a row, on both engines.

They stop mistakes, ours and those of people with a database console; who lifts them on purpose is found by
the chain.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "append_only_"

_PUT_UP = {
    "sqlite": (
        """CREATE TRIGGER {trigger}_update BEFORE UPDATE ON {table}
           BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused'); END""",
        """CREATE TRIGGER {trigger}_delete BEFORE DELETE ON {table}
           BEGIN SELECT RAISE(ABORT, '{table} is append-only: DELETE refused'); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION refuse_because_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
           USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER {trigger}_row BEFORE UPDATE OR DELETE ON {table}
           FOR EACH ROW EXECUTE FUNCTION refuse_because_append_only()""",
        """CREATE TRIGGER {trigger}_all BEFORE TRUNCATE ON {table}
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_because_append_only()""",
    ),
}
_TAKE_DOWN = {"sqlite": "DROP TRIGGER {trigger}", "postgresql": "DROP TRIGGER {trigger} ON {table}"}
_STANDING = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
    "postgresql": """SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                     WHERE left(t.tgname, %s) = %s AND pg_table_is_visible(c.oid)""",
}


def standing(database: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Every (table, trigger) that stands guard now."""
    with database.cursor() as cursor:
        cursor.execute(_STANDING[database.vendor], [len(PREFIX), PREFIX])
        return sorted(cursor.fetchall())


def to_put_up(vendor: str, table: str) -> list[str]:
    """The SQL that sets the guards before one table."""
    if not (table.isascii() and table.isidentifier()):
        raise ValueError(f"{table!r} is not the name of a table")
    return [statement.format(trigger=PREFIX + table, table=table) for statement in _PUT_UP[vendor]]


def to_take_down(vendor: str, guards: list[tuple[str, str]]) -> list[str]:
    return [_TAKE_DOWN[vendor].format(table=table, trigger=trigger) for table, trigger in guards]


@contextmanager
def lifted(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For tests, benches and a move of everything: all guards are down inside, and up again afterwards.

    One transaction, so that an error or a crash inside brings the guards back by itself.
    """
    database = connections[alias]
    with transaction.atomic(using=alias), database.cursor() as cursor:
        guards = standing(database)
        for statement in to_take_down(database.vendor, guards):
            cursor.execute(statement)
        yield
        # PostgreSQL alters no table that still has deferred checks to do.
        database.check_constraints()
        for table in sorted({table for table, _ in guards}):
            for statement in to_put_up(database.vendor, table):
                cursor.execute(statement)
