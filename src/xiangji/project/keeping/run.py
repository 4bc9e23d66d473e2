"""The process of one deed of keeping, started by ./xj with the settings of the county it is about."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import django

from xiangji.core.errors import Refused, Unavailable
from xiangji.project.env import BadSetting

LOOK_AT_IT, STOPPED = 3, 130


def backup(*, file: str, keep: int | None) -> int:
    _start()
    from xiangji.project.keeping import backing_up, disk

    done = backing_up.back_up(Path(file), keep=keep)
    _say(
        f"备份在 {done.file}，{disk.megabytes(done.bytes)}，用了 {done.seconds} 秒。",
        f"SHA-256 {done.sha256}",
    )
    _say("钥匙不在里面。钥匙另外备份：./xj backup-keys，和备份分开放。")
    _say(*(f"请看一看：{gap}" for gap in done.gaps))
    return LOOK_AT_IT if done.gaps else 0


def backup_keys(*, file: str, words: str | None) -> int:
    _start()
    from xiangji.project.keeping import boxing

    names = boxing.box(Path(file), Path(words) if words else None)
    _say(f"钥匙在 {file}（{'、'.join(names)}），用您的口令锁着。口令忘了就打不开，请和备份分开放。")
    return 0


def restore(**wish: str | bool | None) -> int:
    from xiangji.project.keeping.restoring import Restore, Wish

    said = Restore(Wish.of(wish)).run()
    _say(*said)
    from xiangji.project.keeping.putting_back import BROKEN, WHOLE

    is_whole = said[-1].endswith(WHOLE) and not any(sentence.endswith(BROKEN) for sentence in said)
    return 0 if is_whole else LOOK_AT_IT


def move_to_postgres(*, address: str) -> int:
    _start()
    from xiangji.project.keeping import moving

    said = moving.move(address)
    _say(*said)
    return 0


def upgrade(*, backup: bool) -> int:
    _start()
    from xiangji.project.keeping import upgrading

    _say(*upgrading.upgrade(backup=backup))
    return 0


DEEDS: dict[str, Callable[..., int]] = {
    "backup": backup,
    "backup-keys": backup_keys,
    "restore": restore,
    "move-to-postgres": move_to_postgres,
    "upgrade": upgrade,
}


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
    django.setup()


def _say(*sentences: str) -> None:
    for sentence in sentences:
        print(sentence, flush=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(words: list[str]) -> int:
    """Asked to stop, it takes away what is half; the answer is one sentence."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        return DEEDS[words[0]](**json.loads(os.environ.pop("XIANGJI_KEEPING_WISH")))
    except (BadSetting, Refused, Unavailable) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n停下了，没有做完的已经删掉。", file=sys.stderr)
        return STOPPED


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
