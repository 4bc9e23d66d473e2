"""The words of the commands of keeping. Light: the work is done in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from xiangji.project.children import module
from xiangji.project.cli import Parser
from xiangji.project.county_folder import the_county
from xiangji.project.keeping import marks

WISH = "XIANGJI_KEEPING_WISH"


def path(word: str) -> Path:
    return Path(word).expanduser().absolute()


def count(word: str) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= 9999):
        raise argparse.ArgumentTypeError(f"--keep 的值是“{word}”，应当是 1 到 9999 之间的整数。")
    return int(word)


def backup(words: list[str]) -> NoReturn:
    parser = Parser("backup", "把一个县备份成一个文件；网页和后台不用停。钥匙不在里面，另外用 backup-keys。")
    parser.add_argument("file", type=path, metavar="文件", help="放到哪里；已经有了就不做")
    parser.add_argument(
        "--keep", type=count, metavar="几份", help="“文件”是一个文件夹：按时间起名，只留最近几份"
    )
    add_var(parser)
    read = parser.read(words)
    run("backup", of_county(read.var), file=str(read.file), keep=read.keep)


def backup_keys(words: list[str]) -> NoReturn:
    parser = Parser("backup-keys", "把一个县的钥匙锁进一个文件，口令由您定。和备份分开放。")
    parser.add_argument("file", type=path, metavar="文件", help="放到哪里；已经有了就不做")
    add_passphrase(parser)
    add_var(parser)
    read = parser.read(words)
    run("backup-keys", of_county(read.var), file=str(read.file), words=text(read.passphrase_file))


def restore(words: list[str]) -> NoReturn:
    parser = Parser("restore", "从备份恢复一个县，只恢复到空的地方。先核对每一部分，再动手。")
    parser.add_argument("file", type=path, metavar="文件", help="./xj backup 做的备份")
    parser.add_argument("--var", required=True, type=path, metavar="文件夹", help="恢复到哪里，应当是空的")
    parser.add_argument(
        "--keys", type=path, metavar="文件", help="钥匙：backup-keys 的文件，或者旧服务器的 keys 文件夹"
    )
    parser.add_argument("--without-keys", action="store_true", help="钥匙真的没有了，也恢复能恢复的")
    parser.add_argument("--database", default="", metavar="地址", help="备份来自 PostgreSQL 时：一个空的库")
    parser.add_argument(
        "--anchors", type=path, metavar="文件夹", help="旧服务器还在的 anchors 文件夹，用来说明丢了多少"
    )
    add_passphrase(parser)
    read = parser.read(words)
    run(
        "restore",
        {},
        file=str(read.file),
        var=str(read.var),
        keys=text(read.keys),
        without_keys=read.without_keys,
        words=text(read.passphrase_file),
        database=read.database,
        anchors=text(read.anchors),
    )


def move_to_postgres(words: list[str]) -> NoReturn:
    parser = Parser("move-to-postgres", "把一个县从 SQLite 搬到空的 PostgreSQL。先停下 ./xj serve。")
    parser.add_argument("address", metavar="地址", help="postgresql://用户:口令@主机:端口/库名")
    add_var(parser)
    read = parser.read(words)
    run("move-to-postgres", of_county(read.var), address=read.address)


def upgrade(words: list[str]) -> NoReturn:
    parser = Parser("upgrade", "换了新的程序以后：先备份，再升数据表，再核对。先停下 ./xj serve。")
    parser.add_argument("--no-backup", action="store_true", help="不备份（刚刚备份过）")
    add_var(parser)
    read = parser.read(words)
    run("upgrade", of_county(read.var), backup=not read.no_backup)


def add_var(parser: Parser) -> None:
    parser.add_argument(
        "--var", type=path, metavar="文件夹", help="县在哪个文件夹；不写就是 XIANGJI_VAR，或者这里的 var"
    )


def add_passphrase(parser: Parser) -> None:
    parser.add_argument(
        "--passphrase-file", type=path, metavar="文件", help="口令写在这个文件里；不写就在终端问"
    )


def text(value: Path | None) -> str | None:
    return None if value is None else str(value)


def of_county(var: Path | None) -> dict[str, str]:
    folder = the_county(var)
    marks.refuse_unfinished(folder.path)
    return folder.variables()


def run(deed: str, variables: dict[str, str], **wish: object) -> NoReturn:
    """In a process of its own, because its settings are those of the county."""
    command = module("xiangji.project.keeping.run", deed)
    # By the environment, which others of this machine cannot read: an address may hold a password.
    os.execve(command[0], command, {**os.environ, **variables, WISH: json.dumps(wish)})  # noqa: S606


DEEDS: dict[str, Callable[[list[str]], NoReturn]] = {
    "backup": backup,
    "backup-keys": backup_keys,
    "restore": restore,
    "move-to-postgres": move_to_postgres,
    "upgrade": upgrade,
}
