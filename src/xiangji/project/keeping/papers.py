"""The files of a county: those in files/ lie under their own hash; the database names those it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xiangji.core.evidence.models import Evidence
from xiangji.project.keeping.archive import Writer

HASH = re.compile(r"[0-9a-f]{64}")
# What an archive holds beside the database, by folder; keys are never among it.
FOLDERS = ("files", "anchors", "counties")
SHOWN = 5


def in_folder(var: Path, folder: str) -> list[Path]:
    """Plain files, at any depth; drafts that somebody is just writing are left out."""
    found = (file for file in (var / folder).rglob("*") if file.is_file() and not file.is_symlink())
    return sorted(file for file in found if not file.name.startswith("."))


def add_files(var: Path, writer: Writer) -> list[str]:
    """Puts all of files/ in; names those whose content is no longer what their name says."""
    changed = []
    for file in in_folder(var, "files"):
        name = file.relative_to(var).as_posix()
        member = writer.add_file(name, file)
        if HASH.fullmatch(file.name) and member.sha256 != file.name:
            changed.append(file.name)
    return list(_sentences(changed, "和登记时的内容不同，备份里放的是现在的样子"))


def missing(names: set[str], database: str) -> list[str]:
    """What the database names and the folder does not have."""
    needed = Evidence.objects.using(database).order_by("sha256").values_list("sha256", flat=True).distinct()
    return list(_sentences([sha for sha in needed if sha not in names], "不在 files/ 里，备份里也没有"))


def _sentences(hashes: list[str], what: str) -> Iterator[str]:
    yield from (f"凭证文件 {sha} {what}。" for sha in hashes[:SHOWN])
    if len(hashes) > SHOWN:
        yield f"还有 {len(hashes) - SHOWN} 个凭证文件也是这样。"
