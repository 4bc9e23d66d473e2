"""Places on the disk: a file that is whole or not there, and a full disk that is said in a sentence."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xiangji.core.errors import Refused

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SUFFIX = ".part"


@contextmanager
def work_folder(file: Path) -> Iterator[Path]:
    """Beside the file to be, on the same disk. Whatever happens it is gone afterwards.

    What killed runs left is swept first: their lock went with them.
    """
    _refuse_what_stands_there(file)
    for left in file.parent.glob(f".*{SUFFIX}/lock"):
        _sweep(left)
    folder = file.parent / f".{file.name}.{os.getpid()}{SUFFIX}"
    folder.mkdir(mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def put_in_place(made: Path, file: Path) -> None:
    """Named when it is whole and on the disk; never over another file."""
    with made.open("rb") as opened:
        os.fsync(opened.fileno())
    try:
        os.link(made, file)
    except FileExistsError:
        raise _stands_there(file) from None
    except OSError:  # a stick or a share that knows no links
        _refuse_what_stands_there(file)
        made.rename(file)
    remember(file.parent)


def remember(folder: Path) -> None:
    """A name in a folder survives a power cut only when the folder itself was written."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some shares do not know it
            os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def full_is_said(undone: str, where: Path) -> Iterator[None]:
    """`undone` says what did not happen, such as 没有备份."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "full" not in str(fault):
            raise
        raise _full(undone, where) from fault
    except OSError as fault:
        if fault.errno in FULL:
            raise _full(undone, where) from fault
        if isinstance(fault, PermissionError) or fault.errno == errno.EROFS:
            raise Refused(
                "place_not_writable", f"{undone}：{fault.filename or where} 不许写（{fault.strerror}）。"
            ) from fault
        raise


def refuse_too_little_room(undone: str, where: Path, needed: int) -> None:
    free = shutil.disk_usage(where).free
    if free < needed:
        raise Refused(
            "too_little_room",
            f"{undone}：{where} 还空着 {megabytes(free)}，"
            f"大约要 {megabytes(needed)}。请换一个地方，或者腾出空间。",
        )


def megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"


def bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0


def _sweep(left: Path) -> None:
    with suppress(OSError), left.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left.parent, ignore_errors=True)


def _refuse_what_stands_there(file: Path) -> None:
    if not file.parent.is_dir():
        raise Refused("no_such_folder", f"没有做：没有 {file.parent} 这个文件夹。请先建好，或者换一个地方。")
    if file.exists() or file.is_symlink():
        raise _stands_there(file)


def _stands_there(file: Path) -> Refused:
    return Refused("file_stands_there", f"没有做：{file} 已经有了，不会盖掉它。请换一个名字。")


def _full(undone: str, where: Path) -> Refused:
    return Refused(
        "disk_full", f"{undone}：{where} 写不下了。没有写完的已经删掉；请换一个地方，或者腾出空间再来一次。"
    )
