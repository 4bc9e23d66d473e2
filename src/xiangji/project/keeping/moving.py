"""./xj move-to-postgres: a county from SQLite into an empty PostgreSQL, with web and worker stopped."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection, connections, transaction

from xiangji.core import events
from xiangji.core.errors import Refused
from xiangji.project import env
from xiangji.project.children import module
from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping import backing_up, copying, postgres, putting_back
from xiangji.project.keeping.copying import UNDONE
from xiangji.project.keeping.restoring import ADDRESS
from xiangji.project.keeping.showing import Showing
from xiangji.project.keeping.taking import second

TARGET = "target"
# A worker shows up more often than this while it lives.
WORKER_LIVES_SECONDS = 30


def move(address: str) -> list[str]:
    folder, showing = CountyFolder(Path(settings.VAR)), Showing()
    if connection.vendor != "sqlite":
        raise Refused("already_moved", f"{UNDONE}：这个县的库已经是 PostgreSQL。")
    given = env.Environment({ADDRESS: address}).database(ADDRESS, Path("/"))
    if given["ENGINE"] != "django.db.backends.postgresql":
        raise Refused("no_postgresql", f"{UNDONE}：地址要写 postgresql://用户:口令@主机:端口/库名。")
    with folder.taken("搬到 PostgreSQL"), second(TARGET, given):
        refuse_a_living_worker()
        refuse_old_tables()
        refuse_no_connection()
        postgres.refuse_what_is_in(connections[TARGET], UNDONE)
        rows = _fill(folder, address, showing)
        _prove(folder, address)
        folder.write_env({**folder.read_env(), ADDRESS: address})
    showing.end("搬好了")
    return [
        f"搬到了 {urlsplit(address).path[1:]}：{len(rows)} 张表，{sum(rows.values())} 行。",
        "逐行对照过，审计链核对过。",
        f"{folder.env_file} 已经改成新的地址。",
        f"原来的 {folder.path / 'xiangji.sqlite3'} 一行没有动，确认没有问题以后再删。",
    ]


def _fill(folder: CountyFolder, address: str, showing: Showing) -> dict[str, int]:
    """Nobody writes to the old one while it is read. A failure leaves the new one as empty as it was."""
    try:
        showing.part(0.0, 0.2)("在新库里建表", 0, 1)
        _make_tables(folder, address)
        with transaction.atomic():
            done = copying.copy_all(TARGET, showing.part(0.2, 0.9))
    except BaseException:
        showing.break_off()
        postgres.empty_again(connections[TARGET])
        raise
    return {table: found.rows for table, found in done.items()}


def _make_tables(folder: CountyFolder, address: str) -> None:
    """By a process that sees only the new database: migrations work on rows, too."""
    done = _manage(folder, address, "migrate", "--verbosity=0", "--no-input")
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Refused("no_tables", f"{UNDONE}：新库里的表没有建成：{''.join(said)}。原来的库没有动。")


def _prove(folder: CountyFolder, address: str) -> None:
    done = _manage(folder, address, "verify", "all")
    if done.returncode:
        postgres.empty_again(connections[TARGET])
        raise Refused(
            "chain_broken_after_move",
            f"{UNDONE}：新库里的链核对不上：{(done.stdout or done.stderr).strip()}\n"
            "新库已经清空，原来的库没有动。先看看 ./xj verify all 在原来的库上怎么说。",
        )


def _manage(folder: CountyFolder, address: str, *words: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, ADDRESS: address, "XIANGJI_VAR": str(folder.path)}
    command = module("xiangji.project.manage", *words)
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


def refuse_a_living_worker() -> None:
    """Started by systemd, a worker may live without serve's lock."""
    seen = events.health().worker_seen_seconds
    if seen is not None and seen < WORKER_LIVES_SECONDS:
        raise Refused(
            "worker_lives",
            f"{UNDONE}：后台 {seen} 秒以前还有动静。请先停下网页和后台，等 {WORKER_LIVES_SECONDS} 秒再来。",
        )


def refuse_old_tables() -> None:
    if set(backing_up.applied("default")) != putting_back.known_migrations():
        raise Refused("old_tables", f"{UNDONE}：数据表和这个程序不是一个版本。请先运行 ./xj upgrade。")


def refuse_no_connection() -> None:
    try:
        connections[TARGET].ensure_connection()
    except Error as fault:
        said = str(fault).strip().splitlines()[0]
        raise Refused("no_connection", f"{UNDONE}：连不上新的库：{said}。原来的库没有动。") from fault
