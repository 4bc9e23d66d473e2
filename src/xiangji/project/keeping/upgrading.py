"""./xj upgrade: after a new programme was put in. A backup first, so that there is a way back."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error
from django.utils import timezone

from xiangji.core.chain.registering import chains
from xiangji.core.chain.verifying import verify
from xiangji.core.errors import Refused
from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping import backing_up, putting_back
from xiangji.project.keeping.version import version

UNDONE = "没有升级"
SHOWN = 3


def upgrade(*, backup: bool) -> list[str]:
    folder = CountyFolder(Path(settings.VAR))
    with folder.taken("升级"):
        wanted = missing()
        if not wanted:
            return [f"数据表已经是这个程序（{version()}）的样子，没有要升的。", *proven("")]
        before = make_backup(folder.path) if backup else None
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except Error as fault:
            raise Refused(
                "migration_failed",
                f"升级没有做完：{str(fault).strip().splitlines()[0]}。{way_back(before, folder.path)}",
            ) from fault
        done = [f"升好了：{len(wanted)} 个迁移，现在是 {version()}。"]
        return done + proven(way_back(before, folder.path))


def missing() -> list[str]:
    """What this programme has and the database has not. Raises Refused when it is the other way round."""
    known, has = putting_back.known_migrations(), set(backing_up.applied(DEFAULT_DB_ALIAS))
    newer = sorted(has - known)
    if newer:
        raise Refused(
            "newer_database",
            f"{UNDONE}：库比这个程序（{version()}）新，里面有它不认识的迁移（{'、'.join(newer[:SHOWN])}）。"
            "请装回新的程序；要回到旧的，用旧的程序恢复升级以前的备份。什么也没有动。",
        )
    return sorted(known - has)


def make_backup(var: Path) -> Path:
    folder = var / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"before-upgrade-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
    backing_up.back_up(file, keep=None)
    return file


def way_back(before: Path | None, var: Path) -> str:
    if before is None:
        return "没有备份（--no-backup），要回去只能用您自己的备份。"
    return f"要回去：装回旧的程序，再运行 ./xj restore {before} --keys {var / 'keys'} --var 新的空文件夹。"


def proven(back: str) -> list[str]:
    reports = [(each.word, verify(each.chain)) for each in chains()]
    faults = [finding.sentence for _, report in reports for finding in report.findings]
    if not faults:
        said = [f"{word}完好，核对了 {report.sealed} 条。" for word, report in reports]
        return [*said, *([back] if back else [])]
    broken = "、".join(word for word, report in reports if not report.is_whole)
    named = "\n".join(faults)
    raise Refused("chain_broken_after_upgrade", f"{broken}对不上：\n{named}\n{back}".strip())
