"""What can be seen without asking the database: Python, disk, keys, certificate, clock, port, last backup."""

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from xiangji.core.errors import Refused
from xiangji.project import ports, tls
from xiangji.project.county_folder import KEYS, CountyFolder
from xiangji.project.findings import Finding, bad, good, stop, warn
from xiangji.project.keeping import marks, status

OLDEST, TOO_NEW = (3, 11), (3, 15)
LITTLE_ROOM, NO_ROOM = 2_000_000_000, 200_000_000
OTHERS = 0o077
SERVING = "serving.json"
BACKUP_IS_OLD = timedelta(days=7)
NOT_SYNCHRONISED = 5  # what adjtimex answers while no time server has set the clock
BIGGEST_TIMEX = 512


def python() -> Iterator[Finding]:
    here = sys.version.split()[0]
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        yield good("python", f"Python 是 {here}。")
    else:
        yield bad("python", f"Python 是 {here}，应当是 3.11 到 3.14。请换一个再启动。")


def disk(folder: CountyFolder) -> Iterator[Finding]:
    free = shutil.disk_usage(folder.path).free
    room = f"{free / 1e9:.1f} GB"
    if free < NO_ROOM:
        yield stop("disk", f"{folder.path} 所在的盘只剩 {room}，写不下东西了。请腾出地方。")
    elif free < LITTLE_ROOM:
        yield warn("disk", f"{folder.path} 所在的盘只剩 {room}，快满了。请腾出地方，备份也要地方。")
    else:
        yield good("disk", f"盘上还有 {room}。")


def writable(folder: CountyFolder) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=folder.path):
            yield good("writable", f"{folder.path} 可以写。")
    except OSError:
        yield stop("writable", f"{folder.path} 不能写。请改文件夹的主人或权限，让运行乡集的用户能写。")


def private_files(folder: CountyFolder) -> Iterator[Finding]:
    """Keys stand there, are ours, and are read by nobody else."""
    missing = [name for name in KEYS if not (folder.keys / name).is_file()]
    if missing:
        yield stop("keys", f"{folder.keys} 里缺 {'、'.join(missing)}。请从单独的备份里放回原处，不要重新做。")
    wide = [path for path in _private_paths(folder) if path.stat().st_mode & OTHERS]
    for path in wide:
        mode = "700" if path.is_dir() else "600"
        yield stop("key_modes", f"{path} 别人也能读。请运行 chmod {mode} {path} 。")
    if not missing and not wide:
        yield good("keys", "四把钥匙都在，只有本人能读。")


def _private_paths(folder: CountyFolder) -> list[Path]:
    keys = [path for path in sorted(folder.keys.glob("**/*.key")) if path.is_file()]
    return [path for path in (folder.path, folder.keys, folder.env_file, *keys) if path.exists()]


def certificate(folder: CountyFolder, now: datetime) -> Iterator[Finding]:
    """The one that was served last; nothing while none was."""
    named = last_served(folder).get("certificate")
    if not isinstance(named, str):
        return
    try:
        days = tls.Pair(Path(named), Path(named)).days_left(now)
    except (OSError, ValueError):
        yield bad("certificate", f"证书 {named} 读不出。请换一张，再启动 ./xj serve。")
        return
    if days < 0:
        yield bad("certificate", f"证书 {named} 已经到期。自签的重新启动 ./xj serve 就换新；别的请换一张。")
    elif days < 30:
        yield warn("certificate", f"证书还有 {days} 天到期。自签的重新启动 ./xj serve 就换新；别的请换一张。")
    else:
        yield good("certificate", f"证书还有 {days} 天。")


def clock(now: datetime) -> Iterator[Finding]:
    """No time server of ours is asked: what the system knows about its own clock, and what cannot be."""
    newest = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if now < newest - timedelta(days=1):
        yield bad("clock", f"时钟是 {now:%Y-%m-%d %H:%M}（UTC），比程序文件还早。请先把时间调准。")
        return
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(BIGGEST_TIMEX))
    except (OSError, AttributeError):
        state = 0
    if state == NOT_SYNCHRONISED:
        yield warn("clock", "时钟没有和时间服务器对过。内网里也请设一个（chrony），时刻要写进审计和公示。")
    else:
        yield good("clock", "时钟对过时。")


def port(folder: CountyFolder) -> Iterator[Finding]:
    """Only while nobody serves: then the port of last time must be free for the next."""
    if folder.is_served:
        yield good("port", "正在运行。")
        return
    last = last_served(folder)
    host, number = str(last.get("host") or ports.LOCAL), last.get("port")
    number = number if isinstance(number, int) else 8000
    try:
        ports.refuse_a_taken_port(number, host=host, command="serve")
    except Refused as taken:
        yield warn("port", taken.sentence)
    else:
        yield warn("port", f"现在没有在运行。端口 {number} 空着，启动用 ./xj serve。")


def last_backup(folder: CountyFolder, now: datetime) -> Iterator[Finding]:
    last = status.read(folder.path) or status.Status()
    if last.failed_at > last.at:
        yield bad("backup_failed", f"最近一次备份没有做成：{last.failed}")
    at = _time(last.at)
    if at is None:
        yield warn("backup", "还没有备份过。请运行 ./xj backup 文件，钥匙另外备份。")
    elif now - at > BACKUP_IS_OLD:
        yield warn("backup", f"上次备份是{at:%Y-%m-%d}，过了 {(now - at).days} 天。请再备份一次。")
    else:
        yield good("backup", f"上次备份是{at:%Y-%m-%d}。")


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def whole(folder: CountyFolder) -> Iterator[Finding]:
    """A folder into which a restore was not finished is no county."""
    try:
        marks.refuse_unfinished(folder.path)
    except Refused as refusal:
        yield stop("restore", refusal.sentence.removeprefix("没有启动："))


def public_url(folder: CountyFolder) -> Iterator[Finding]:
    said = folder.variables().get("XIANGJI_PUBLIC_URL", "") or os.environ.get("XIANGJI_PUBLIC_URL", "")
    if said:
        yield good("public_url", f"对外的网址是 {said} 。")
    else:
        yield warn(
            "public_url",
            f"还没有对外的网址，印到货上、纸上的码做不了。请写进 {folder.env_file} 的 XIANGJI_PUBLIC_URL。",
        )


def note_what_is_served(folder: CountyFolder, *, host: str, port: int, certificate: Path | None) -> None:
    """For the next doctor; nothing in it is secret."""
    body = {"host": host, "port": port, "certificate": str(certificate) if certificate else None}
    (folder.path / SERVING).write_text(json.dumps(body), encoding="utf-8")


def last_served(folder: CountyFolder) -> dict[str, Any]:
    try:
        read = json.loads((folder.path / SERVING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
