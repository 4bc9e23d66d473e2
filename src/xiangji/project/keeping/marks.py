"""The mark of a restore that is not finished. Light: serve and doctor ask it before they load anything."""

import json
from pathlib import Path

from xiangji.core.errors import Refused
from xiangji.project.keeping.disk import remember

MARK = "restoring.json"


def refuse_unfinished(var: Path) -> None:
    if (var / MARK).exists():
        raise Refused(
            "restore_unfinished",
            f"没有做：{var} 里的恢复没有做完（{MARK} 还在），里面的东西不全，不能用。"
            "请删掉这个文件夹，再运行一次 ./xj restore。",
        )


def put_up(var: Path, archive: Path) -> None:
    (var / MARK).write_text(json.dumps({"from": archive.name}), encoding="utf-8")
    remember(var)


def take_down(var: Path) -> None:
    (var / MARK).unlink()
    remember(var)
