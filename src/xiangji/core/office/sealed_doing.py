"""Sealed columns leave the house by paper: one asks, another approves, the one who asked downloads.

What is approved is what leaves: the keys of the rows are frozen when it is asked for. What the rows say is
read at the download, within the scope that the person has then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, may, permit
from xiangji.core.approvals import actions as papers
from xiangji.core.approvals.rules.deciding import Stage, State
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.office.desk import Desk, SealedColumn, find
from xiangji.core.office.models import MOST_DOWNLOADS, SealedExport
from xiangji.core.parties.rules.reasons import reason as good_reason

KIND = "office.sealed_export"
STAGES = (Stage("approve", "批准导出", "office.approve_export"),)
GOOD_FOR = timedelta(days=7)
MOST_ROWS = 2_000


class NotExported(Refused):
    """Nothing left the house."""


@transaction.atomic
def ask(
    *,
    desk: Desk[object],  # type: ignore[type-var]  # any desk
    rows: Sequence[int],
    words: str,
    columns: Sequence[str],
    reason: str,
    by: User,
    happened_at: datetime,
) -> SealedExport:
    acting = permit(by, "office.ask_export")
    chosen = _chosen(desk, columns, by)
    _refuse_wrong_length(len(rows))
    export = SealedExport.objects.create(
        desk=desk.key,
        title=desk.title,
        words=words,
        columns=[column.key for column in chosen],
        rows=list(rows),
        rows_sha256=digest(desk.key, [column.key for column in chosen], rows),
        reason=good_reason(reason),
        asked_by=by,
        organisation=acting.post.organisation,
        place_id=acting.place.digits,
        asked_at=happened_at,
    )
    titles = "、".join(column.title for column in chosen)
    export.paper = papers.begin(
        kind=KIND,
        about=f"office.SealedExport:{export.pk}",
        title=f"{export.number} {desk.title}{len(rows)}{desk.unit}，带{titles}",
        stages=STAGES,
        place=acting.place,
        organisation=acting.post.organisation,
        by=by,
        happened_at=happened_at,
        acting=acting,
    )
    export.save(update_fields=["paper"])
    note(
        by=by,
        did="office.export_asked",
        what=export,
        happened_at=happened_at,
        facts={
            "desk": desk.key,
            "columns": titles,
            "rows": len(rows),
            "rows_sha256": export.rows_sha256,
            "words": words,
            "reason": export.reason,
        },
    )
    papers.submit(paper_id=export.paper.pk, by=by, happened_at=happened_at, reason=export.reason)
    return export


@transaction.atomic
def approve(
    *, export: SealedExport, reason: str, seen: int | None, by: User, happened_at: datetime
) -> SealedExport:
    """Another person than the one who asked, also through a second post or as a deputy: papers see to it."""
    paper = papers.approve(paper_id=_paper(export), by=by, happened_at=happened_at, reason=reason, seen=seen)
    if paper.state == State.APPROVED:
        row = SealedExport.objects.select_for_update().get(pk=export.pk)
        row.good_until = happened_at + GOOD_FOR
        row.save(update_fields=["good_until"])
    return export


def refuse(
    *, export: SealedExport, reason: str, seen: int | None, by: User, happened_at: datetime
) -> SealedExport:
    papers.return_for_correction(
        paper_id=_paper(export), by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return export


def submit_again(
    *, export: SealedExport, reason: str, seen: int | None, by: User, happened_at: datetime
) -> SealedExport:
    """The same rows and columns, with a better reason; other rows are another paper."""
    papers.submit(
        paper_id=_paper(export), by=by, happened_at=happened_at, reason=good_reason(reason), seen=seen
    )
    return export


def withdraw(
    *, export: SealedExport, reason: str, seen: int | None, by: User, happened_at: datetime
) -> SealedExport:
    papers.withdraw(paper_id=_paper(export), by=by, happened_at=happened_at, reason=reason, seen=seen)
    return export


def to_download(by: User, number: int, *, now: datetime) -> SealedExport:
    """For the one who asked alone; to everybody else it does not exist. Changes nothing."""
    export = SealedExport.objects.select_related("paper", "asked_by").filter(pk=number, asked_by=by).first()
    if export is None:
        raise NotYours
    check(export, by, now=now)
    return export


def check(export: SealedExport, by: User, *, now: datetime) -> None:
    permit(by, "office.ask_export")
    desk = find(export.desk)
    if desk is None or not may(by, desk.capability):
        raise NotYours
    if export.paper is None or export.paper.state != State.APPROVED or export.good_until is None:
        raise NotExported("export_not_approved", "没有导出。这份导出还没有批准。")
    if now > export.good_until:
        raise NotExported(
            "export_too_late", "没有导出。批准以后7天内能下载，已经过了；还要的话，再申请一次。"
        )
    if export.downloads >= MOST_DOWNLOADS:
        raise NotExported(
            "export_downloaded_out",
            f"没有导出。一份批准最多下载{MOST_DOWNLOADS}次，已经用完；还要的话，再申请一次。",
        )
    if digest(export.desk, export.columns, export.rows) != export.rows_sha256:
        raise NotExported(
            "export_rows_changed", "没有导出。要导出的行和批准时的对不上，请安全管理员核对审计记录。"
        )
    _chosen(desk, export.columns, by)


@transaction.atomic(durable=True)
def note_download(*, export: SealedExport, sha256: str, rows: int, by: User, happened_at: datetime) -> int:
    """Counted and committed before the first byte leaves; gives which download it is."""
    row = SealedExport.objects.select_for_update(of=("self",)).select_related("paper").get(pk=export.pk)
    check(row, by, now=happened_at)
    row.downloads += 1
    row.save(update_fields=["downloads"])
    facts = {"number": row.downloads, "rows": rows, "columns": row.columns, "sha256": sha256}
    note(by=by, did="office.export_downloaded", what=row, happened_at=happened_at, facts=facts)
    return row.downloads


def digest(desk: str, columns: Sequence[str], rows: Sequence[int]) -> str:
    """What the second person approved, in one line."""
    text = json.dumps([desk, list(columns), list(rows)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _chosen(desk: Desk[object], columns: Sequence[str], by: User) -> list[SealedColumn]:  # type: ignore[type-var]
    """Only what belongs to the purpose of this person's post, also when it changed since the approval."""
    allowed = {column.key: column for column in desk.sealed_for(by)}
    if not columns:
        raise NotExported(
            "export_without_columns", "没有申请。一列完整信息也没有选；遮住的，直接点“导出 Excel”。"
        )
    if any(key not in allowed for key in columns):
        raise NotExported(
            "export_column_not_of_the_purpose", "没有导出。有一列您的岗位用不着，请只选用得着的。"
        )
    return [allowed[key] for key in allowed if key in columns]


def _refuse_wrong_length(count: int) -> None:
    if not count:
        raise NotExported("export_of_nothing", "没有申请。这样筛选一行也没有，请换一个筛选。")
    if count > MOST_ROWS:
        raise NotExported(
            "export_too_long",
            f"没有申请。这样筛选有{count:,}行，带完整信息的一次最多{MOST_ROWS:,}行，请先筛到用得着的。",
        )


def _paper(export: SealedExport) -> int:
    if export.paper_id is None:
        raise NotYours
    return export.paper_id
