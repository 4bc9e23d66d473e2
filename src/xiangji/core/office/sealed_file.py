"""The workbook of an approved export: made at the download, from the frozen rows, marked in every part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.utils import timezone

from xiangji.core import sheets
from xiangji.core.accounts.models import User
from xiangji.core.office import cells
from xiangji.core.office.desk import Desk
from xiangji.core.office.models import SealedExport
from xiangji.core.sheets.exporting import Watermark, written
from xiangji.core.ui import formats


def rows_now(desk: Desk[Any], export: SealedExport, by: User) -> list[Any]:
    """The frozen rows that are still in the person's scope, in the order in which they were asked for."""
    place = {key: number for number, key in enumerate(export.rows)}
    return sorted(desk.for_person(by).filter(pk__in=export.rows), key=lambda one: place[one.pk])


def made(desk: Desk[Any], export: SealedExport, things: list[Any], by: User, *, now: datetime) -> IO[bytes]:
    titles = {column.key: column.title for column in desk.sealed_for(by)}
    heads, rows = cells.sheet(desk.export or desk.columns, desk, things)
    heads += [sheets.Column(f"{titles[key]}（完整）") for key in export.columns]
    whole = ([*row, *more] for row, more in zip(rows, _opened(desk, export, things), strict=True))
    return written(heads, whole, title=desk.title, watermark=mark(export, len(things), by, now=now))


def mark(export: SealedExport, count: int, by: User, *, now: datetime) -> Watermark:
    local = timezone.localtime(now)
    gone = f"，批准{export.count}行，现在在管的{count}行" if count != export.count else f"，{count}行"
    line = (
        f"{by.name}　{export.number}　{formats.chinese_date(local.date())} {local:%-H:%M}"
        f"　第{export.downloads + 1}次下载{gone}　有个人信息，只许用于所批的事，用完删掉"
    )
    return Watermark(line, f"{by.name}·{export.number}", by.name, export.number)


def sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest


def _opened(desk: Desk[Any], export: SealedExport, things: list[Any]) -> Iterator[list[str]]:
    rest = iter(things)
    while some := list(islice(rest, cells.TOGETHER)):
        yield from (list(row) for row in desk.opened(some, export.columns))
