"""What a database holds, in figures that can be compared: rows of each table and the sum of each column.

Read from the catalogue and not from our models, so that a backup of an older version is counted as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from xiangji.project.keeping.manifest import Table

Seen = Callable[[str, int, int], None]
# Sums of large numbers overflow; their thousands and their rest do not.
SPLIT = 1_000_000
NUMBERS = ("IntegerField", "AutoField")
TEXTS = ("CharField", "TextField")


def read(database: BaseDatabaseWrapper, seen: Seen) -> dict[str, Table]:
    with database.cursor() as cursor:
        names = sorted(database.introspection.table_names(cursor))
    found = {}
    for place, name in enumerate(names):
        seen(f"清点 {name}", place, len(names))
        found[name] = _count(database, name)
    return found


def differences(before: Mapping[str, Table], now: Mapping[str, Table]) -> list[str]:
    """Sentences; empty when both are the same."""
    gone = [f"表 {name} 不见了。" for name in sorted(before.keys() - now.keys())]
    new = [f"表 {name} 是多出来的。" for name in sorted(now.keys() - before.keys())]
    changed = [
        f"表 {name} 原来 {before[name].rows} 行，现在 {now[name].rows} 行"
        + ("。" if before[name].rows != now[name].rows else "，但是有一列的和不同。")
        for name in sorted(before.keys() & now.keys())
        if before[name] != now[name]
    ]
    return gone + new + changed


def _count(database: BaseDatabaseWrapper, table: str) -> Table:
    quote = database.ops.quote_name
    sums = _columns(database, table)
    wanted = ["COUNT(*)", *(part.format(quote(column)) for column, parts in sums.items() for part in parts)]
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(wanted)} FROM {quote(table)}")  # noqa: S608
        rows, *figures = (int(figure or 0) for figure in cursor.fetchone())
    left = iter(figures)
    said = {
        column: next(left) * SPLIT + next(left) if len(parts) == 2 else next(left)
        for column, parts in sums.items()
    }
    return Table(rows, said)


def _columns(database: BaseDatabaseWrapper, table: str) -> dict[str, tuple[str, ...]]:
    """The parts of SQL that add up each column; columns that are neither numbers nor texts are left out."""
    with database.cursor() as cursor:
        described = database.introspection.get_table_description(cursor, table)
    found: dict[str, tuple[str, ...]] = {}
    for column in described:
        kind = _kind(database, column.type_code, column)
        if kind.endswith(NUMBERS):
            found[column.name] = (f"SUM({{0}} / {SPLIT})", f"SUM({{0}} % {SPLIT})")
        elif kind in TEXTS:
            found[column.name] = ("SUM(LENGTH({0}))",)
    return found


def _kind(database: BaseDatabaseWrapper, code: object, column: object) -> str:
    try:
        kind = database.introspection.get_field_type(code, column)  # type: ignore[arg-type]
    except KeyError:
        return ""
    return kind if isinstance(kind, str) else kind[0]
