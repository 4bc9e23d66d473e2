"""Where a real county lives: one folder with its database, keys, papers and the settings it runs with.

Nothing here loads Django or reads settings.py, so that every command can ask before it starts anything.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xiangji.core.errors import BadFile, Refused
from xiangji.core.errors.files import read_text
from xiangji.project.env import Environment

ENV_FILE = "county.env"
ENV_BYTES = 20_000
WEB, WORKER = "web", "worker"
KEYS = ("secret.key", "chain.key", "county.key", "index.key")
# What county.env may say. Where things lie follows from the folder itself, so that it can be moved.
NAMES = (
    "XIANGJI_COUNTY",
    "XIANGJI_PUBLIC_URL",
    "XIANGJI_DATABASE_URL",
    "XIANGJI_ALLOWED_HOSTS",
    "XIANGJI_COUNTY_NETWORKS",
    "XIANGJI_TRUSTED_PROXIES",
    "XIANGJI_TOTP",
    "XIANGJI_LOG",
    "XIANGJI_VIDEO_URL",
    "XIANGJI_VIDEO_APP",
    "XIANGJI_VIDEO_SECRET",
)
HEAD = "# 这个县的设置，./xj county new 写的。改了以后重新启动 ./xj serve。库的口令可能在里面，只许本人读。\n"


class BadCountyEnv(BadFile):
    reason = "bad_county_env"
    undone = "县的设置没有读入"


def default_var() -> Path:
    """What XIANGJI_VAR names, or var/ beside the sources."""
    home = Environment().folder("XIANGJI_HOME", Path(__file__).resolve().parents[3])
    return Environment().folder("XIANGJI_VAR", home / "var")


def the_county(var: Path | None = None) -> "CountyFolder":
    """The county of this folder. Raises Refused where there is none."""
    folder = CountyFolder(var or default_var())
    if not folder.exists:
        raise Refused(
            "no_county",
            f"没有做：{folder.path} 里还没有县。"
            "先运行 ./xj county new 建一个；已经建在别处的，用 --var 指明文件夹。",
        )
    return folder


@dataclass(frozen=True, slots=True)
class CountyFolder:
    path: Path

    @property
    def exists(self) -> bool:
        """county.env is written last: without it nothing counts."""
        return self.env_file.is_file()

    @property
    def env_file(self) -> Path:
        return self.path / ENV_FILE

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    def variables(self) -> dict[str, str]:
        """What a process of this county is started with. What a person has exported goes before the file."""
        own = {name: os.environ.get(name) or value for name, value in self.read_env().items()}
        counties = os.environ.get("XIANGJI_COUNTIES") or str(self.path / "counties")
        return own | {"XIANGJI_VAR": str(self.path), "XIANGJI_COUNTIES": counties}

    def read_env(self) -> dict[str, str]:
        text = read_text(self.env_file, BadCountyEnv, limit=ENV_BYTES)
        found: dict[str, str] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            name, is_set, value = (part.strip() for part in line.partition("="))
            if not is_set or name not in NAMES or name in found:
                raise BadCountyEnv(
                    self.env_file, "写法", name, f"各写一次的这些名字：{'、'.join(NAMES)}", line=number
                )
            found[name] = value
        return found

    def write_env(self, values: Mapping[str, str]) -> None:
        """Written whole, then named. For its owner only: a database's password may stand in it."""
        lines = [f"{name}={values[name]}\n" for name in NAMES if values.get(name)]
        write_privately(self.env_file, (HEAD + "".join(lines)).encode())

    @contextmanager
    def taken(self, note: str, *, part: str = "") -> Iterator[None]:
        """For who needs the county alone, or as its one web or its one worker beside the other of them.

        The lock goes with the process; who comes second reads the note.
        """
        with self._locked("serve.lock", note, fcntl.LOCK_SH if part else fcntl.LOCK_EX):
            if not part:
                yield
                return
            with self._locked(f"serve-{part}.lock", note, fcntl.LOCK_EX):
                yield

    @contextmanager
    def _locked(self, name: str, note: str, how: int) -> Iterator[None]:
        with (self.path / name).open("a+") as file:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise Refused(
                    "county_is_running", f"没有做：{self.path} 里的县正在用（{file.read()}）。请先停下它。"
                ) from None
            file.truncate(0)
            file.write(f"进程 {os.getpid()} {note}".strip())
            file.flush()
            yield

    @property
    def is_served(self) -> bool:
        """Whether somebody has the county just now, whole or in part."""
        return any(self._is_held(f"serve{part}.lock") for part in ("", f"-{WEB}", f"-{WORKER}"))

    def _is_held(self, name: str) -> bool:
        lock = self.path / name
        if not lock.exists():
            return False
        with lock.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False


def write_privately(file: Path, content: bytes) -> None:
    """Whole or not at all, and readable by its owner only."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())
    draft.replace(file)
