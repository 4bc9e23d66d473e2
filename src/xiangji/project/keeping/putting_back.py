"""The part of a restore that speaks to the database: put back, compared, and noted in its audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from xiangji.core import audit
from xiangji.core.audit.entries import AUDIT
from xiangji.core.chain import keys, restores, sealing
from xiangji.core.chain.models import Link
from xiangji.core.chain.registering import Registered, chains
from xiangji.core.chain.verifying import verify
from xiangji.core.errors import Refused
from xiangji.project.keeping import figures, postgres, sqlite
from xiangji.project.keeping.archive import Archive
from xiangji.project.keeping.backing_up import applied, heads
from xiangji.project.keeping.manifest import Manifest
from xiangji.project.keeping.restoring import UNDONE, Wish
from xiangji.project.keeping.version import version

Seen = Callable[[str, int, int], None]
SHOWN = 3
WHOLE = "完好。"
BROKEN = "对不上，见上面点名的地方。备份的时候就是这样，恢复没有改它。"


def refuse_a_newer_one(said: Manifest) -> None:
    newer = sorted(set(said.migrations) - known_migrations())
    if newer:
        raise Refused(
            "newer_backup",
            f"{UNDONE}：这个备份是乡集 {said.xiangji} 做的，库里有这个程序（{version()}）不认识的迁移"
            f"（{'、'.join(newer[:SHOWN])}）。请用那个版本的乡集恢复。什么也没有动。",
        )


def known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def refuse_a_full_database() -> None:
    if connection.vendor == "postgresql":
        postgres.refuse_what_is_in(connection, UNDONE)


def put_back(opened: Archive, wish: Wish, seen: Seen) -> list[str]:
    _fill(opened, seen)
    _compare(opened.manifest, seen)
    said = [f"恢复的是 {opened.manifest.county_name} {opened.manifest.taken_at} 的备份，放在 {wish.var}。"]
    said += [f"备份的时候就有的问题：{gap}" for gap in opened.manifest.gaps]
    if set(applied(DEFAULT_DB_ALIAS)) < known_migrations():
        call_command("migrate", verbosity=0, interactive=False)
        said.append(
            f"备份是乡集 {opened.manifest.xiangji} 做的，数据表已经升到这个程序（{version()}）的样子。"
        )
    if wish.anchors:
        add_later_anchors(wish.anchors, Path(settings.VAR) / "anchors")
    return said + _begin_new_life(opened.manifest)


def take_out() -> None:
    """After a failure. The database was empty before us, so what is in it is ours."""
    if connection.vendor == "postgresql":
        postgres.empty_again(connection)
    connection.close()


def _fill(opened: Archive, seen: Seen) -> None:
    if connection.vendor == "sqlite":
        sqlite.unpack(opened, Path(str(connection.settings_dict["NAME"])), lambda s, d, w: seen(s, d, 2 * w))
        return
    file = Path(settings.VAR) / "database.dump"
    opened.lay_out(postgres.MEMBER, file)
    seen("放回库", 1, 4)
    postgres.put_back(file)
    file.unlink()


def _compare(said: Manifest, seen: Seen) -> None:
    now = figures.read(connection, lambda sentence, done, whole: seen(sentence, done + whole, 2 * whole))
    wrong = figures.differences(said.tables, now)
    if wrong:
        raise Refused("figures_differ", f"{UNDONE}：放回的库和清单不同，有 {len(wrong)} 处：{wrong[0]}")
    if heads(DEFAULT_DB_ALIAS) != dict(said.chains):
        raise Refused("chains_differ", f"{UNDONE}：放回的库里，链的最后一条和清单记的不同。")


def _begin_new_life(said: Manifest) -> list[str]:
    """What came back is sealed to its end; there the anchors learn of the restore, and then the audit."""
    if not keys.key_file().exists() and Link.objects.exists():
        _note(said, number=said.chains[AUDIT.name].number)
        return ["没有链的钥匙：审计链没有核对，恢复以后的记录也不能封存；密封的内容打不开。"]
    _seal_all()
    taken, at = datetime.fromisoformat(said.taken_at), timezone.localtime()
    known = {each.chain.name: restores.note_restore(each.chain.name, taken=taken, at=at) for each in chains()}
    _note(said, number=known[AUDIT.name].number)
    _seal_all()
    return prove()


def _note(said: Manifest, *, number: int) -> None:
    facts: dict[str, audit.JSON] = {"taken_at": said.taken_at, "made_by": said.xiangji, "number": number}
    with transaction.atomic():
        audit.note(by=None, did="keeping.restored", what=f"county {said.county_key}", facts=facts)


def _seal_all() -> None:
    for each in chains():
        while sealing.seal(each.chain):
            pass


def prove() -> list[str]:
    """The report of ./xj verify all, in sentences; the audit, which notes the restore, is the last."""
    return [sentence for each in reversed(chains()) for sentence in _proof(each)]


def _proof(each: Registered) -> list[str]:
    report = verify(each.chain)
    said = [f"{each.word}：核对了 {report.sealed} 条，对照了 {report.anchors} 个锚点。"]
    said += [loss.sentence for loss in report.losses] + [finding.sentence for finding in report.findings]
    return [*said, f"{each.word}{WHOLE if report.is_whole else BROKEN}"]


def add_later_anchors(former: Path, ours: Path) -> None:
    """What the old server still knew goes behind what the backup knew; its head becomes a line of the log."""
    for file in sorted(former.iterdir()):
        kind = file.suffix
        if kind not in {".log", ".head", ".restored"} or not file.is_file():
            continue
        target = ours / file.with_suffix(".log" if kind == ".head" else kind).name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = set(target.read_text(encoding="utf-8").splitlines()) if target.exists() else set()
        more = [line for line in file.read_text(encoding="utf-8").splitlines() if line not in known]
        with target.open("a", encoding="utf-8") as writing:
            writing.writelines(f"{line}\n" for line in more)
