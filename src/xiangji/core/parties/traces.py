"""What a database keeps of what was deleted: SQLite leaves old bytes in free pages and in its journal.

PostgreSQL overwrites them at its next vacuum; nothing needs to be said to it.
"""

from django.db import connection


def overwrite_what_is_deleted() -> None:
    """For this connection from now on: freed bytes become zeros."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_the_journal() -> None:
    """After the commit. A reader may keep it busy: then the next one that empties it does so."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
