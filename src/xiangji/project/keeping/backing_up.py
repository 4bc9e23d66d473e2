"""./xj backup: everything of a county but its keys, in one file, while people go on working."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from xiangji.core.chain.models import Chain, Link, Unsealed
from xiangji.core.errors import Refused, Unavailable
from xiangji.core.places.county import current_county
from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping import disk, figures, key_box, manifest, papers, status
from xiangji.project.keeping.archive import Writer
from xiangji.project.keeping.manifest import Head, Manifest
from xiangji.project.keeping.showing import Showing
from xiangji.project.keeping.status import Status
from xiangji.project.keeping.taking import Taken, taken
from xiangji.project.keeping.version import version

UNDONE = "没有备份"
ENV_MEMBER = "county.env"
ADDRESS = "XIANGJI_DATABASE_URL"


@dataclass(slots=True)
class Backup:
    """One run. `var` is the county's folder and `file` what it will be."""

    var: Path
    file: Path
    showing: Showing = field(default_factory=Showing)

    def make(self) -> Status:
        started, at = time.monotonic(), timezone.localtime().isoformat(timespec="seconds")
        with disk.full_is_said(UNDONE, self.file.parent), disk.work_folder(self.file) as folder:
            disk.refuse_too_little_room(UNDONE, self.file.parent, self._needed())
            whole = folder / "whole.tar"
            written, gaps = self._write(whole, folder, at)
            disk.put_in_place(whole, self.file)
        self.showing.end("备份好了")
        return Status(at, str(self.file), *written, round(time.monotonic() - started, 1), gaps)

    def _needed(self) -> int:
        """The archive, and the copy of the database beside it."""
        database = Path(str(connection.settings_dict["NAME"]))
        copy = 2 * database.stat().st_size if database.is_file() else 0
        return copy + disk.bytes_in(self.var / "files")

    def _write(self, whole: Path, folder: Path, at: str) -> tuple[tuple[int, str], tuple[str, ...]]:
        # Anchors first: what is sealed afterwards can then only be more than they say.
        anchors = [(file, file.read_bytes()) for file in papers.in_folder(self.var, "anchors")]
        total = disk.bytes_in(self.var / "files")
        counting = self.showing.counting("放入凭证文件", total, 0.6, 0.98)
        with whole.open("xb") as out, taken(folder, self.showing.part(0.0, 0.4)) as it:
            whole.chmod(0o600)
            tables = figures.read(connections[it.alias], self.showing.part(0.4, 0.6))
            writer = Writer(out)
            writer.add_file(it.member, it.file)
            for file, content in anchors:
                writer.add_bytes(file.relative_to(self.var).as_posix(), content)
            self._add_settings(writer)
            writer.seen = counting
            gaps = papers.add_files(self.var, writer)
            gaps += papers.missing({Path(name).name for name in writer.members}, it.alias)
            gaps += [f"库文件本身有损坏：{it.damage}。"] if it.damage else []
            self._add_manifest(writer, it, tables, at, tuple(gaps))
            writer.close()
        return (writer.whole.bytes, writer.whole.sha256), tuple(gaps)

    def _add_settings(self, writer: Writer) -> None:
        """The database's address stays behind: its password may stand in it, and it leads to this server."""
        for file in papers.in_folder(self.var, "counties"):
            writer.add_file(file.relative_to(self.var).as_posix(), file)
        env = CountyFolder(self.var).read_env()
        lines = [f"{name}={value}\n" for name, value in env.items() if name != ADDRESS]
        writer.add_bytes(ENV_MEMBER, "".join(lines).encode())

    def _add_manifest(
        self, writer: Writer, it: Taken, tables: dict[str, manifest.Table], at: str, gaps: tuple[str, ...]
    ) -> None:
        county = current_county()
        said = Manifest(
            taken_at=at,
            xiangji=version(),
            county_key=str(settings.COUNTY),
            county_name=county.name,
            database=it.database,
            migrations=applied(it.alias),
            members=dict(writer.members),
            tables=tables,
            chains=heads(it.alias),
            keys={name: manifest.fingerprint(secret) for name, secret in key_box.in_folder(self.var).items()},
            gaps=gaps,
        ).text()
        writer.add_bytes(manifest.NAME, said)
        chain_key = key_box.in_folder(self.var).get("chain.key")
        if chain_key:
            writer.add_bytes(manifest.SEAL, manifest.seal(said, chain_key).encode())


def applied(alias: str) -> tuple[str, ...]:
    return tuple(
        sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations())
    )


def heads(alias: str) -> dict[str, Head]:
    return {chain.name: _head(chain.name, alias) for chain in Chain.objects.using(alias).order_by("name")}


def _head(chain: str, alias: str) -> Head:
    last = Link.objects.using(alias).filter(chain=chain).order_by("number").last()
    waiting = Unsealed.objects.using(alias).filter(chain=chain).count()
    return Head(last.number if last else 0, last.seal if last else "", waiting)


def back_up(file: Path, *, keep: int | None) -> Status:
    """Into the file; or, with `keep`, into a folder that holds so many and no more."""
    var = Path(settings.VAR)
    at = timezone.localtime()
    target = file / f"xiangji-{settings.COUNTY}-{at:%Y%m%d-%H%M%S}.tar" if keep else file
    try:
        done = Backup(var, target).make()
    except (Refused, Unavailable, OSError, Error) as fault:
        status.failed(var, at.isoformat(timespec="seconds"), str(fault) or type(fault).__name__)
        raise
    status.made(var, done)
    if keep:
        drop_old_ones(file, keep)
    return done


def drop_old_ones(folder: Path, keep: int) -> None:
    """Only ours, and only after the new one is whole. Their names sort by time."""
    ours = sorted(folder.glob(f"xiangji-{settings.COUNTY}-[0-9]*-[0-9]*.tar"))
    for old in ours[:-keep]:
        old.unlink()
