"""All rows from one database into another of the same shape, in one transaction, compared row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Model

from xiangji.core.chain import guards
from xiangji.core.errors import Refused
from xiangji.project.keeping import digest
from xiangji.project.keeping.digest import AnyField, Digest, fields_of, is_a_table, table_of

Seen = Callable[[str, int, int], None]
UNDONE = "没有搬"


def models() -> list[type[Model]]:
    """One for each table, with those that Django makes for relations of many."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if is_a_table(model)]


def copy_all(alias: str, seen: Seen) -> dict[str, Digest]:
    """Fills the tables that a migration has just made. Nothing of it stays when a row does not fit.

    Keys are checked at the end and not row by row, so that no order of the tables is needed.
    """
    target = connections[alias]
    with guards.lifted(alias):
        _empty(target, models())
        done = {}
        for place, model in enumerate(models()):
            seen(f"搬 {table_of(model)}", place, len(models()))
            done[table_of(model)] = _copy(model, alias)
        _set_sequences(target)
        return done


def _empty(target: BaseDatabaseWrapper, found: list[type[Model]]) -> None:
    """Migrations write rows of their own; those of the old database come in their place."""
    tables = [table_of(model) for model in found]
    for statement in target.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=False):
        with target.cursor() as cursor:
            cursor.execute(statement)


def _copy(model: type[Model], alias: str) -> Digest:
    target, fields = connections[alias], fields_of(model)
    names = ", ".join(target.ops.quote_name(str(field.column)) for field in fields)
    table = target.ops.quote_name(table_of(model))
    read = Digest()
    try:
        with target.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as writing:
            for row in digest.rows(model, DEFAULT_DB_ALIAS):
                read = read.plus(row)
                writing.write_row(_prepared(fields, row, target))
    except (DatabaseError, psycopg.Error, ValueError) as fault:
        raise Refused(
            "row_does_not_fit",
            f"{UNDONE}：表 {table_of(model)} 里有 PostgreSQL 不收的内容"
            f"（{str(fault).splitlines()[0]}）。"
            "原来的库没有动；请把这一行告诉我们。",
        ) from fault
    written = digest.of(model, alias)
    if written != read:
        raise Refused(
            "rows_differ",
            f"{UNDONE}：表 {table_of(model)} 搬过去以后和原来不同"
            f"（{read.rows} 行，{written.rows} 行）。"
            "原来的库没有动。",
        )
    return read


def _prepared(fields: list[AnyField], row: tuple[Any, ...], target: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_value(value, target) for field, value in zip(fields, row, strict=True)]


def _set_sequences(target: BaseDatabaseWrapper) -> None:
    """Behind the largest number that was ever given: a number of a row that is gone is not given again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        given = dict(cursor.fetchall())
    with target.cursor() as cursor:
        for model in models():
            key = next(field for field in fields_of(model) if field.primary_key)
            last = given.get(table_of(model), 0)
            if isinstance(key, AutoField) and last:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [f'"{table_of(model)}"', key.column, last],
                )
