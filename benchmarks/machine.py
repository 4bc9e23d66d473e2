"""What this machine can do at all: the measure beside which our figures stand."""

import hashlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path

COMMITS = 300
ROUNDS = 200_000


def python_milliseconds() -> float:
    """CPU time of a fixed piece of plain Python, about what rendering a page is made of."""
    started = time.process_time()
    seen: dict[str, int] = {}
    for number in range(ROUNDS):
        word = f"{number % 997}"
        seen[word] = seen.get(word, 0) + len(word)
    hashlib.sha256(repr(seen).encode()).hexdigest()
    return (time.process_time() - started) * 1000


def commits_per_second(folder: Path) -> float:
    """One row and one fully synchronised commit at a time, by SQLite alone: the ceiling of every action."""
    with closing(sqlite3.connect(folder / "machine.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")
        started = time.monotonic()
        for number in range(COMMITS):
            database.execute("INSERT INTO row (text) VALUES (?)", (f"{number:0200}",))
        return COMMITS / (time.monotonic() - started)
