"""./xj restore: a county from its backup, into an empty place. All is looked at before anything is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from xiangji.core.errors import Refused
from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping import archive, disk, key_box, manifest, marks
from xiangji.project.keeping.archive import Archive
from xiangji.project.keeping.showing import Showing

UNDONE = "没有恢复"
# Without these what is sealed stays closed and no chain can be proven; the others are made anew.
NEEDED = ("chain.key", "county.key", "index.key", "county.next.key")
ADDRESS = "XIANGJI_DATABASE_URL"
PATHS = {"file", "var", "keys", "words", "anchors"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for."""

    file: Path
    var: Path
    keys: Path | None = None
    without_keys: bool = False
    words: Path | None = None
    database: str = ""
    anchors: Path | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Wish:
        """As it came through the environment: every text but the address is a path."""
        paths = {name: Path(value) for name, value in said.items() if value and name in PATHS}
        return cls(**paths, without_keys=said["without_keys"], database=said["database"])


@dataclass(slots=True)
class Restore:
    wish: Wish
    showing: Showing = field(default_factory=Showing)

    def run(self) -> list[str]:
        """Sentences for people: what came back, and what somebody has to look at."""
        refuse_what_stands_there(self.wish.var)
        with archive.opened(self.wish.file) as opened:
            refuse_another_engine(opened, self.wish.database)
            opened.check(self.showing.counting("核对备份", opened.size, 0.0, 0.4))
            keys = self._keys(opened)
            refuse_a_broken_seal(opened, keys)
            start_django(self.wish, opened)
            with disk.full_is_said(UNDONE, self.wish.var.parent), self._half_is_gone():
                return self._make(opened, keys)

    def _keys(self, opened: Archive) -> dict[str, bytes]:
        wanted = {name: mark for name, mark in opened.manifest.keys.items() if name in NEEDED}
        if self.wish.keys is None:
            if wanted and not self.wish.without_keys:
                raise Refused(
                    "keys_wanted",
                    f"{UNDONE}：这个库用着钥匙 {'、'.join(wanted)}，钥匙不在备份里。请加 --keys，"
                    "写上 ./xj backup-keys 做的文件，或者旧服务器的 keys 文件夹；"
                    "钥匙真的没有了，加 --without-keys：密封的内容就永远打不开。什么也没有动。",
                )
            return {}
        found = key_box.read(self.wish.keys, self.wish.words)
        wrong = [name for name, mark in wanted.items() if manifest.fingerprint(found.get(name, b"")) != mark]
        if wrong:
            raise Refused(
                "wrong_keys",
                f"{UNDONE}：{self.wish.keys} 里的 {'、'.join(wrong)} 没有，或者不是这个库的那一把"
                f"（应当是 {wanted[wrong[0]]}）。请用和备份同一个时候的钥匙。什么也没有动。",
            )
        return found

    def _make(self, opened: Archive, keys: Mapping[str, bytes]) -> list[str]:
        from xiangji.project.keeping import putting_back

        var = self.wish.var
        putting_back.refuse_a_newer_one(opened.manifest)
        putting_back.refuse_a_full_database()
        disk.refuse_too_little_room(UNDONE, nearest(var), opened.manifest.database.bytes + opened.size)
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        marks.put_up(var, self.wish.file)
        self._lay_out(opened, keys)
        said = putting_back.put_back(opened, self.wish, self.showing.part(0.7, 0.98))
        CountyFolder(var).write_env(self._settings(opened))
        marks.take_down(var)
        self.showing.end("恢复好了")
        return said

    def _lay_out(self, opened: Archive, keys: Mapping[str, bytes]) -> None:
        names = [name for folder in ("counties", "anchors", "files") for name in opened.names(folder)]
        seen = self.showing.part(0.4, 0.7)
        for place, name in enumerate(names):
            opened.lay_out(name, self.wish.var / name)
            seen("放回文件", place, len(names))
        for name, secret in keys.items():
            write_key(self.wish.var / "keys" / name, secret)

    def _settings(self, opened: Archive) -> dict[str, str]:
        with opened.opened("county.env") as reading:
            lines = reading.read().decode().splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        return {**values, ADDRESS: self.wish.database}

    @contextmanager
    def _half_is_gone(self) -> Iterator[None]:
        """What we began and could not end is taken away; what a killed run leaves is marked."""
        stood = self.wish.var.exists()
        try:
            yield
        except BaseException:
            self.showing.break_off()
            if (self.wish.var / marks.MARK).exists():
                from xiangji.project.keeping import putting_back

                putting_back.take_out()
                for left in self.wish.var.iterdir():
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
                if not stood:
                    self.wish.var.rmdir()
            raise


def refuse_what_stands_there(var: Path) -> None:
    marks.refuse_unfinished(var)
    if var.exists() and (not var.is_dir() or any(var.iterdir())):
        raise Refused(
            "folder_not_empty",
            f"{UNDONE}：{var} 不是空的文件夹。只恢复到空的地方；请换一个，或者写一个还没有的。",
        )


def refuse_another_engine(opened: Archive, address: str) -> None:
    engine = opened.manifest.database.engine
    if engine == "sqlite" and address:
        raise Refused(
            "another_engine",
            f"{UNDONE}：这个备份里的库是 SQLite 的。"
            "请先不写 --database 恢复，再用 ./xj move-to-postgres 搬过去。",
        )
    if engine != "sqlite" and not address.startswith(("postgresql://", "postgres://")):
        raise Refused(
            "another_engine",
            f"{UNDONE}：这个备份里的库是 PostgreSQL 的。请建一个空的库，"
            "用 --database postgresql://用户:口令@主机:端口/库名 指明它。",
        )


def refuse_a_broken_seal(opened: Archive, keys: Mapping[str, bytes]) -> None:
    """Only with the chain's key can an archive be told from one that somebody made to look like it."""
    chain_key = keys.get("chain.key")
    if (
        chain_key
        and "chain.key" in opened.manifest.keys
        and opened.seal != manifest.seal(opened.text, chain_key)
    ):
        raise Refused(
            "manifest_seal_differs",
            f"{UNDONE}：清单 manifest.json 和它的封印 manifest.seal 对不上，"
            "备份做好以后被人改过。请换一份备份。",
        )


def start_django(wish: Wish, opened: Archive) -> None:
    """The settings are read now, and they are those of the county that comes back."""
    own = {name for name in os.environ if name.startswith("XIANGJI_") and name != "XIANGJI_HOME"}
    for name in own:
        del os.environ[name]
    home = os.environ.get("XIANGJI_HOME") or str(Path(__file__).resolve().parents[4])
    ours = f"counties/{opened.manifest.county_key}/county.toml" in opened.manifest.members
    os.environ |= {
        "XIANGJI_VAR": str(wish.var),
        "XIANGJI_COUNTY": opened.manifest.county_key,
        "XIANGJI_COUNTIES": str(wish.var / "counties" if ours else Path(home) / "counties"),
        "XIANGJI_DATABASE_URL": wish.database,
        "DJANGO_SETTINGS_MODULE": "xiangji.project.settings",
    }
    django.setup()


def nearest(folder: Path) -> Path:
    """The folder itself, or the one above it that is there."""
    return folder if folder.exists() else nearest(folder.parent)


def write_key(file: Path, secret: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(secret)
        writing.flush()
        os.fsync(writing.fileno())
