"""A database while a county is being made in it: empty at the start, and empty again when that goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from xiangji.core.errors import Refused

UNFINISHED = "xj_county_being_made"


@contextmanager
def an_unfinished_database() -> Iterator[None]:
    """SQLite's file goes with its folder. A PostgreSQL must be empty, and is empty again after a failure."""
    if connection.vendor == "sqlite":
        yield
        return
    tables = set(connection.introspection.table_names())
    if UNFINISHED in tables:
        _empty_database()
    elif tables or _functions():
        raise Refused(
            "database_not_empty",
            f"县没有建：库 {connection.settings_dict['NAME']} 里已经有{len(tables)}张表，没有动。请换空库。",
        )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {UNFINISHED} (since timestamptz DEFAULT now())")
    try:
        yield
    except BaseException:
        connection.close()
        _empty_database()
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {UNFINISHED}")


def _empty_database() -> None:
    """Only ever called where everything is from an unfinished run of ours."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        for function in _functions():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


def _functions() -> list[str]:
    """What stands in the schema and came with no extension: our triggers' functions, or somebody's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p"
            " WHERE p.pronamespace = current_schema()::regnamespace"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        return [name for (name,) in cursor.fetchall()]
