"""Where the demo of a county lives: var/demo/<county>/, used by one process at a time."""

import fcntl
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xiangji.core.errors import Refused
from xiangji.project import settings

DEFAULT_COUNTY = "tengzhou"
STAMP = "built.json"
STATIC_STAMP = "static.sha256"
STAYS = {"lock", "logs", "building"}


def counties() -> dict[str, str]:
    """Key and short name of every county whose facts are there."""
    files = sorted(settings.COUNTIES.glob("*/county.toml"))
    return {file.parent.name: _short_name(file) for file in files}


def _short_name(file: Path) -> str:
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8")).get("short", file.parent.name))
    except ValueError:
        # The file says what is wrong with it when the county is read; its key will do here.
        return file.parent.name


@dataclass(frozen=True, slots=True)
class DemoFolder:
    county: str
    name: str
    path: Path

    @classmethod
    def of(cls, county: str) -> "DemoFolder":
        known = counties()
        if county not in known:
            expected = "、".join(known) or f"{settings.COUNTIES} 里一个县也没有"
            raise Refused(
                "no_such_county", f"没有叫“{county}”的演示县，什么也没有建。可以写的是：{expected}。"
            )
        return cls(county, known[county], settings.VAR / "demo" / county)

    @property
    def is_built(self) -> bool:
        return (self.path / STAMP).exists()

    @property
    def building(self) -> Path:
        return self.path / "building"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def variables(self, var: Path | None = None) -> dict[str, str]:
        """The settings of this demo. A real county's database and address never come in by accident."""
        return {
            "XIANGJI_DEMO": "1",
            "XIANGJI_COUNTY": self.county,
            "XIANGJI_VAR": str(var or self.path),
            "XIANGJI_DATABASE_URL": "",
            "XIANGJI_PUBLIC_URL": "",
            "XIANGJI_STATIC": "collected",
        }

    @contextmanager
    def taken(self, note: str = "") -> Iterator[None]:
        """The lock goes with the process, so a killed demo leaves none. Who comes second reads the note."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise Refused("demo_is_running", self._who_has_it(file.read())) from None
            file.truncate(0)
            file.write(f"进程 {os.getpid()} {note}".strip())
            file.flush()
            yield

    def _who_has_it(self, note: str) -> str:
        return (
            f"没有启动：{self.name}的演示已经在运行（{note}）。"
            "请用那一个，或者先停下它。别的县可以同时演示：加上 --county 和 --port。"
        )

    def static_stamp(self) -> str:
        file = self.path / STATIC_STAMP
        return file.read_text() if file.exists() else ""

    def clear_building(self) -> None:
        if self.building.exists():
            shutil.rmtree(self.building)
        self.building.mkdir()

    def put_in_place(self) -> None:
        """Change the old demo for the new. The stamp goes first and comes last: without it nothing counts."""
        (self.path / STAMP).unlink(missing_ok=True)
        self.remove()
        for new in self.building.iterdir():
            if new.name != STAMP:
                new.rename(self.path / new.name)
        (self.building / STAMP).rename(self.path / STAMP)
        self.building.rmdir()

    def remove(self) -> None:
        (self.path / STAMP).unlink(missing_ok=True)
        for old in self.path.iterdir():
            if old.name in STAYS:
                continue
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink()
