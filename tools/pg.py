"""A PostgreSQL for the length of a test run: temporary folder, unix socket, nothing left behind."""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tools.processes import end, signalled_when_parent_dies

PREFIX, LOCK = "xj-pg-", "lock"
SECONDS_TO_START = 30
# Nothing here has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "jit": "off",
    # A table that is looked at between a test and its rollback is planned for as if it were empty ever after.
    "autovacuum": "off",
    "listen_addresses": "",
}


class NoCluster(Exception):
    """Says in one sentence why there is no PostgreSQL."""


class Identity(TypedDict, total=False):
    """The part of Popen's arguments that says who a program runs as."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Cluster:
    programs: Path
    folder: Path
    identity: Identity

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def address(self) -> str:
        return f"postgresql://xiangji@/postgres?host={self.folder}"


@contextmanager
def cluster() -> Iterator[str]:
    """The value for XIANGJI_DATABASE_URL. Raises NoCluster where PostgreSQL is missing or does not start."""
    programs = find_programs()
    if programs is None:
        raise NoCluster("这台机器没有装 PostgreSQL。")
    identity = unprivileged()
    with a_folder() as folder:
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        with served(Cluster(programs, folder, identity)) as address:
            yield address


@contextmanager
def a_folder() -> Iterator[Path]:
    """Short, because the path of a socket may have 107 bytes. Those of runs that were killed go first."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        sweep(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(left: Path) -> None:
    """The lock goes with the run that holds it, whatever it died of."""
    try:
        with left.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left.parent, ignore_errors=True)
    except OSError:
        return  # another run is using it, or another person's run left it


def find_programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version where several are installed."""
    installed = [file.parent for file in Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")]
    if installed:
        return max(installed, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged() -> Identity:
    """PostgreSQL refuses to run as root; anyone else runs it as themselves."""
    if os.geteuid() != 0:
        return {}
    people = {person.pw_name: person for person in pwd.getpwall()}
    person = people.get("postgres") or people.get("nobody")
    if person is None:
        raise NoCluster("现在是 root，系统里又没有 postgres 和 nobody 用户，PostgreSQL 不能启动。")
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@contextmanager
def served(cluster: Cluster) -> Iterator[str]:
    make(cluster)
    server = start(cluster)
    try:
        wait_for(server, cluster)
        yield cluster.address
    finally:
        end(server, signal.SIGINT)


def make(cluster: Cluster) -> None:
    options = ("--auth=trust", "--username=xiangji", "--encoding=UTF8", "--locale=C", "--no-sync")
    command = [str(cluster.programs / "initdb"), *options, "-D", str(cluster.data)]
    log = cluster.folder / "initdb.log"
    with log.open("wb") as out:
        done = subprocess.run(
            command, cwd=cluster.folder, stdout=out, stderr=out, check=False, **cluster.identity
        )
    if done.returncode:
        raise NoCluster(f"PostgreSQL 的数据目录没有建成：{last_line(log)}")


def start(cluster: Cluster) -> "subprocess.Popen[bytes]":
    settings = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
    command = [
        str(cluster.programs / "postgres"),
        "-D",
        str(cluster.data),
        "-k",
        str(cluster.folder),
        *settings,
    ]
    with (cluster.folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=cluster.folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl+C is for the tests first; we stop the server afterwards
            preexec_fn=signalled_when_parent_dies(signal.SIGQUIT),
            **cluster.identity,
        )


def wait_for(server: "subprocess.Popen[bytes]", cluster: Cluster) -> None:
    """Its pid file says when it is ready."""
    state = cluster.data / "postmaster.pid"
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        if state.exists() and "ready" in state.read_text():
            return
        time.sleep(0.05)
    raise NoCluster(f"PostgreSQL 没有启动起来：{last_line(cluster.folder / 'server.log')}")


def last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "没有留下日志。"
